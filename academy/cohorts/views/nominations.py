"""Nominations as the trainers of a cohort decide them: by call-sign, never by name."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies.forms import KINDS
from academy.agencies.models import Kind
from academy.cohorts import queries, service
from academy.cohorts.forms import DeclineForm
from academy.cohorts.models import Nomination, NominationState
from academy.cohorts.rules import approvals_needed, obstacle_to_approving
from academy.cohorts.views.asking import named
from academy.cohorts.views.blueprint import blueprint, write_afterwards
from academy.cohorts.views.decisions import letters_about
from academy.errors import Conflict
from academy.learning.models import Cohort
from academy.learning.queries.facts import outline_of
from academy.web.access import actor, allow


@blueprint.get("/cohorts/<uuid:cohort_id>/nominations")
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def nominations(cohort_id: UUID) -> str:
    """Show who is nominated to a cohort, who waits, and who has a place."""
    cohort = queries.cohort_run_by(actor(), cohort_id)
    is_restricted = _is_restricted(cohort)
    wishes = queries.wishes_for(cohort_id)
    mine = {each.nomination.id for each in wishes if _may_approve(each, is_restricted)}
    return render_template(
        "cohorts/nominations.html", cohort=cohort, wishes=wishes, mine=mine, State=NominationState,
        needed=approvals_needed(is_restricted=is_restricted), taken=queries.taken(cohort_id), kinds=_kinds(),
    )  # fmt: skip


@blueprint.post("/nominations/<uuid:nomination_id>/approval")
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def approve(nomination_id: UUID) -> ResponseReturnValue:
    """Say yes to a nomination."""
    nomination = queries.nomination_run_by(actor(), nomination_id)
    is_restricted = _is_restricted(nomination.cohort)
    try:
        decided = service.approve(
            nomination=nomination, is_restricted=is_restricted, by=actor(), at=clock.now()
        )
    except Conflict as refusal:
        raise named(refusal, nomination.cohort) from refusal
    write_afterwards(letters_about(decided))
    flash(_said_of(nomination), "success")
    return redirect(url_for("cohorts.nominations", cohort_id=nomination.cohort_id))


@blueprint.route("/nominations/<uuid:nomination_id>/refusal", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def decline(nomination_id: UUID) -> ResponseReturnValue:
    """Say no to a nomination, or take a place back, and why."""
    nomination = queries.nomination_run_by(actor(), nomination_id)
    form = DeclineForm()
    if form.validate_on_submit():
        decided = service.decline(
            nomination=nomination, reason=form.reason.data or "", by=actor(), at=clock.now()
        )
        write_afterwards(letters_about(decided))
        flash(_("The nomination is declined."), "success")
        return redirect(url_for("cohorts.nominations", cohort_id=nomination.cohort_id))
    page = render_template("cohorts/decline.html", form=form, nomination=nomination, kinds=_kinds())
    return page, 422 if form.is_submitted() else 200


def _may_approve(wish: queries.Wish, is_restricted: bool) -> bool:
    return wish.nomination.state == NominationState.NOMINATED and not obstacle_to_approving(
        approver=actor().person_id, nominator=wish.nomination.nominated_by_id, approvers=wish.approver_ids,
        is_restricted=is_restricted,
    )  # fmt: skip


def _said_of(nomination: Nomination) -> str:
    said = {
        NominationState.ENROLLED: _("Approved: the person has a place and is enrolled."),
        NominationState.WAITING: _(
            "Approved. The person is on the waiting list: no place is free, or the person is in this course with another class."
        ),
        NominationState.NOMINATED: _("Your approval is noted. A second person must approve as well."),
    }
    return str(said[NominationState(nomination.state)])


def _is_restricted(cohort: Cohort) -> bool:
    return outline_of(cohort.edition).is_restricted


def _kinds() -> dict[str, str]:
    return {kind.value: str(KINDS[kind]) for kind in Kind}
