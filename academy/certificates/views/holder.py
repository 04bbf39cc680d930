"""The holder's doors: claim a certificate, look at it, take it along, decide about the name."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock, db, i18n
from academy.accounts import queries as people
from academy.accounts.rules.names import Shown
from academy.certificates import queries, service
from academy.certificates.document.wording import law_taught, level_name, track_name
from academy.certificates.forms import REASONS, ClaimForm
from academy.certificates.models import Certificate
from academy.certificates.views.blueprint import blueprint, issuer, storage
from academy.certificates.views.decisions import verdicts_for
from academy.courses.queries import reading
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.learning.models import Enrolment
from academy.web.access import actor, prepares, signed_in
from academy.web.locale import language
from academy.web.transactions import afterwards


@blueprint.get("/certificates/")
@signed_in
def own() -> str:
    """List her certificates, and the courses she may claim one for."""
    who = actor()
    ready = [
        (enrolment, reading(edition_id=enrolment.edition_id, locale=language().code).course.title)
        for enrolment in queries.claimable(who)
    ]
    return render_template(
        "certificates/own.html", certificates=queries.own(who), ready=ready, at=clock.now(),
        renewals=queries.renewals_of(who.person_id, on=clock.now().date()),
    )  # fmt: skip


@blueprint.get("/certificates/claim/<uuid:enrolment_id>")
@signed_in
def claim(enrolment_id: UUID) -> ResponseReturnValue:
    """Ask for language and name before the certificate is made for good."""
    enrolment = queries.enrolment_to_certify(actor(), enrolment_id)
    if (issued := queries.of_enrolment(enrolment.id)) is not None:
        return redirect(url_for(".certificate", certificate_id=issued.id))
    if enrolment.completed_at is None:
        raise Invalid("course-not-completed")
    if enrolment.course.renews is not None and queries.to_renew(enrolment) is None:
        raise Conflict("nothing-to-renew")
    return _claim_page(_claim_form(enrolment), enrolment)


@blueprint.post("/certificates/claim/<uuid:enrolment_id>")
@signed_in
@prepares
def issue(enrolment_id: UUID) -> ResponseReturnValue:
    """Make the certificate: print first, then issue in one short write unit."""
    enrolment = queries.enrolment_to_certify(actor(), enrolment_id)
    form = _claim_form(enrolment)
    if (issued := queries.of_enrolment(enrolment.id)) is not None:
        return redirect(url_for(".certificate", certificate_id=issued.id))
    if enrolment.completed_at is None:
        raise Invalid("course-not-completed")
    if not form.validate_on_submit():
        return _claim_page(form, enrolment), 422
    try:
        prepared = _print(enrolment, form)
    except Invalid as error:
        form.refuse(error)
        return _claim_page(form, enrolment), 422
    except Conflict:
        if (issued := queries.of_enrolment(enrolment_id)) is None:
            raise
        return redirect(
            url_for(".certificate", certificate_id=issued.id)
        )  # pressed twice: it is renewed by now
    certificate = _issue_once(enrolment_id, prepared)
    flash(_("Your certificate is ready."), "success")
    return redirect(url_for(".certificate", certificate_id=certificate.id))


@blueprint.get("/certificates/<uuid:certificate_id>")
@signed_in
def certificate(certificate_id: UUID) -> str:
    """Show what a certificate says, to its holder and to her coordinator."""
    found = queries.certificate_for(actor(), certificate_id)
    _note_consultation(found)
    return _page(found)


@blueprint.get("/certificates/<uuid:certificate_id>/pdf")
@signed_in
def document(certificate_id: UUID) -> ResponseReturnValue:
    """Hand out the PDF as it was frozen on the day of issue."""
    found = queries.certificate_for(actor(), certificate_id)
    response = make_response(queries.document_of(found, storage()))
    _note_consultation(found)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.number}.pdf")
    return response


@blueprint.get("/certificates/<uuid:certificate_id>/credential")
@signed_in
def credential(certificate_id: UUID) -> ResponseReturnValue:
    """Hand out the signed credential: Open Badges 3.0, for a wallet of hers or another system."""
    found = queries.certificate_for(actor(), certificate_id)
    if found.credential is None:
        raise NotFound
    response = make_response(found.credential)
    _note_consultation(found)
    response.mimetype = "application/vc+jwt"
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.number}.jwt")
    return response


@blueprint.post("/certificates/<uuid:certificate_id>/name")
@signed_in
def choose_name_shown(certificate_id: UUID) -> ResponseReturnValue:
    """Let the holder show her name on the public page, or hide it again."""
    found = queries.own_certificate(actor(), certificate_id)
    wanted = request.form.get("shows", "")
    shows = Shown(wanted) if wanted in set(Shown) else Shown.NOTHING
    service.choose_name_shown(certificate=found, shows=shows, by=actor(), at=clock.now())
    is_shown = shows is not Shown.NOTHING
    flash(
        _("The public page shows your name.") if is_shown else _("The public page shows no name."), "success"
    )
    return redirect(url_for(".certificate", certificate_id=found.id))


@blueprint.post("/certificates/name-everywhere")
@signed_in
def show_everywhere() -> ResponseReturnValue:
    """Let what she wants shown of her name hold for all certificates she has."""
    person = people.person_by_id(actor().person_id)
    if person is None:
        raise NotFound
    service.show_everywhere(person=person, by=actor(), at=clock.now())
    flash(_("It holds for all your certificates now."), "success")
    return redirect(url_for("accounts.account"))


def _claim_form(enrolment: Enrolment) -> ClaimForm:
    wanted = actor().certificate_locale or language().code
    form = ClaimForm(
        certificate_locale=wanted if wanted in i18n.LANGUAGES else i18n.DEFAULT, printed_name="legal"
    )
    form.printed_name.choices = [
        SelectChoice("legal", enrolment.person.legal_name),
        SelectChoice("call-sign", enrolment.person.call_sign),
    ]
    return form


def _claim_page(form: ClaimForm, enrolment: Enrolment) -> str:
    course = reading(edition_id=enrolment.edition_id, locale=language().code).course
    return render_template("certificates/claim.html", form=form, enrolment=enrolment, course=course)


def _print(enrolment: Enrolment, form: ClaimForm) -> service.Prepared:
    order = service.Order(
        enrolment, form.certificate_locale.data, is_by_call_sign=form.printed_name.data == "call-sign"
    )
    return service.printed(order, issuer=issuer(), at=clock.now())


def _issue_once(enrolment_id: UUID, prepared: service.Prepared) -> Certificate:
    """Issue what was printed, unless somebody was faster: then the first stands, and this print is thrown away."""
    db.begin_writing()
    try:
        issued = service.claim(
            enrolment=queries.enrolment_to_certify(actor(), enrolment_id),
            prepared=prepared, issuer=issuer(), by=actor(), at=prepared.facts.issued_at,
        )  # fmt: skip
    except DomainError:
        storage().remove(prepared.document_digest)
        raise
    if issued.document_digest != prepared.document_digest:
        storage().remove(prepared.document_digest)
    return issued


def _page(found: Certificate) -> str:
    who, facts = actor(), found.said
    is_own = found.person_id == who.person_id
    words_locale, words = facts.words_in(language().code)
    return render_template(
        "certificates/certificate.html",
        certificate=found, facts=facts, words=words, words_locale=words_locale,
        standing=found.standing_at(clock.now()),
        level=level_name(facts.level), track=track_name(facts.track), law=law_taught(facts, language()),
        is_own=is_own, verdicts=verdicts_for(who, found), decisions=queries.decisions_about(found), reasons=REASONS,
        successions=_succession(found), renewal=queries.renewal_of(found, on=clock.now().date()) if is_own else None,
    )  # fmt: skip


def _succession(found: Certificate) -> dict[str, Certificate]:
    """Return what came before and after a certificate, as far as it is hers to see, by how they hang together."""
    who, known = actor(), {}
    for each in queries.succession(found):
        is_seen = each.person_id == who.person_id or any(
            each.agency.path.startswith(path) for path in who.paths(*queries.OVERSEERS)
        )
        if is_seen:
            known[_kinship(found, each)] = each
    return known


def _kinship(found: Certificate, other: Certificate) -> str:
    if other.id in (found.replaces_id, found.renews_id):
        return "replaces" if other.id == found.replaces_id else "renews"
    return "replaced-by" if other.replaces_id == found.id else "renewed-by"


def _note_consultation(found: Certificate) -> None:
    """Note in the audit trail that somebody looked at another person's certificate."""
    who, at = actor(), clock.now()
    if found.person_id != who.person_id:
        certificate_id, agency_id = found.id, found.agency_id
        afterwards(
            lambda: service.note_consultation(
                certificate_id=certificate_id, agency_id=agency_id, by=who, at=at
            )
        )
