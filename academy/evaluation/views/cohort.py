"""What came of a course in one cohort, for those who run it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from academy import clock
from academy.actor import Role
from academy.courses.queries import reading
from academy.evaluation import queries
from academy.evaluation.views.blueprint import blueprint
from academy.evaluation.views.levels import Levels, shown
from academy.learning import queries as learning
from academy.learning.models import Enrolment
from academy.quizzes.queries import scores_before_and_after
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.get("/cohorts/<uuid:cohort_id>/evaluation")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def cohort(cohort_id: UUID) -> str:
    """Show reaction, learning and behaviour of a cohort; what agencies report of their cases is theirs."""
    found = learning.cohort_for(actor(), cohort_id)
    locale = content_locale(actor())
    course = reading(edition_id=found.edition_id, locale=locale).course
    group = (Enrolment.cohort_id == cohort_id) & Enrolment.withdrawn_at.is_(None)
    levels = Levels(
        queries.reactions([(found.id, found.name, found.edition_id)], locale=locale),
        queries.gained(
            course, lambda before, after: scores_before_and_after(cohort_id, before=before, after=after)
        ),
        queries.behaviour(group, today=clock.now().date()),
    )
    return render_template("evaluation/cohort.html", cohort=found, course=course, **shown(levels))
