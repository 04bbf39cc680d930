"""One person, as those who look after her see her: codes, roles, closing the account."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts import queries, service
from academy.accounts.forms import MembershipForm
from academy.accounts.models import Membership, Person
from academy.accounts.rules import grants
from academy.accounts.rules.leaving import is_over
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.accounts.views.people import agency_choices, hand_over, role_choices
from academy.actor import Grant, Role
from academy.agencies import queries as agencies
from academy.errors import Invalid
from academy.web.access import actor, allow
from academy.web.forms import Form
from academy.web.locale import language


@blueprint.get("/people/<uuid:person_id>")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def person(person_id: UUID) -> str:
    """Show a person and what the actor may do for her."""
    return _page(_person(person_id), None)


@blueprint.post("/people/<uuid:person_id>/letter")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def send_letter(person_id: UUID) -> ResponseReturnValue:
    """Send a new invitation, or a reset link to somebody who has a password."""
    found = _person(person_id)
    return hand_over(service.invite_again(person=found, by=actor(), at=clock.now()), locale=language().code)


@blueprint.post("/people/<uuid:person_id>/print-code")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def print_code(person_id: UUID) -> ResponseReturnValue:
    """Show a code once, to be printed and handed over."""
    found = _person(person_id)
    return hand_over(service.print_code(person=found, by=actor(), at=clock.now()), locale=language().code)


@blueprint.post("/people/<uuid:person_id>/memberships")
@allow(Role.ADMINISTRATOR, step_up=True)
def add_membership(person_id: UUID) -> ResponseReturnValue:
    """Give a person a role in an agency."""
    found = _person(person_id)
    form = _membership_form()
    if form.validate_on_submit():
        agency = agencies.agency_for(actor(), UUID(form.agency.data))
        try:
            service.add_membership(
                person=found, agency=agency, role=Role(form.role.data), by=actor(), at=clock.now()
            )
            flash(_("The role is given."), "success")
            return redirect(url_for("accounts.person", person_id=person_id))
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(found, form), 422


@blueprint.post("/people/memberships/<uuid:membership_id>/end")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def end_membership(membership_id: UUID) -> ResponseReturnValue:
    """End a role as of today."""
    at = clock.now()
    membership = queries.membership_for(actor(), membership_id, on=at.date())
    service.end_membership(membership=membership, by=actor(), at=at)
    flash(_("The role has ended."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.post("/people/<uuid:person_id>/disable")
@allow(Role.ADMINISTRATOR, step_up=True)
def disable(person_id: UUID) -> ResponseReturnValue:
    """Close an account; every session of it ends."""
    service.disable_person(person=_person(person_id), by=actor(), at=clock.now())
    flash(_("The account is closed."), "success")
    return redirect(url_for("accounts.person", person_id=person_id))


@blueprint.post("/people/<uuid:person_id>/enable")
@allow(Role.ADMINISTRATOR, step_up=True)
def enable(person_id: UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    service.enable_person(person=_person(person_id), by=actor(), at=clock.now())
    flash(_("The account is open again."), "success")
    return redirect(url_for("accounts.person", person_id=person_id))


@blueprint.post("/people/<uuid:person_id>/second-factor/remove")
@allow(Role.ADMINISTRATOR, step_up=True)
def remove_lost_second_factor(person_id: UUID) -> ResponseReturnValue:
    """Take the second factor off for somebody who has lost her phone."""
    found = _person(person_id)
    service.must_answer_for(actor(), found, clock.now())
    service.remove_second_factor(person=found, by=actor(), at=clock.now())
    flash(_("The second factor is off. Ask the person to set it up again."), "success")
    return redirect(url_for("accounts.person", person_id=person_id))


def _person(person_id: UUID) -> Person:
    return queries.person_for(actor(), person_id, on=clock.now().date())


def _membership_form() -> MembershipForm:
    form = MembershipForm()
    form.agency.choices = agency_choices()
    form.role.choices = role_choices()
    return form


def _page(found: Person, form: Form | None) -> str:
    on, is_administrator = clock.now().date(), actor().has(Role.ADMINISTRATOR)
    may_hand_code = found.disabled_at is None and grants.may_hand_code(
        actor(), queries.grants_of(found.id, on=on)
    )
    return render_template(
        "accounts/person.html", person=found, roles=ROLES, form=form or (_membership_form() if is_administrator else None),
        memberships=[each for each in found.memberships if _is_seen(each)], may_hand_code=may_hand_code,
        can_end=_can_end(found), today=on, Role=Role,
        is_administrator=is_administrator, has_second_factor=queries.has_second_factor(found),
        waits=found.id in queries.at_the_door([found]),
    )  # fmt: skip


def _can_end(found: Person) -> set[UUID]:
    """Return the roles that the actor could have given, and so may end."""
    today, who = clock.now().date(), actor()
    return {
        each.id
        for each in found.memberships
        if not is_over(each.ends_on, today)
        and grants.may_take(
            who, Grant(each.role_held, each.agency_id, each.agency.path, each.deputy_of_id is not None)
        )
    }


def _is_seen(membership: Membership) -> bool:
    """Say whether a role is the actor's to see: a coordinator sees only those in her branch."""
    who, path = actor(), membership.agency.path
    return grants.administers(who, path) or grants.is_within(path, who.paths(Role.COORDINATOR))
