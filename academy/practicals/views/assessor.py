"""Where an assessor finds whom she may see: the desk, a group, the sheet for paper."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses.content import Activity, Course
from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.learning.queries import granted
from academy.practicals import queries
from academy.practicals.content import PracticalContent
from academy.practicals.rules import may_sign, others_needed
from academy.practicals.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.get("/assessments")
@allow(Role.TRAINER)
def desk() -> str:
    """List the cohorts with practicals in the assessor's branch; find a learner by her call-sign."""
    typed = request.args.get("call_sign", "").strip()[:60]
    found = queries.candidates_called(actor(), typed) if typed else []
    cohorts = queries.cohorts_to_assess(actor(), on=clock.now().date())
    return render_template(
        "practicals/desk.html", typed=typed,
        found=[(each, read.course, practicals_in(read.course)) for each in found if (read := read_of(each.enrolment.edition_id))],
        cohorts=[(cohort, is_own, read.course, practicals_in(read.course)) for cohort, is_own in cohorts if (read := read_of(cohort.edition_id))],
    )  # fmt: skip


@blueprint.get("/cohorts/<uuid:cohort_id>/practicals/<slug:activity>")
@allow(Role.TRAINER)
def group(cohort_id: UUID, activity: str) -> str:
    """Show how a cohort stands at a practical, with the way to each learner's sign-off."""
    cohort, is_own_trainer = queries.cohort_to_assess(actor(), cohort_id)
    course = read_of(cohort.edition_id).course
    practical = practical_in(course, activity)
    latest = queries.latest_of_group(cohort_id, activity)
    people = queries.group(cohort_id)
    more = granted([row.id for row in people], activity)
    open_to = {
        row.id
        for row in people
        if row.person_id != actor().person_id
        and may_sign(
            practical, goes=latest[row.id].number if row.id in latest else 0,
            is_passed=row.id in latest and latest[row.id].is_passed, granted=more.get(row.id),
        )
    }  # fmt: skip
    may_assess = course.trainer_may_assess or not is_own_trainer
    return render_template(
        "practicals/group.html", cohort=cohort, course=course, activity=activity, practical=practical, people=people,
        latest=latest, open_to=open_to if may_assess else set(), may_assess=may_assess,
    )  # fmt: skip


@blueprint.get("/cohorts/<uuid:cohort_id>/practicals/<slug:activity>/sheet")
@allow(Role.TRAINER)
def sheet(cohort_id: UUID, activity: str) -> str:
    """Show a sheet to print for a group: boxes to tick on paper, lines to sign on."""
    cohort, _is_own = queries.cohort_to_assess(actor(), cohort_id)
    course = read_of(cohort.edition_id).course
    practical = practical_in(course, activity)
    people = [row.call_sign for row in queries.group(cohort_id)]
    pages = [people[start : start + _COLUMNS] for start in range(0, len(people), _COLUMNS)] or [[]]
    return render_template(
        "practicals/sheet.html", cohort=cohort, course=course, activity=activity, practical=practical, pages=pages,
        others_needed=others_needed(practical), columns=_COLUMNS,
        keys=_("In each box: ✓ met, ✗ not met, – not seen."),
    )  # fmt: skip


#: Learners side by side on one sheet of paper.
_COLUMNS = 8


def read_of(edition_id: UUID) -> Reading:
    """Return an edition in the assessor's language."""
    return reading(edition_id=edition_id, locale=content_locale(actor()))


def practicals_in(course: Course) -> list[Activity]:
    """Return the practicals of a course, in order."""
    return [each for _module, each in course.activities() if isinstance(each.content, PracticalContent)]


def practical_in(course: Course, activity: str) -> PracticalContent:
    """Return one practical of a course. Raises NotFound."""
    found = course.activity(activity)
    if found is None or not isinstance(found[1].content, PracticalContent):
        raise NotFound()
    return found[1].content
