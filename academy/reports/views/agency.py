"""The coordinator's page: how her branch stands, and who needs her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import render_template, request

from academy import clock
from academy.actor import Role
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.reports.forms import STATES, ExportForm, Filter, filter_from
from academy.reports.queries import progress as queries
from academy.reports.queries.progress import Counts, Wanted
from academy.reports.queries.scope import EditionChoice, Scope, edition_in, editions_in, scope_for
from academy.reports.rules import progress as rules
from academy.reports.rules.progress import Cell, Figures, Page, UnitFigures
from academy.reports.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale, language


@dataclass(frozen=True)
class PersonRow:
    """One person's row of the matrix."""

    enrolment_id: UUID
    call_sign: str
    legal_name: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Report:
    """Everything on the page but its filter."""

    course: Course
    edition: EditionChoice
    counts: Counts
    figures: Figures
    certificates: int
    units: list[UnitFigures]
    chart: rules.Chart
    page: Page
    rows: list[PersonRow]
    in_need: Sequence[Any]
    today: date

    @property
    def kinds_of_cell(self) -> set[Cell]:
        """The different cells of the page, each of which is drawn once."""
        return {cell for row in self.rows for cell in row.cells}


@dataclass(frozen=True)
class Asked:
    """What a filter came to: places and courses that are the coordinator's own."""

    filter: Filter
    scope: Scope
    editions: list[EditionChoice]
    edition: EditionChoice | None


@blueprint.get("/agency/")
@allow(Role.COORDINATOR)
def progress() -> str:
    """Show how a branch stands in a course."""
    form = ExportForm(formdata=None)
    form.separator.data = "," if language().code == "en" else ";"
    return page(asked(filter_from(request.args)), form)


def asked(wanted: Filter) -> Asked:
    """Find what a filter names within the coordinator's reach. Raises NotFound where it is not hers."""
    scope = scope_for(actor(), branch_id=wanted.branch_id, unit_id=wanted.unit_id)
    editions = editions_in(scope.ids, locale=content_locale(actor()))
    return Asked(wanted, scope, editions, edition_in(editions, wanted.edition_id))


def page(found: Asked, form: ExportForm) -> str:
    """Render the page of a branch, whether anybody is enrolled there or not."""
    at = clock.now()
    return render_template(
        "reports/progress.html", filter=found.filter, scope=found.scope, edition_titles=_titles(found.editions),
        form=form, states=STATES, report=_report(found, found.edition, at) if found.edition else None,
    )  # fmt: skip


def course_of(edition: EditionChoice) -> Course:
    """Return an edition's course in the reader's language."""
    return reading(
        edition_id=edition.id, locale=content_locale(actor()), digest=edition.rendition_digest
    ).course


def wanted_of(found: Asked, edition: EditionChoice, at: datetime) -> Wanted:
    """Return what the queries are asked for."""
    return Wanted(edition.id, found.scope.chosen_ids, found.filter.state, found.filter.words, at)


def _titles(editions: list[EditionChoice]) -> list[tuple[EditionChoice, str]]:
    return [(each, str(course_of(each).title)) for each in editions]


def _report(found: Asked, edition: EditionChoice, at: datetime) -> Report:
    scope, course = found.scope, course_of(edition)
    counts = queries.counts(edition_id=edition.id, agency_ids=scope.ids, at=at)
    wanted = wanted_of(found, edition, at)
    page = rules.page_of(_rows_by_agency(wanted, counts), found.filter.page)
    units = rules.by_unit(scope.chosen, counts.by_agency)
    return Report(
        course=course, edition=edition, counts=counts, units=units, chart=rules.chart(units), page=page,
        figures=rules.together(counts.by_agency[each] for each in scope.chosen_ids if each in counts.by_agency),
        certificates=sum(counts.certificates.get(each, 0) for each in scope.chosen_ids),
        rows=_rows(page, wanted, course),
        in_need=queries.in_need(
            edition_id=edition.id, agency_ids=scope.chosen_ids, at=at, is_large=counts.are_large
        ),
        today=at.date(),
    )  # fmt: skip


def _rows_by_agency(wanted: Wanted, counts: Counts) -> list[tuple[UUID, int]]:
    """Return how many rows each agency gives: counted already, unless somebody is searched for."""
    if wanted.words:
        found = queries.matching(wanted)
        return [(each, found.get(each, 0)) for each in wanted.agency_ids]
    nobody = Figures()
    return [(each, counts.by_agency.get(each, nobody).of(wanted.state)) for each in wanted.agency_ids]


def _rows(page: Page, wanted: Wanted, course: Course) -> list[PersonRow]:
    if not page.total:
        return []
    people = queries.people_on(page, wanted)
    ids = [person.id for person in people]
    scores, begun = queries.scores_of(ids), queries.begun_by(ids)
    activities = [(activity.slug, activity.is_required) for _module, activity in course.activities()]
    return [
        PersonRow(
            person.id, person.call_sign, person.legal_name, person.unit,
            rules.cells(
                activities, scores=scores[person.id], begun=begun.get(person.id, ()), is_late=person.is_late
            ),
        )
        for person in people
    ]  # fmt: skip
