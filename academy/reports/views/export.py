"""The table of a branch's progress, to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.actor import Role
from academy.courses.content import Course
from academy.errors import NotFound
from academy.reports import service
from academy.reports.forms import ExportForm, filter_from
from academy.reports.queries import progress as queries
from academy.reports.queries.scope import EditionChoice
from academy.reports.rules.progress import whole_per_cent
from academy.reports.views import agency
from academy.reports.views.blueprint import blueprint
from academy.sheets import Value, disposition, table
from academy.web.access import actor, allow, prepares

#: The columns before those of the activities, as the audit trail names them.
COLUMNS = (
    "call_sign", "legal_name", "unit", "course", "edition", "cohort", "enrolled_at", "due_on", "completed_at",
    "done_count", "required_count",
)  # fmt: skip


@blueprint.post("/agency/export")
@allow(Role.COORDINATOR, step_up=True)
@prepares
def export() -> ResponseReturnValue:
    """Hand out the progress of everyone the filter finds, as CSV."""
    at, form = clock.now(), ExportForm()
    found = agency.asked(filter_from(request.form))
    if found.edition is None:
        raise NotFound
    if not form.validate_on_submit():
        return agency.page(found, form), 422
    course = agency.course_of(found.edition)
    rows = list(_rows(agency.wanted_of(found, found.edition, at), found.edition, course))
    text = table(_header(course), rows, separator=form.separator.data, has_bom=form.has_bom.data)
    db.begin_writing()
    service.note_export(
        edition_id=found.edition.id, agency_id=(found.scope.unit or found.scope.branch).id, count=len(rows),
        columns=(*COLUMNS, "score"), by=actor(), at=at,
    )  # fmt: skip
    return _file(text, course, at)


def _header(course: Course) -> list[str]:
    """Return the columns' names in the reader's language; activities by their titles."""
    return [
        _("Call-sign"), _("Legal name"), _("Unit"), _("Course"), _("Edition"), _("Cohort"), _("Enrolled on"), _("Due on"),
        _("Completed on"), _("Activities done"), _("Activities required"),
        *(str(activity.content.title) for _module, activity in course.activities()),
    ]  # fmt: skip


def _rows(wanted: queries.Wanted, edition: EditionChoice, course: Course) -> Iterator[list[Value]]:
    slugs, done_word = [activity.slug for _module, activity in course.activities()], _("done")
    title = str(course.title)
    for row, scores in queries.table_rows(wanted):
        yield [*_facts(row, title, edition), *(_mark(scores, slug, done_word) for slug in slugs)]


def _facts(row: Any, title: str, edition: EditionChoice) -> list[Value]:
    return [
        row.call_sign, row.legal_name, row.unit, title, edition.number, row.cohort, row.enrolled_at, row.due_on,
        row.completed_at, row.done_count, edition.required_count,
    ]  # fmt: skip


def _mark(scores: Mapping[str, float | None], slug: str, done_word: str) -> Value:
    if slug not in scores:
        return None
    score = scores[slug]
    return done_word if score is None else whole_per_cent(score)


def _file(text: str, course: Course, at: datetime) -> Response:
    day = at.date().isoformat()
    name = _("Progress %(course)s %(day)s", course=str(course.title), day=day)
    response = Response(text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = disposition(
        plain=f"progress-{course.slug}-{day}.csv", name=f"{name}.csv"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
