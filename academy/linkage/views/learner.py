"""A board as its learner finds it: what it asks, her attempts, the way in."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.learning import queries
from academy.learning.models import OPEN_STATES
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES
from academy.linkage import service
from academy.linkage.content import LinkageContent
from academy.linkage.rules import attempts_allowed, may_start
from academy.linkage.views.blueprint import blueprint
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/courses/<slug:course>/boards/<slug:activity>")
@signed_in
def show(course: str, activity: str) -> str:
    """Show what a board asks for, and the attempts so far."""
    place, board = _place(course, activity)
    dates = place.dates.get(activity, NO_DATES)
    attempts = queries.attempts_at(place.enrolment_id, activity)
    return render_template(
        "linkage/show.html", place=place, activity=activity, board=board, attempts=attempts, dates=dates,
        running=next((each for each in attempts if each.state in OPEN_STATES), None),
        may_start=may_start(board, len(attempts), dates), allowed=attempts_allowed(board, dates),
    )  # fmt: skip


@blueprint.post("/courses/<slug:course>/boards/<slug:activity>/attempts")
@signed_in
def start(course: str, activity: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    place, board = _place(course, activity)
    attempt = service.start(
        enrolment=queries.own_enrolment(actor(), place.enrolment_id), activity=activity, board=board, reading=place.reading,
        at=clock.now(), dates=place.dates.get(activity, NO_DATES),
    )  # fmt: skip
    return redirect(url_for("linkage.step", attempt_id=attempt.id, number=1))


def _place(course: str, activity: str) -> tuple[Place, LinkageContent]:
    """Return a board the actor may work on now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    return place, place.opened(activity, LinkageContent)
