"""Progress in a branch: figures over a covering index, and the rows of one page. Columns only, never entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true

from academy.accounts.models import Person
from academy.db import session
from academy.learning.models import Cohort, Enrolment
from academy.reports import statements
from academy.reports.queries.kept import store
from academy.reports.rules.names import spellings
from academy.reports.rules.progress import EXPIRING_WITHIN, IDLE_AFTER, PAGE_SIZE, Figures, Page, State
from academy.reports.rules.stuck import Obstacle

#: Enrolments from which counting takes long enough for its result to be kept a while.
LARGE = 5_000
#: Enrolments whose completions are read at once for a table.
CHUNK = 1_000
#: The figures of large branches, who needs somebody there, and the order of their people as 32 digits for each.
_counts, _needs, _orders = store(), store(), store()


@dataclass(frozen=True)
class Wanted:
    """Whose progress: an edition, agencies, a state, and what was typed to search for."""

    edition_id: UUID
    agency_ids: tuple[UUID, ...]
    state: State
    words: str
    at: datetime
    cohort_id: UUID | None = None


@dataclass(frozen=True)
class Counts:
    """The figures of a branch in one edition, and when they were counted."""

    by_agency: dict[UUID, Figures]
    #: Certificates that hold today, by agency.
    certificates: dict[UUID, int]
    as_of: datetime
    #: (id, name) of the cohorts people of the branch are in, the latest first, whichever of them is counted.
    cohorts: Sequence[tuple[UUID, str]] = ()
    #: Whether counting took long enough for what was found to be kept.
    are_large: bool = False


def counts(
    *, edition_id: UUID, agency_ids: tuple[UUID, ...], at: datetime, cohort_id: UUID | None = None
) -> Counts:
    """Return the figures of every agency, in three statements; those of a large branch may be a minute old."""
    key = (edition_id, agency_ids, cohort_id)
    kept: Counts | None = _counts.get(key, at)
    if kept is not None:
        return kept

    def count(at: datetime) -> Counts:
        values = _whose(edition_id, agency_ids, cohort_id, at)
        rows = session.execute(statements.FIGURES, values).all()
        found: dict[UUID, Figures] = {}
        for agency_id, held_by, *rest in rows:
            if cohort_id in (None, held_by):
                figures = Figures(*rest)
                found[agency_id] = found[agency_id] + figures if agency_id in found else figures
        certified = session.execute(statements.certificates(in_cohort=cohort_id is not None), values)
        return Counts(
            found, {row[0]: row[1] for row in certified}, at,
            cohorts=_cohorts({row[1] for row in rows if row[1]}), are_large=sum(row[2] for row in rows) >= LARGE,
        )  # fmt: skip

    found = count(at)
    if found.are_large:
        _counts.keep(key, found, at, count)
    return found


def _cohorts(ids: set[UUID]) -> list[tuple[UUID, str]]:
    if not ids:
        return []
    return [(row[0], row[1]) for row in session.execute(statements.COHORTS, {"cohort_ids": sorted(ids)})]


def matching(wanted: Wanted) -> dict[UUID, int]:
    """Return how many people each agency has whose call-sign or name holds the words, in the wanted state."""
    statement = (
        select(Enrolment.agency_id, func.count())
        .join(Person, Person.id == Enrolment.person_id)
        .where(statements.IS_IN, statements.STANDS[wanted.state], _is_called(wanted.words))
        .group_by(Enrolment.agency_id)
    )
    if wanted.cohort_id is not None:
        statement = statement.where(statements.IS_IN_COHORT)
    return {row[0]: row[1] for row in session.execute(statement, _values(wanted, wanted.agency_ids))}


def people_on(page: Page, wanted: Wanted, *, is_large: bool = False) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows of one page: by agency in the page's order, then by call-sign.

    In a large branch the order may be a minute old: a page costs the same however many people a unit has.
    """
    if is_large and not wanted.words:
        return _people_in_kept_order(page, wanted)
    statement = _people(wanted, len(page.agency_ids)).limit(PAGE_SIZE).offset(page.offset)
    return session.execute(statement, _values(wanted, page.agency_ids)).all()


def _people_in_kept_order(page: Page, wanted: Wanted) -> Sequence[Row[*tuple[Any, ...]]]:
    key = (wanted.edition_id, page.agency_ids, wanted.state, wanted.cohort_id)
    order: bytes | None = _orders.get(key, wanted.at)
    if order is None:

        def count(at: datetime) -> bytes:
            statement = statements.order_in(
                wanted.state, len(page.agency_ids), in_cohort=wanted.cohort_id is not None
            )
            asked = replace(wanted, at=at)
            return "".join(map(_plain, session.scalars(statement, _values(asked, page.agency_ids)))).encode()

        order = count(wanted.at)
        _orders.keep(key, order, wanted.at, count)
    digits = order[page.offset * 32 : (page.offset + PAGE_SIZE) * 32].decode()
    ids = [UUID(digits[start : start + 32]) for start in range(0, len(digits), 32)]
    values = _values(wanted, page.agency_ids) | {"enrolment_ids": ids}
    rows = {row.id: row for row in session.execute(statements.PEOPLE_BY_ID, values)}
    return [rows[each] for each in ids if each in rows]


def scores_of(enrolment_ids: Sequence[UUID]) -> dict[UUID, dict[str, float | None]]:
    """Return enrolment → activity done → score."""
    found: dict[UUID, dict[str, float | None]] = {each: {} for each in enrolment_ids}
    rows = session.execute(statements.SCORES, {"enrolment_ids": enrolment_ids}).all()
    is_text = bool(rows) and isinstance(rows[0][0], str)
    by_key: dict[Any, dict[str, float | None]] = {
        each.hex if is_text else each: scores for each, scores in found.items()
    }
    for key, activity, score in rows:
        by_key[key][activity] = score
    return found


def begun_by(enrolment_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Return enrolment → activities attempted so far, done or not."""
    found: dict[UUID, set[str]] = {}
    for enrolment_id, activity in session.execute(statements.BEGUN, {"enrolment_ids": enrolment_ids}):
        found.setdefault(enrolment_id, set()).add(activity)
    return found


def obstacles_of(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[Obstacle]]:
    """Return enrolment → what was attempted and is not done."""
    found: dict[UUID, list[Obstacle]] = {}
    rows = session.execute(statements.OBSTACLES, {"enrolment_ids": enrolment_ids})
    for enrolment_id, activity, failed, waits_since in rows:
        found.setdefault(enrolment_id, []).append(Obstacle(activity, failed, waits_since))
    return found


def last_days_of(enrolment_ids: Sequence[UUID], *, at: datetime) -> dict[UUID, date]:
    """Return enrolment → the last day of its certificate, where that is soon."""
    rows = session.execute(statements.LAST_DAYS, {"enrolment_ids": enrolment_ids, **_moments(at)})
    return {row[0]: row[1] for row in rows if row[0] is not None and row[1] is not None}


def in_need(
    *,
    edition_id: UUID,
    agency_ids: tuple[UUID, ...],
    at: datetime,
    cohort_id: UUID | None = None,
    is_large: bool = False,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (enrolment, due on, enrolled at, call-sign, legal name) of the few who need somebody most.

    Past their date first, the longest ago before the others; then those who have not started for long. In a
    large branch the list may be a minute old.
    """
    key = (edition_id, agency_ids, cohort_id)
    kept: Sequence[Row[*tuple[Any, ...]]] | None = _needs.get(key, at) if is_large else None
    if kept is not None:
        return kept

    def count(at: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
        statement = statements.in_need(in_cohort=cohort_id is not None)
        return session.execute(statement, _whose(edition_id, agency_ids, cohort_id, at)).all()

    rows = count(at)
    if is_large:
        _needs.keep(key, rows, at, count)
    return rows


def table_rows(wanted: Wanted) -> Iterator[tuple[Row[*tuple[Any, ...]], dict[str, float | None]]]:
    """Yield every wanted enrolment with its scores, in the page's order."""
    people = _people(wanted, len(wanted.agency_ids)).outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    people = people.add_columns(Cohort.name.label("cohort"), Enrolment.enrolled_at)
    rows = session.execute(people, _values(wanted, wanted.agency_ids)).all()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        scores = scores_of([row.id for row in chunk])
        yield from ((row, scores[row.id]) for row in chunk)


def _plain(key: object) -> str:
    """Return an id as the driver gave it (text on SQLite, a UUID on PostgreSQL) as 32 digits."""
    return key if isinstance(key, str) else str(key).replace("-", "")


def _moments(at: datetime) -> dict[str, object]:
    today = at.date()
    return {"today": today, "soon": today + EXPIRING_WITHIN, "idle_since": at - IDLE_AFTER}


def _values(wanted: Wanted, agency_ids: Sequence[UUID]) -> dict[str, object]:
    """Return what the statements about people are run with."""
    order = {f"agency_{place}": agency_id for place, agency_id in enumerate(agency_ids)}
    return _whose(wanted.edition_id, agency_ids, wanted.cohort_id, wanted.at) | order


def _whose(
    edition_id: UUID, agency_ids: Sequence[UUID], cohort_id: UUID | None, at: datetime
) -> dict[str, object]:
    values = {"edition_id": edition_id, "agency_ids": agency_ids, **_moments(at)}
    return values if cohort_id is None else values | {"cohort_id": cohort_id}


def _people(wanted: Wanted, agency_count: int) -> Select[*tuple[Any, ...]]:
    """Select the wanted people: by agency in the order given, then by call-sign."""
    people = statements.people_in(wanted.state, agency_count, in_cohort=wanted.cohort_id is not None)
    return people.where(_is_called(wanted.words)) if wanted.words else people


def _is_called(words: str) -> ColumnElement[bool]:
    if not words:
        return true()
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for spelling in spellings(words)
            for column in (Person.call_sign, Person.legal_name)
        )
    )
