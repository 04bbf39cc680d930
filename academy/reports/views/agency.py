"""The coordinator's page: how her branch stands, and who needs her."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies.queries import countries as known_countries
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.reports.forms import STATES, ExportForm, Filter, filter_from
from academy.reports.queries import progress as queries
from academy.reports.queries.progress import Counts, Wanted
from academy.reports.queries.scope import (
    EditionChoice,
    Scope,
    edition_in,
    editions_in,
    editions_of_cohort,
    scope_for,
)
from academy.reports.rules import progress as rules
from academy.reports.rules.progress import Cell, Figures, Page, State, UnitFigures
from academy.reports.views.blueprint import blueprint
from academy.reports.views.wording import why_stuck
from academy.web.access import actor, allow
from academy.web.filters import day
from academy.web.locale import content_locale, language


class PersonRow(NamedTuple):
    """One person's row of the matrix."""

    enrolment_id: UUID
    call_sign: str
    legal_name: str
    unit: str
    cells: tuple[Cell, ...]
    #: Why she stands still, or when her certificate runs out, where that is what is asked for.
    note: str = ""


@dataclass(frozen=True)
class Report:
    """Everything on the page but its filter."""

    course: Course
    edition: EditionChoice
    counts: Counts
    figures: Figures
    certificates: int
    units: list[UnitFigures]
    bars: list[rules.UnitBar]
    page: Page
    rows: list[PersonRow]
    in_need: Sequence[Any]
    today: date


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
    scope = scope_for(actor(), branch_id=wanted.branch_id, unit_id=wanted.unit_id, country=wanted.country)
    editions = editions_in(scope.ids, locale=content_locale(actor()))
    if wanted.cohort_id is not None:
        wanted = _with_cohort(wanted, editions, editions_of_cohort(wanted.cohort_id, scope.ids))
    return Asked(wanted, scope, editions, edition_in(editions, wanted.edition_id))


def _with_cohort(wanted: Filter, editions: list[EditionChoice], held: frozenset[UUID]) -> Filter:
    """Return a filter whose cohort is in its edition: it names the edition, or gives way to the one that is named."""
    if wanted.edition_id is None:
        return replace(wanted, edition_id=next((each.id for each in editions if each.id in held), None))
    return wanted if wanted.edition_id in held else replace(wanted, cohort_id=None)


def page(found: Asked, form: ExportForm) -> str:
    """Render the page of a branch, whether anybody is enrolled there or not."""
    at = clock.now()
    return render_template(
        "reports/progress.html", filter=found.filter, scope=found.scope, edition_titles=_titles(found.editions),
        form=form, states=STATES, countries=country_names(found.scope), report=_report(found, found.edition, at) if found.edition else None,
        certificates_url=_certificates_url(found),
    )  # fmt: skip


def _certificates_url(found: Asked) -> str:
    """Return where the certificates are listed that the page counts."""
    asked, edition = found.filter, found.edition
    return url_for(
        "certificates.agency", unit=(found.scope.unit or found.scope.branch).id, country=asked.country or None,
        edition=edition.id if edition else None, cohort=asked.cohort_id, valid=1,
    )  # fmt: skip


def country_names(scope: Scope) -> list[tuple[str, str]]:
    """Return (code, name) of the countries a branch lies in, where it is more than one."""
    if len(scope.countries) < 2:
        return []
    return [(each.code, each.name) for each in known_countries() if each.code in scope.countries]


def course_of(edition: EditionChoice) -> Course:
    """Return an edition's course in the reader's language."""
    return reading(
        edition_id=edition.id, locale=content_locale(actor()), digest=edition.rendition_digest
    ).course


def wanted_of(found: Asked, edition: EditionChoice, at: datetime) -> Wanted:
    """Return what the queries are asked for."""
    return Wanted(
        edition.id, found.scope.chosen_ids, found.filter.state, found.filter.words, at, found.filter.cohort_id
    )


def _titles(editions: list[EditionChoice]) -> list[tuple[EditionChoice, str]]:
    return [(each, str(course_of(each).title)) for each in editions]


def _report(found: Asked, edition: EditionChoice, at: datetime) -> Report:
    scope, course = found.scope, course_of(edition)
    cohort_id = found.filter.cohort_id
    counts = queries.counts(edition_id=edition.id, agency_ids=scope.ids, at=at, cohort_id=cohort_id)
    wanted = wanted_of(found, edition, at)
    rows = rules.page_of(_rows_by_agency(wanted, counts), found.filter.page)
    units = rules.by_unit(scope.chosen, counts.by_agency)
    return Report(
        course=course, edition=edition, counts=counts, units=units, bars=rules.unit_bars(units), page=rows,
        figures=rules.together(counts.by_agency[each] for each in scope.chosen_ids if each in counts.by_agency),
        certificates=sum(counts.certificates.get(each, 0) for each in scope.chosen_ids),
        rows=_rows(rows, wanted, course, is_large=counts.are_large),
        in_need=queries.in_need(
            edition_id=edition.id, agency_ids=scope.chosen_ids, at=at, cohort_id=cohort_id, is_large=counts.are_large
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


def _rows(page: Page, wanted: Wanted, course: Course, *, is_large: bool) -> list[PersonRow]:
    if not page.total:
        return []
    people = queries.people_on(page, wanted, is_large=is_large)
    ids = [person.id for person in people]
    scores, begun = queries.scores_of(ids), queries.begun_by(ids)
    notes = _notes(people, scores, wanted, course)
    activities = [(activity.slug, activity.is_required) for _module, activity in course.activities()]
    return [
        PersonRow(
            person.id, person.call_sign, person.legal_name, person.unit,
            rules.cells(
                activities, scores=scores[person.id], begun=begun.get(person.id, ()), is_late=person.is_late
            ),
            notes.get(person.id, ""),
        )
        for person in people
    ]  # fmt: skip


def _notes(
    people: Sequence[Any], scores: Mapping[UUID, Mapping[str, float | None]], wanted: Wanted, course: Course
) -> dict[UUID, str]:
    """Return why each stands still, or until when her certificate holds, if that is what is asked for."""
    ids = [person.id for person in people]
    if wanted.state is State.EXPIRING:
        days = queries.last_days_of(ids, at=wanted.at)
        return {each: _("Certificate valid until %(day)s", day=day(last)) for each, last in days.items()}
    if wanted.state is not State.STUCK:
        return {}
    known = queries.obstacles_of(ids)
    return {
        person.id: why_stuck(
            course, known.get(person.id, ()), done=scores[person.id], last_activity_at=person.last_activity_at, at=wanted.at
        )
        for person in people
    }  # fmt: skip
