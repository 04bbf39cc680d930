"""Progress in a branch: figures over a covering index, and the rows of one page. Columns only, never entities."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.certificates.rules import State as CertificateState
from academy.db import session
from academy.learning.models import Attempt, Cohort, Completion, Enrolment
from academy.reports.rules.names import spellings
from academy.reports.rules.progress import IDLE_AFTER, PAGE_SIZE, Figures, Page, State

#: Enrolments from which counting takes long enough for its result to be kept a while.
LARGE = 5_000
#: How long the figures of so large a branch are shown before they are counted anew.
KEPT_FOR = timedelta(seconds=60)
#: Lines of the list of people who need somebody.
NEEDING = 8
#: Enrolments whose completions are read at once for a table.
CHUNK = 1_000

# The statements are built once: building them anew would take longer than the database takes to answer.
IS_IN = and_(
    Enrolment.edition_id == bindparam("edition_id"),
    Enrolment.agency_id.in_(bindparam("agency_ids", expanding=True)),
    Enrolment.withdrawn_at.is_(None),
)
IS_OPEN = Enrolment.completed_at.is_(None)
HAS_BEGUN = Enrolment.last_activity_at.is_not(None)
IS_OVERDUE = and_(IS_OPEN, Enrolment.due_on < bindparam("today"))
IS_IDLE = and_(IS_OPEN, ~HAS_BEGUN, Enrolment.enrolled_at <= bindparam("idle_since"))
STANDS: dict[State, ColumnElement[bool]] = {
    State.EVERYONE: true(),
    State.COMPLETED: ~IS_OPEN,
    State.NOT_STARTED: and_(IS_OPEN, ~HAS_BEGUN),
    State.UNDER_WAY: and_(IS_OPEN, HAS_BEGUN),
    State.LATE: IS_OVERDUE,
}
FIGURES = (
    select(
        Enrolment.agency_id,
        func.count(),
        func.count(Enrolment.completed_at),
        func.count().filter(IS_OPEN, HAS_BEGUN),
        func.count().filter(IS_OPEN, ~HAS_BEGUN),
        func.count().filter(IS_OVERDUE),
        func.count().filter(IS_IDLE),
        func.coalesce(func.sum(Enrolment.done_count), 0),
    )
    .where(IS_IN)
    .group_by(Enrolment.agency_id)
)
CERTIFICATES = (
    select(Certificate.agency_id, func.count())
    .where(
        Certificate.edition_id == bindparam("edition_id"),
        Certificate.agency_id.in_(bindparam("agency_ids", expanding=True)),
        Certificate.state == CertificateState.VALID.value,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= bindparam("today")),
    )
    .group_by(Certificate.agency_id)
)
#: The key is left as the driver gives it: reading each as a UUID would take most of the time of a large table.
SCORES = select(type_coerce(Completion.enrolment_id, String), Completion.activity, Completion.score).where(
    Completion.enrolment_id.in_(bindparam("enrolment_ids", expanding=True))
)
BEGUN = (
    select(Attempt.enrolment_id, Attempt.activity)
    .where(Attempt.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))
    .distinct()
)
_FEW = (
    select(Enrolment.id, Enrolment.person_id, Enrolment.due_on, Enrolment.enrolled_at)
    .where(IS_IN, IS_OPEN, or_(IS_OVERDUE, IS_IDLE))
    .order_by(Enrolment.due_on.asc().nulls_last(), Enrolment.enrolled_at)
    .limit(NEEDING)
    .subquery()
)
IN_NEED = (
    select(_FEW.c.id, _FEW.c.due_on, _FEW.c.enrolled_at, Person.call_sign, Person.legal_name)
    .join(Person, Person.id == _FEW.c.person_id)
    .order_by(_FEW.c.due_on.asc().nulls_last(), _FEW.c.enrolled_at)
)


@dataclass(frozen=True)
class Wanted:
    """Whose progress: an edition, agencies, a state, and what was typed to search for."""

    edition_id: UUID
    agency_ids: tuple[UUID, ...]
    state: State
    words: str
    at: datetime


@dataclass(frozen=True)
class Counts:
    """The figures of a branch in one edition, and when they were counted."""

    by_agency: dict[UUID, Figures]
    #: Certificates that hold today, by agency.
    certificates: dict[UUID, int]
    as_of: datetime

    @property
    def are_large(self) -> bool:
        """Whether counting took long enough for what was found to be kept."""
        return sum(each.people for each in self.by_agency.values()) >= LARGE


@dataclass(frozen=True)
class Needs:
    """The few of a large branch who need somebody, and when they were looked for."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    as_of: datetime


_Place = tuple[UUID, tuple[UUID, ...]]
_kept: dict[_Place, Counts] = {}
_needs: dict[_Place, Needs] = {}
_lock = threading.Lock()
T = TypeVar("T")


def counts(*, edition_id: UUID, agency_ids: tuple[UUID, ...], at: datetime) -> Counts:
    """Return the figures of every agency, in two statements; those of a large branch may be a minute old."""
    key = (edition_id, agency_ids)
    kept = _kept.get(key)
    if kept is not None and _is_fresh(kept, at):
        return kept
    values = {"edition_id": edition_id, "agency_ids": agency_ids, **_moments(at)}
    figures = {row[0]: Figures(*row[1:]) for row in session.execute(FIGURES, values)}
    found = Counts(figures, {row[0]: row[1] for row in session.execute(CERTIFICATES, values)}, at)
    if found.are_large:
        _keep(_kept, key, found)
    return found


def matching(wanted: Wanted) -> dict[UUID, int]:
    """Return how many people each agency has whose call-sign or name holds the words, in the wanted state."""
    statement = (
        select(Enrolment.agency_id, func.count())
        .join(Person, Person.id == Enrolment.person_id)
        .where(IS_IN, STANDS[wanted.state], _is_called(wanted.words))
        .group_by(Enrolment.agency_id)
    )
    return {row[0]: row[1] for row in session.execute(statement, _values(wanted, wanted.agency_ids))}


def people_on(page: Page, wanted: Wanted) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows of one page: by agency in the page's order, then by call-sign."""
    statement = _people(wanted, len(page.agency_ids)).limit(PAGE_SIZE).offset(page.offset)
    return session.execute(statement, _values(wanted, page.agency_ids)).all()


def scores_of(enrolment_ids: Sequence[UUID]) -> dict[UUID, dict[str, float | None]]:
    """Return enrolment → activity done → score."""
    found: dict[UUID, dict[str, float | None]] = {each: {} for each in enrolment_ids}
    by_key = {str(each).replace("-", ""): scores for each, scores in found.items()}
    for key, activity, score in session.execute(SCORES, {"enrolment_ids": enrolment_ids}):
        by_key[_plain(key)][activity] = score
    return found


def begun_by(enrolment_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Return enrolment → activities attempted so far, done or not."""
    found: dict[UUID, set[str]] = {}
    for enrolment_id, activity in session.execute(BEGUN, {"enrolment_ids": enrolment_ids}):
        found.setdefault(enrolment_id, set()).add(activity)
    return found


def in_need(
    *, edition_id: UUID, agency_ids: tuple[UUID, ...], at: datetime, is_large: bool = False
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (enrolment, due on, enrolled at, call-sign, legal name) of the few who need somebody most.

    Past their date first, the longest ago before the others; then those who have not started for long. In a
    large branch the list may be a minute old.
    """
    key = (edition_id, agency_ids)
    kept = _needs.get(key) if is_large else None
    if kept is not None and _is_fresh(kept, at):
        return kept.rows
    values = {"edition_id": edition_id, "agency_ids": agency_ids, **_moments(at)}
    rows = session.execute(IN_NEED, values).all()
    if is_large:
        _keep(_needs, key, Needs(rows, at))
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


def _is_fresh(kept: Counts | Needs, at: datetime) -> bool:
    return timedelta() <= at - kept.as_of < KEPT_FOR


def _keep(store: dict[_Place, T], key: _Place, found: T) -> None:
    """Keep one large branch: few people look at one, and another is counted in a moment."""
    with _lock:
        store.clear()
        store[key] = found


def _plain(key: object) -> str:
    """Return an id as the driver gave it (text on SQLite, a UUID on PostgreSQL) as 32 digits."""
    return key if isinstance(key, str) else str(key).replace("-", "")


def _moments(at: datetime) -> dict[str, object]:
    return {"today": at.date(), "idle_since": at - IDLE_AFTER}


def _values(wanted: Wanted, agency_ids: Sequence[UUID]) -> dict[str, object]:
    """Return what the statements about people are run with."""
    order = {f"agency_{place}": agency_id for place, agency_id in enumerate(agency_ids)}
    return {"edition_id": wanted.edition_id, "agency_ids": agency_ids, **_moments(wanted.at), **order}


def _people(wanted: Wanted, agency_count: int) -> Select[*tuple[Any, ...]]:
    """Select the wanted people: by agency in the order given, then by call-sign."""
    people = _people_in(wanted.state, agency_count)
    return people.where(_is_called(wanted.words)) if wanted.words else people


@lru_cache(maxsize=256)
def _people_in(state: State, agency_count: int) -> Select[*tuple[Any, ...]]:
    places = [(Enrolment.agency_id == bindparam(f"agency_{place}"), place) for place in range(agency_count)]
    return (
        select(
            Enrolment.id, Person.call_sign, Person.legal_name, Agency.name.label("unit"), Enrolment.due_on,
            Enrolment.done_count, Enrolment.completed_at, func.coalesce(IS_OVERDUE, false()).label("is_late"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(IS_IN, STANDS[state])
        .order_by(*([case(*places)] if agency_count > 1 else []), Person.call_sign, Enrolment.enrolled_at)
    )  # fmt: skip


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
