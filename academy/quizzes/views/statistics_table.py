"""The statistics of a quiz's items, to take away."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses.queries.drafts import AUTHORS
from academy.quizzes.forms.statistics import FLAGS
from academy.quizzes.rules.statistics import ItemRow
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.statistics import Board, of_cohort, of_course, page_title, sorted_rows
from academy.sheets import Value, disposition, table, workbook
from academy.web.access import allow

_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/author/quizzes/<uuid:activity_id>/statistics-table")
@allow(*AUTHORS)
def statistics_table(activity_id: UUID) -> Response:
    """Hand an author the figures of a quiz's items."""
    return _file(of_course(activity_id))


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>/statistics-table")
@allow(Role.TRAINER)
def cohort_statistics_table(cohort_id: UUID, activity: str) -> Response:
    """Hand a trainer the figures of a quiz's items in her cohort."""
    return _file(of_cohort(cohort_id, activity))


def _file(board: Board) -> Response:
    kind = "xlsx" if request.args.get("as") == "xlsx" else "csv"
    rows = (_row(board, row) for row in sorted_rows(board))
    body = workbook(_header(), rows) if kind == "xlsx" else table(_header(), rows)
    day = clock.now().date().isoformat()
    response = Response(body, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = disposition(
        plain=f"statistics-{board.scope.activity}-{day}.{kind}", name=f"{page_title(board)} {day}.{kind}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _header() -> list[str]:
    return [
        _("Name of the item"), _("Item"), _("Edition"), _("Pilot"), _("Points"), _("First attempts"), _("Facility"), _("Facility from"),
        _("Facility to"), _("Standard deviation"), _("Discrimination"), _("Efficiency"), _("Weight meant"), _("Weight found"),
        _("Guessing"), _("Seconds, lower quartile"), _("Seconds, median"), _("Seconds, upper quartile"), _("To look at"),
    ]  # fmt: skip


def _row(board: Board, row: ItemRow) -> list[Value]:
    found, asked = row.figures, row.asked
    low, high = found.interval or (None, None)
    return [
        row.key, str(board.item(row).prompt), row.edition, _("yes") if asked.is_pilot else "", asked.points, found.count,
        *(_rounded(each) for each in (
            found.facility, low, high, found.deviation, found.discrimination, found.efficiency, found.intended, found.weight,
            asked.guess, *(row.seconds or (None, None, None)),
        )),
        "; ".join(str(FLAGS[flag]) for flag in row.flags),
    ]  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
