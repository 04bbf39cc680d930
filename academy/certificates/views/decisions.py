"""The doors of whoever decides about a certificate: suspend, lift, revoke, replace."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock, db
from academy.actor import Actor, Role
from academy.certificates import queries, rules, service
from academy.certificates.forms import REASONS, DecisionForm, ReplaceForm
from academy.certificates.models import Certificate
from academy.certificates.rules import State, Verdict
from academy.certificates.rules.standing import DECIDERS
from academy.certificates.views.blueprint import blueprint, issuer, storage
from academy.errors import Conflict, DomainError, NotFound
from academy.web.access import actor, allow, prepares

#: What is said once it is done.
DONE = {
    Verdict.SUSPEND: _l("The certificate is suspended. Its page says so from now on."),
    Verdict.LIFT: _l("The certificate counts again."),
    Verdict.REVOKE: _l("The certificate is revoked. Its page says so from now on."),
}


def verdicts_for(who: Actor, found: Certificate) -> tuple[Verdict, ...]:
    """Return what somebody may decide about a certificate as it stands; nobody decides about her own."""
    if found.person_id == who.person_id:
        return ()
    return tuple(
        verdict
        for verdict in rules.possible(State(found.state))
        if any(found.agency.path.startswith(path) for path in who.paths(*DECIDERS[verdict]))
        and (verdict is not Verdict.REPLACE or found.enrolment_id is not None)
    )


@blueprint.route(
    "/certificates/<uuid:certificate_id>/decide/<any(suspend,lift,revoke):verdict>", methods=["GET", "POST"]
)
@allow(Role.COORDINATOR, Role.ADMINISTRATOR, step_up=True)
def decide(certificate_id: UUID, verdict: str) -> ResponseReturnValue:
    """Suspend, lift or revoke a certificate, with a reason; its record stays."""
    wanted = Verdict(verdict)
    found = queries.certificate_to_decide(actor(), certificate_id, *DECIDERS[wanted])
    form = DecisionForm()
    _fill_reasons(form, wanted)
    if not form.validate_on_submit():
        return _page(found, form, wanted)
    why = service.Why(form.reason.data, form.note.data or "")
    service.decide(certificate=found, verdict=wanted, why=why, by=actor(), at=clock.now())
    flash(str(DONE[wanted]), "success")
    return redirect(url_for(".certificate", certificate_id=found.id))


@blueprint.route("/certificates/<uuid:certificate_id>/replace", methods=["GET", "POST"])
@allow(Role.COORDINATOR, Role.ADMINISTRATOR, step_up=True)
@prepares
def replace(certificate_id: UUID) -> ResponseReturnValue:
    """Issue a certificate in place of another, under a corrected name or in another language: print first, then issue."""
    found = queries.certificate_to_decide(actor(), certificate_id, *DECIDERS[Verdict.REPLACE])
    if found.enrolment_id is None:
        raise NotFound
    person = found.enrolment.person
    form = ReplaceForm(
        certificate_locale=found.locale,
        printed_name="call-sign" if found.holder_name == person.call_sign else "legal",
    )
    form.printed_name.choices = [
        SelectChoice("legal", person.legal_name), SelectChoice("call-sign", person.call_sign),
    ]  # fmt: skip
    _fill_reasons(form, Verdict.REPLACE)
    if not form.validate_on_submit():
        return _page(found, form, Verdict.REPLACE)
    if found.state == State.REPLACED and (first := queries.replacement_of(found)) is not None:
        return redirect(url_for(".certificate", certificate_id=first.id))  # pressed twice
    try:
        made = _replaced(found, form)
    except DomainError as refusal:
        if refusal.field is None:
            raise
        form.refuse(refusal)
        return _page(found, form, Verdict.REPLACE)
    flash(_("The new certificate is issued. The page of the old one says that it was replaced."), "success")
    return redirect(url_for(".certificate", certificate_id=made.id))


def _replaced(found: Certificate, form: ReplaceForm) -> Certificate:
    """Print outside the write unit, issue in it; whatever is not issued is thrown away."""
    certificate_id, at = found.id, clock.now()
    if Verdict.REPLACE not in rules.possible(State(found.state)):
        raise Conflict("certificate-moved-on")
    order = service.Order(
        found.enrolment, form.certificate_locale.data, is_by_call_sign=form.printed_name.data == "call-sign",
        replaces=found,
    )  # fmt: skip
    prepared = service.printed(order, issuer=issuer(), at=at)
    db.begin_writing()
    try:
        made = service.replace(
            certificate=queries.certificate_to_decide(actor(), certificate_id, *DECIDERS[Verdict.REPLACE]),
            prepared=prepared, issuer=issuer(), why=service.Why(form.reason.data, form.note.data or ""), by=actor(), at=at,
        )  # fmt: skip
    except DomainError:
        storage().remove(prepared.document_digest)
        raise
    if made.document_digest != prepared.document_digest:
        storage().remove(prepared.document_digest)
    return made


def _fill_reasons(form: DecisionForm, verdict: Verdict) -> None:
    form.reason.choices = [SelectChoice(key, REASONS[key]) for key in rules.REASONS[verdict]]


def _page(found: Certificate, form: DecisionForm, verdict: Verdict) -> ResponseReturnValue:
    page = render_template(
        "certificates/decide.html", certificate=found, form=form, verdict=verdict.value,
        is_possible=verdict in rules.possible(State(found.state)), standing=found.standing_at(clock.now()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200
