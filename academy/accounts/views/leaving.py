"""Somebody leaves an agency, or goes to another one."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.accounts import queries, service
from academy.accounts.forms import LeavingForm, TransferForm
from academy.accounts.models import Membership
from academy.accounts.rules import grants
from academy.accounts.rules.leaving import CHOICES, Leaving
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.accounts.views.door import tell_coordinators
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.errors import Conflict, Invalid
from academy.web.access import actor, allow

PLANS = {
    Leaving.STOPS: _l("Open courses of this agency end"),
    Leaving.GOES_ON: _l("Goes on with open courses"),
    Leaving.CLOSES: _l("Open courses end, and the account is closed if this is the last role"),
}


@blueprint.route("/people/memberships/<uuid:membership_id>/leaving", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def leave(membership_id: UUID) -> ResponseReturnValue:
    """End a role after its last day; the record stays with the agency."""
    at = clock.now()
    membership = queries.membership_for(actor(), membership_id, on=at.date())
    form = LeavingForm(data={"last_day": at.date(), "plan": Leaving.STOPS.value})
    form.plan.choices = [(each.value, str(PLANS[each])) for each in CHOICES]
    if form.validate_on_submit() and form.last_day.data:
        try:
            service.leave(
                membership=membership, last_day=form.last_day.data, plan=Leaving(form.plan.data), by=actor(), at=at
            )  # fmt: skip
            flash(_("Noted. What was learned stays on record with your agency."), "success")
            return redirect(url_for("accounts.people"))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("accounts/leave.html", form=form, membership=membership, roles=ROLES)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/people/memberships/<uuid:membership_id>/transfer", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def transfer(membership_id: UUID) -> ResponseReturnValue:
    """Offer a learner to another agency, or move her to a unit of one's own."""
    at = clock.now()
    membership = queries.membership_for(actor(), membership_id, on=at.date())
    form = TransferForm()
    offered = _offered(membership)
    form.agency.choices = [("", _("Choose")), *((str(each.id), each.name) for each in offered)]
    if form.validate_on_submit():
        try:
            return _go(membership, _chosen(form, offered))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("accounts/transfer.html", form=form, membership=membership)
    return page, 422 if form.is_submitted() else 200


def _go(membership: Membership, agency: Agency) -> ResponseReturnValue:
    at = clock.now()
    if grants.may_give(actor(), Role.LEARNER, agency.path):
        service.move_within(membership=membership, agency=agency, by=actor(), at=at)
        flash(_("Moved. Open courses have gone along."), "success")
        return redirect(url_for("accounts.person", person_id=membership.person_id))
    try:
        service.ask_transfer(membership=membership, agency=agency, by=actor(), at=at)
    except Conflict as refusal:
        raise Invalid(refusal.reason) from refusal
    tell_coordinators(agency)
    flash(_("The other agency is asked. Until it answers, nothing changes."), "success")
    return redirect(url_for("accounts.waiting"))


def _offered(membership: Membership) -> list[Agency]:
    own = agencies.agencies_for(actor(), Role.COORDINATOR, is_active=True)
    neighbours = agencies.active_agencies(country_code=membership.agency.country_code)
    found = {each.id: each for each in (*own, *neighbours) if each.id != membership.agency_id}
    return sorted(found.values(), key=lambda each: each.name)


def _chosen(form: TransferForm, offered: list[Agency]) -> Agency:
    chosen = next((each for each in offered if str(each.id) == form.agency.data), None)
    chosen = chosen or agencies.agency_named(form.name.data or "")
    if chosen is None:
        raise Invalid("agency-unknown", field="name" if form.name.data else "agency")
    return chosen
