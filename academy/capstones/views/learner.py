"""A capstone as its learner finds it: where the bag comes from, what is to be done, how her attempts stand."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.capstones import service
from academy.capstones.content import CapstoneContent
from academy.capstones.service.working import may_start
from academy.capstones.views.blueprint import blueprint
from academy.learning import queries
from academy.learning.models import OPEN_STATES
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/courses/<slug:course>/capstones/<slug:activity>")
@signed_in
def overview(course: str, activity: str) -> str:
    """Show the briefing, what is asked for, and the attempts so far."""
    place, capstone = _place(course, activity)
    attempts = queries.attempts_at(place.enrolment_id, activity)
    dates = place.dates.get(activity, NO_DATES)
    return render_template(
        "capstones/overview.html", place=place, activity=activity, capstone=capstone, attempts=attempts, dates=dates,
        running=next((each for each in attempts if each.state in OPEN_STATES), None),
        may_start=may_start(attempts, capstone, dates, at=clock.now()),
    )  # fmt: skip


@blueprint.post("/courses/<slug:course>/capstones/<slug:activity>/attempts")
@signed_in
def start(course: str, activity: str) -> ResponseReturnValue:
    """Open the bag, or go on with the open one."""
    place, capstone = _place(course, activity)
    attempt = service.start(
        enrolment=queries.own_enrolment(actor(), place.enrolment_id), activity=activity, capstone=capstone,
        reading=place.reading, at=clock.now(), dates=place.dates.get(activity, NO_DATES),
    )  # fmt: skip
    return redirect(url_for("capstones.inventory", attempt_id=attempt.id))


def _place(course: str, activity: str) -> tuple[Place, CapstoneContent]:
    """Return a capstone the actor may work at now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    return place, place.opened(activity, CapstoneContent)
