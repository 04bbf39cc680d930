"""The table of a branch's progress, to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.actor import Role
from academy.courses.content import Course
from academy.errors import Invalid, NotFound
from academy.reports import service
from academy.reports.formats.documents import PROGRESS, PersonSaid
from academy.reports.formats.tables import Sheet
from academy.reports.forms import STATES, ExportForm, filter_from
from academy.reports.queries import progress as queries
from academy.reports.queries.scope import EditionChoice
from academy.reports.rules.progress import whole_per_cent
from academy.reports.views import agency
from academy.reports.views.agency import Asked
from academy.reports.views.blueprint import blueprint
from academy.reports.views.files import body_of, handed_out
from academy.sheets import Value
from academy.web.access import actor, allow, prepares
from academy.web.filters import day
from academy.web.locale import language

#: The columns before those of the activities, as the audit trail names them.
COLUMNS = (
    "call_sign", "legal_name", "unit", "course", "edition", "cohort", "enrolled_at", "due_on", "completed_at",
    "done_count", "required_count",
)  # fmt: skip
#: Course, edition and what is required are the same in every row: print says them above.
_SAME = frozenset({3, 4, 10})
#: What stands in print for an activity that is done and has no score.
_DOT = "•"

Found = list[tuple[Any, dict[str, float | None]]]


@blueprint.post("/agency/export")
@allow(Role.COORDINATOR, step_up=True)
@prepares
def export() -> ResponseReturnValue:
    """Hand out the progress of everyone the filter finds."""
    at, form = clock.now(), ExportForm()
    found = agency.asked(filter_from(request.form))
    if found.edition is None:
        raise NotFound
    if not form.validate_on_submit():
        return agency.page(found, form), 422
    course = agency.course_of(found.edition)
    people = list(queries.table_rows(agency.wanted_of(found, found.edition, at)))
    try:
        body = body_of(
            _sheet(found, course, people, is_print=form.is_print, at=at), form.terms,
            document=_document(found, course, people, at), at=at,
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return agency.page(found, form), 422
    db.begin_writing()
    left = service.Left(
        "progress", found.edition.id, (found.scope.unit or found.scope.branch).id, len(people), form.terms.format,
        (*COLUMNS, "score"),
    )  # fmt: skip
    service.note_export(left, by=actor(), at=at)
    today = at.date().isoformat()
    return handed_out(
        body, form.terms.format, plain=f"progress-{course.slug}-{today}",
        name=_("Progress %(course)s %(day)s", course=str(course.title), day=today),
    )  # fmt: skip


def _sheet(found: Asked, course: Course, people: Found, *, is_print: bool, at: datetime) -> Sheet:
    edition = _edition(found)
    return Sheet(
        title=_("%(course)s, edition %(number)s", course=str(course.title), number=edition.number),
        lines=[
            f"{(found.scope.unit or found.scope.branch).name} · {STATES[found.filter.state]} · {day(at)}",
            _("%(count)s activities are required. The figures are per cent; • is done without a score.", count=edition.required_count),
        ],
        header=_header(course), rows=list(_rows(people, edition, course, _DOT if is_print else _("done"))),
        locale=language().code, narrow_from=len(COLUMNS), unprinted=_SAME,
    )  # fmt: skip


def _edition(found: Asked) -> EditionChoice:
    if found.edition is None:
        raise NotFound
    return found.edition


def _header(course: Course) -> list[str]:
    """Return the columns' names in the reader's language; activities by their titles."""
    return [
        _("Call-sign"), _("Legal name"), _("Unit"), _("Course"), _("Edition"), _("Cohort"), _("Enrolled on"), _("Due on"),
        _("Completed on"), _("Activities done"), _("Activities required"),
        *(str(activity.content.title) for _module, activity in course.activities()),
    ]  # fmt: skip


def _rows(people: Found, edition: EditionChoice, course: Course, done_word: str) -> Iterator[list[Value]]:
    slugs = [activity.slug for _module, activity in course.activities()]
    title = str(course.title)
    for row, scores in people:
        marks: dict[str, Value] = {
            slug: done_word if score is None else whole_per_cent(score) for slug, score in scores.items()
        }
        yield [*_facts(row, title, edition), *map(marks.get, slugs)]


def _facts(row: Any, title: str, edition: EditionChoice) -> list[Value]:
    return [
        row.call_sign, row.legal_name, row.unit, title, edition.number, row.cohort, row.enrolled_at, row.due_on,
        row.completed_at, row.done_count, edition.required_count,
    ]  # fmt: skip


def _document(
    found: Asked, course: Course, people: Found, at: datetime
) -> Callable[[], Mapping[str, object]]:
    """Return what makes the same for programs (``formats.documents.ProgressDocument``)."""
    edition = _edition(found)
    return lambda: {
        "format": PROGRESS,
        "made_at": at.isoformat(),
        "branch": found.scope.branch.name,
        "filter": found.filter.query() | {"edition": str(edition.id)},
        "course": {
            "slug": course.slug, "title": str(course.title), "edition": edition.number, "required": edition.required_count
        },
        "activities": [
            {"slug": activity.slug, "title": str(activity.content.title), "is_required": activity.is_required}
            for _module, activity in course.activities()
        ],
        "people": [_person(row, scores) for row, scores in people],
    }  # fmt: skip


def _person(row: Any, scores: Mapping[str, float | None]) -> PersonSaid:
    return {
        "call_sign": row.call_sign, "legal_name": row.legal_name, "unit": row.unit, "cohort": row.cohort,
        "enrolled_on": row.enrolled_at.date().isoformat(), "due_on": _day(row.due_on), "completed_on": _day(row.completed_at),
        "done": row.done_count, "activities": {slug: {"score": score} for slug, score in scores.items()},
    }  # fmt: skip


def _day(value: date | datetime | None) -> str | None:
    if value is None:
        return None
    return (value.date() if isinstance(value, datetime) else value).isoformat()
