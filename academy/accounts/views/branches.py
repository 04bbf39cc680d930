"""A coordinator's own branches: who stands in for her, and handing one over."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts import queries, service
from academy.accounts.document.door_letters import Occasion, post
from academy.accounts.document.letters import Letter, post_afterwards
from academy.accounts.forms import DeputyForm, HandOverForm
from academy.accounts.models import Membership, Person
from academy.accounts.views.blueprint import blueprint
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.errors import Invalid, NotFound
from academy.web.access import actor, allow


@blueprint.get("/people/branches")
@allow(Role.COORDINATOR)
def branches() -> str:
    """Show a coordinator who stands in for her, and for whom she does."""
    on = clock.now().date()
    own = queries.own_branches(actor(), on=on)
    return render_template("accounts/branches.html", branches=own, deputies=queries.deputies_of(own, on=on))


@blueprint.route("/people/branches/<uuid:branch_id>/deputy", methods=["GET", "POST"])
@allow(Role.COORDINATOR, step_up=True)
def name_deputy(branch_id: UUID) -> ResponseReturnValue:
    """Let somebody stand in for a coordinator."""
    at = clock.now()
    branch = queries.own_branch(actor(), branch_id, on=at.date())
    form = DeputyForm()
    _offer_people(form, branch)
    reach = [each for each in agencies.agencies_for(actor(), Role.COORDINATOR, is_active=True)
             if each.path.startswith(branch.agency.path)]  # fmt: skip
    form.agency.choices = [(str(each.id), each.name) for each in sorted(reach, key=lambda each: each.path)]
    if form.validate_on_submit():
        person, agency = _person(form.person.data), next(a for a in reach if str(a.id) == form.agency.data)
        try:
            service.name_deputy(branch=branch, person=person, agency=agency, by=actor(), at=at)
            post_afterwards(post, [Letter(person, Occasion.DEPUTY, "accounts.people")])
            flash(_("%(person)s stands in for you now.", person=person.call_sign), "success")
            return redirect(url_for("accounts.branches"))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("accounts/deputy.html", form=form, branch=branch)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/people/branches/<uuid:branch_id>/hand-over", methods=["GET", "POST"])
@allow(Role.COORDINATOR, step_up=True)
def hand_over_branch(branch_id: UUID) -> ResponseReturnValue:
    """Hand a branch over to somebody of it, as of a day."""
    at = clock.now()
    branch = queries.own_branch(actor(), branch_id, on=at.date())
    form = HandOverForm(data={"day": at.date()})
    _offer_people(form, branch)
    if form.validate_on_submit() and form.day.data:
        person = _person(form.person.data)
        try:
            service.hand_over(branch=branch, person=person, day=form.day.data, by=actor(), at=at)
            _tell_both(person)
            flash(_("Handed over to %(person)s.", person=person.call_sign), "success")
            return redirect(url_for("home.start"))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("accounts/hand_over.html", form=form, branch=branch)
    return page, 422 if form.is_submitted() else 200


def _tell_both(successor: Person) -> None:
    herself = queries.person_by_id(actor().person_id)
    letters = [Letter(successor, Occasion.TAKEN_OVER, "accounts.account")]
    if herself is not None:
        letters.append(Letter(herself, Occasion.HANDED_OVER, "accounts.account"))
    post_afterwards(post, letters)


def _offer_people(form: DeputyForm | HandOverForm, branch: Membership) -> None:
    found = queries.people_of_branch(branch, on=clock.now().date())
    form.person.choices = [
        (str(each.id), _("%(name)s (%(call_sign)s)", name=each.legal_name, call_sign=each.call_sign))
        for each in found
    ]


def _person(person_id: str) -> Person:
    found = queries.person_by_id(UUID(person_id))  # one of the choices, so she is of the branch
    if found is None:
        raise NotFound
    return found
