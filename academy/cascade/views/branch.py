"""The cascade of a branch: what waits for a decision, who taught whom, and results by generation."""

from __future__ import annotations

from flask import render_template, request

from academy import clock
from academy.actor import Role
from academy.cascade import queries
from academy.cascade.forms import STATES
from academy.cascade.views.blueprint import blueprint
from academy.cascade.views.wording import course_of, titles_of
from academy.errors import NotFound
from academy.learning.rules import charts
from academy.quizzes.rules.gain import FEWEST
from academy.quizzes.rules.yardstick import exam_of
from academy.web.access import actor, allow


@blueprint.get("/agency/cascade/")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def branch() -> str:
    """Show the trainings of the branches the actor answers for, each under the one it came of."""
    lineage = queries.lineage_in(actor(), at=clock.now())
    waiting = queries.waiting(actor())
    return render_template(
        "cascade/branch.html", lineage=lineage, sums=queries.sums(lineage), waiting=waiting, states=STATES,
        titles=titles_of(each.edition_id for each in waiting),
    )  # fmt: skip


@blueprint.get("/agency/cascade/results")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def results() -> str:
    """Show what each generation of a course came to, and how far it has drifted from the first."""
    courses = {str(each.id): each for each in queries.courses_taught(actor())}
    wanted = request.args.get("course", "")
    if wanted and wanted not in courses:
        raise NotFound
    choice = courses.get(wanted) or next(iter(courses.values()), None)
    exam = exam_of(course_of(choice.edition_id)) if choice else None
    found = queries.by_generation(actor(), choice.id, exam) if choice and exam else []
    return render_template(
        "cascade/results.html", choice=choice, exam=exam, found=found, fewest=FEWEST, charts=charts,
        courses=[(key, str(course_of(each.edition_id).title)) for key, each in courses.items()],
    )  # fmt: skip
