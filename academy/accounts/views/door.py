"""Who waits at an agency's door: colleagues put forward, newcomers whom an administrator invited, learners of elsewhere."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts import queries, service
from academy.accounts.document.door_letters import Occasion, post
from academy.accounts.document.letters import Letter, post_afterwards
from academy.accounts.forms import AdmitForm, ColleagueForm, RefusalForm
from academy.accounts.models import Admission, Transfer
from academy.accounts.rules import grants, throttle
from academy.accounts.rules.throttle import Gauge
from academy.accounts.views import tries
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.accounts.views.people import hand_over
from academy.actor import Role
from academy.agencies.models import Agency
from academy.agencies.queries import domains_by_agency, verified_domains
from academy.agencies.rules import is_vouched
from academy.errors import Invalid
from academy.i18n import LANGUAGES
from academy.web.access import actor, allow, signed_in
from academy.web.locale import language


@blueprint.get("/people/waiting")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def waiting() -> str:
    """List who waits for the actor's answer, and whom she has offered to others."""
    on = clock.now().date()
    admissions = queries.admissions_for(actor(), on=on)
    domains = domains_by_agency(each.agency for each in admissions)
    vouched = {each.id for each in admissions if is_vouched(_address(each), domains[each.agency_id])}
    return render_template(
        "accounts/waiting.html", admissions=admissions, vouched=vouched, roles=ROLES,
        arriving=queries.transfers_for(actor(), on=on), offered=queries.transfers_from(actor()),
    )  # fmt: skip


@blueprint.route("/people/admissions/<uuid:admission_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def admit(admission_id: UUID) -> ResponseReturnValue:
    """Let somebody in who waits at the door."""
    at = clock.now()
    found = queries.admission_for(actor(), admission_id, on=at.date())
    form = _admit_form(found)
    if form.validate_on_submit():
        asker = found.asked_by_id
        try:
            invited = service.approve_admission(
                admission=found, newcomer=_newcomer(found, form), reason=form.reason.data or "" if form.reason else "",
                by=actor(), at=at,
            )  # fmt: skip
            _tell(Occasion.DECIDED, asker, "accounts.put_forward")
            return hand_over(invited, locale=language().code)
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("accounts/admit.html", form=form, admission=found, is_vouched=_is_vouched(found))
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/people/admissions/<uuid:admission_id>/refusal", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def decline_admission(admission_id: UUID) -> ResponseReturnValue:
    """Say no at the door, and why."""
    at = clock.now()
    found = queries.admission_for(actor(), admission_id, on=at.date())
    form = RefusalForm()
    if form.validate_on_submit():
        service.decline_admission(admission=found, reason=form.reason.data or "", by=actor(), at=at)
        _tell(Occasion.DECIDED, found.asked_by_id, "accounts.put_forward")
        flash(_("Declined. No name is kept."), "success")
        return redirect(url_for("accounts.waiting"))
    page = render_template("accounts/decline_admission.html", form=form, admission=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/people/put-forward", methods=["GET", "POST"])
@signed_in
def put_forward() -> ResponseReturnValue:
    """Put a colleague of one's own agency forward; what is known of her is not told."""
    at = clock.now()
    own = _own_agencies()
    form = ColleagueForm()
    form.agency.choices = [(str(each.id), each.name) for each in own]
    if form.validate_on_submit():
        gauge = Gauge(tries.key("put-forward", str(actor().person_id)), throttle.PUT_FORWARD)
        queries.must_not_wait((gauge,), at=at)
        agency = next(each for each in own if str(each.id) == form.agency.data)
        colleague = service.Colleague(form.legal_name.data or "", form.email.data or "", form.note.data or "")
        service.put_forward(colleague=colleague, agency=agency, by=actor(), at=at)
        service.count_failure(gauges=(gauge,), at=at)
        tell_coordinators(agency)
        flash(_("Your coordinator is asked. You get a letter once it is decided."), "success")
        return redirect(url_for("accounts.put_forward"))
    page = render_template(
        "accounts/put_forward.html", form=form, wishes=queries.wishes_of(actor().person_id)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/people/transfers/<uuid:transfer_id>/accept")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def accept_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Take a learner of another agency in."""
    at = clock.now()
    found = queries.transfer_to(actor(), transfer_id, on=at.date())
    service.accept_transfer(transfer=found, by=actor(), at=at)
    _tell(Occasion.MOVED, found.person_id, "home.start")
    _tell_of_transfer(found)
    flash(_("Taken in. Open courses have come along."), "success")
    return redirect(url_for("accounts.person", person_id=found.person_id))


@blueprint.post("/people/transfers/<uuid:transfer_id>/decline")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def decline_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Say no to a transfer; she stays where she is."""
    at = clock.now()
    found = queries.transfer_to(actor(), transfer_id, on=at.date())
    service.decline_transfer(transfer=found, by=actor(), at=at)
    _tell_of_transfer(found)
    flash(_("Declined. The person stays with the other agency."), "success")
    return redirect(url_for("accounts.waiting"))


@blueprint.post("/people/transfers/<uuid:transfer_id>/withdraw")
@allow(Role.COORDINATOR)
def withdraw_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Take an offer back that nobody has answered yet."""
    found = queries.transfer_from(actor(), transfer_id)
    service.withdraw_transfer(transfer=found, by=actor(), at=clock.now())
    flash(_("Taken back. The person stays with your agency."), "success")
    return redirect(url_for("accounts.waiting"))


def tell_coordinators(agency: Agency) -> None:
    """Write to whoever answers for an agency that somebody waits at its door; not to the actor herself."""
    asked = queries.coordinators_of(agency, on=clock.now().date())
    post_afterwards(
        post,
        [Letter(each, Occasion.WAITS, "accounts.waiting") for each in asked if each.id != actor().person_id],
    )


def _tell(occasion: Occasion, person_id: UUID | None, endpoint: str) -> None:
    person = queries.person_by_id(person_id) if person_id else None
    if person is not None and person.id != actor().person_id and person.disabled_at is None:
        post_afterwards(post, [Letter(person, occasion, endpoint)])


def _tell_of_transfer(transfer: Transfer) -> None:
    on = clock.now().date()
    asked = {
        each.id: each
        for agency in (transfer.from_agency, transfer.to_agency)
        for each in queries.coordinators_of(agency, on=on)
    }
    asked.pop(actor().person_id, None)
    post_afterwards(
        post,
        [Letter(each, Occasion.TRANSFER_DECIDED, "accounts.waiting") for each in asked.values()],
    )


def _admit_form(found: Admission) -> AdmitForm:
    form = AdmitForm(
        data={
            "legal_name": found.legal_name,
            "email": found.email,
            "interface_locale": language().code,
        }
    )
    form.interface_locale.choices = [(each.code, each.name) for each in LANGUAGES.values()]
    if found.person_id is not None:
        del form.legal_name, form.call_sign, form.email, form.interface_locale
    if grants.is_within(found.agency.path, actor().paths(Role.COORDINATOR)) or _is_vouched(found):
        del form.reason
    return form


def _newcomer(found: Admission, form: AdmitForm) -> service.Newcomer | None:
    if found.person_id is not None:
        return None
    return service.Newcomer(
        call_sign=form.call_sign.data or "",
        legal_name=form.legal_name.data or "",
        email=form.email.data or None,
        interface_locale=form.interface_locale.data,
    )


def _is_vouched(found: Admission) -> bool:
    return is_vouched(_address(found), verified_domains(found.agency))


def _address(found: Admission) -> str | None:
    return found.person.email if found.person else found.email


def _own_agencies() -> list[Agency]:
    return queries.agencies_of(actor().person_id, on=clock.now().date())
