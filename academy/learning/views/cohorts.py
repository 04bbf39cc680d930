"""Cohorts, as their trainers see them."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from academy import clock
from academy.actor import Role
from academy.courses.queries import reading
from academy.learning import queries
from academy.learning.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.get("/cohorts/")
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def cohorts() -> str:
    """List the cohorts the actor runs."""
    return render_template(
        "learning/cohorts.html", cohorts=queries.cohorts_of(actor()), today=clock.now().date()
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/")
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def cohort(cohort_id: UUID) -> str:
    """Show a cohort's progress, people by call-sign."""
    found = queries.cohort_for(actor(), cohort_id)
    read = reading(edition_id=found.edition_id, locale=content_locale(actor()))
    done: dict[UUID, dict[str, float | None]] = {}
    for enrolment_id, activity, score in queries.cohort_completions(cohort_id):
        done.setdefault(enrolment_id, {})[activity] = score
    people = queries.learners_of(cohort_id, paths=actor().paths(Role.TRAINER, Role.COORDINATOR))
    today = clock.now().date()
    overdue = queries.overdue_in(cohort_id, on=today)
    return render_template(
        "learning/cohort.html",
        cohort=found, course=read.course, people=people, done=done, overdue=overdue, today=today,
    )  # fmt: skip
