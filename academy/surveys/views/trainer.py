"""What a cohort answered, as its trainer reads it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from academy.actor import Role
from academy.courses.queries import reading
from academy.errors import NotFound
from academy.learning import queries as learning
from academy.surveys import queries
from academy.surveys.content import SurveyContent
from academy.surveys.rules import SMALLEST_GROUP, tally
from academy.surveys.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.get("/cohorts/<uuid:cohort_id>/surveys/<slug:activity>")
@allow(Role.TRAINER)
def results(cohort_id: UUID, activity: str) -> str:
    """Show what a cohort answered, once there are enough answers to hide among."""
    cohort = learning.cohort_for(actor(), cohort_id)
    course = reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course
    found = course.activity(activity)
    if found is None or not isinstance(found[1].content, SurveyContent):
        raise NotFound()
    survey, answers = found[1].content, queries.answers_of(cohort_id, activity)
    return render_template(
        "surveys/results.html", cohort=cohort, survey=survey, count=len(answers), smallest=SMALLEST_GROUP,
        tallies=tally(survey, answers) if len(answers) >= SMALLEST_GROUP else None,
    )  # fmt: skip
