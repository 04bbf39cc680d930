"""A practical as its learner finds it: safety, the task, what is looked for, and what was seen of her so far."""

from __future__ import annotations

from flask import render_template

from academy.errors import Forbidden, NotFound
from academy.learning import queries as learning
from academy.learning.rules import NO_DATES, ActivityState
from academy.practicals import queries
from academy.practicals.content import PracticalContent
from academy.practicals.forms import OBSERVED
from academy.practicals.rules import goes_of, judge, may_sign, others_needed
from academy.practicals.views.blueprint import blueprint
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/courses/<slug:course>/practicals/<slug:activity>")
@signed_in
def show(course: str, activity: str) -> str:
    """Show a practical with the learner's own sign-offs."""
    place = learning.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, PracticalContent):
        raise NotFound()
    if stands.state is ActivityState.LOCKED:
        raise Forbidden("locked")
    practical = stands.activity.content
    signed = queries.sign_offs(place.enrolment_id, activity)
    granted = place.dates.get(activity, NO_DATES).attempts
    return render_template(
        "practicals/show.html", place=place, stands=stands, practical=practical, signed=signed, words=OBSERVED,
        judgements={each.id: judge(practical, each.findings) for each, _who in signed}, others_needed=others_needed(practical),
        may_sign=may_sign(
            practical, goes=len(signed), is_passed=any(each.is_passed for each, _who in signed), granted=granted
        ),
        goes_in_all=goes_of(practical, granted),
    )  # fmt: skip
