"""Progress in a branch: figures over a covering index, and the rows of one page. Columns only, never entities."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, case, func, or_, select, true, type_coerce

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


_kept: dict[tuple[UUID, tuple[UUID, ...]], Counts] = {}
_lock = threading.Lock()


def counts(*, edition_id: UUID, agency_ids: tuple[UUID, ...], at: datetime) -> Counts:
    """Return the figures of every agency, in two statements; those of a large branch may be a minute old."""
    key = (edition_id, agency_ids)
    kept = _kept.get(key)
    if kept is not None and timedelta() <= at - kept.as_of < KEPT_FOR:
        return kept
    found = Counts(_figures(edition_id, agency_ids, at), _certificates(edition_id, agency_ids, at.date()), at)
    if sum(each.people for each in found.by_agency.values()) >= LARGE:
        with _lock:
            _kept.clear()  # one large branch is looked at by few people; what it replaces is recounted in a moment
            _kept[key] = found
    return found


def matching(wanted: Wanted) -> dict[UUID, int]:
    """Return how many people each agency has whose call-sign or name holds the words, in the wanted state."""
    rows = session.execute(
        select(Enrolment.agency_id, func.count())
        .join(Person, Person.id == Enrolment.person_id)
        .where(_is_wanted(wanted))
        .group_by(Enrolment.agency_id)
    )
    return {row[0]: row[1] for row in rows}


def people_on(page: Page, wanted: Wanted) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows of one page: by agency in the page's order, then by call-sign."""
    of_page = replace(wanted, agency_ids=page.agency_ids)
    return session.execute(_people(of_page).limit(PAGE_SIZE).offset(page.offset)).all()


def scores_of(enrolment_ids: Sequence[UUID]) -> dict[UUID, dict[str, float | None]]:
    """Return enrolment → activity done → score."""
    found: dict[UUID, dict[str, float | None]] = {}
    for enrolment_id, activity, score in session.execute(
        select(Completion.enrolment_id, Completion.activity, Completion.score).where(
            Completion.enrolment_id.in_(enrolment_ids)
        )
    ):
        found.setdefault(enrolment_id, {})[activity] = score
    return found


def begun_by(enrolment_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Return enrolment → activities attempted so far, done or not."""
    found: dict[UUID, set[str]] = {}
    for enrolment_id, activity in session.execute(
        select(Attempt.enrolment_id, Attempt.activity)
        .where(Attempt.enrolment_id.in_(enrolment_ids))
        .distinct()
    ):
        found.setdefault(enrolment_id, set()).add(activity)
    return found


def in_need(*, edition_id: UUID, agency_ids: Sequence[UUID], at: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (enrolment, due on, enrolled at, call-sign, legal name) of the few who need somebody most.

    Past their date first, the longest ago before the others; then those who have not started for long.
    """
    needs = and_(Enrolment.completed_at.is_(None), or_(_is_late(at), _is_idle(at)))
    few = (
        select(Enrolment.id, Enrolment.person_id, Enrolment.due_on, Enrolment.enrolled_at)
        .where(_is_in(edition_id, agency_ids), needs)
        .order_by(Enrolment.due_on.asc().nulls_last(), Enrolment.enrolled_at)
        .limit(NEEDING)
        .subquery()
    )
    return session.execute(
        select(few.c.id, few.c.due_on, few.c.enrolled_at, Person.call_sign, Person.legal_name)
        .join(Person, Person.id == few.c.person_id)
        .order_by(few.c.due_on.asc().nulls_last(), few.c.enrolled_at)
    ).all()


def table_rows(wanted: Wanted) -> Iterator[tuple[Row[*tuple[Any, ...]], dict[str, float | None]]]:
    """Yield every wanted enrolment with its scores, in the page's order."""
    # completions are matched by the key as the driver gives it: reading each as a UUID would take most of the time
    key = type_coerce(Enrolment.id, String).label("key")
    people = _people(wanted).add_columns(key, Cohort.name.label("cohort"), Enrolment.enrolled_at)
    people = people.outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    rows = session.execute(people).all()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        scores = _scores_by_key([row.id for row in chunk])
        yield from ((row, scores.get(row.key, {})) for row in chunk)


def _scores_by_key(enrolment_ids: Sequence[UUID]) -> dict[Any, dict[str, float | None]]:
    found: dict[Any, dict[str, float | None]] = {}
    statement = select(type_coerce(Completion.enrolment_id, String), Completion.activity, Completion.score)
    for key, activity, score in session.execute(statement.where(Completion.enrolment_id.in_(enrolment_ids))):
        found.setdefault(key, {})[activity] = score
    return found


def _people(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Select the wanted people: by agency in the order given, then by call-sign."""
    places = {agency_id: place for place, agency_id in enumerate(wanted.agency_ids)}
    by_agency = (case(places, value=Enrolment.agency_id),) if len(places) > 1 else ()
    return (
        select(
            Enrolment.id, Person.call_sign, Person.legal_name, Agency.name.label("unit"), Enrolment.due_on,
            Enrolment.done_count, Enrolment.completed_at, _is_overdue(wanted.at).label("is_late"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(_is_wanted(wanted))
        .order_by(*by_agency, Person.call_sign, Enrolment.enrolled_at)
    )  # fmt: skip


def _figures(edition_id: UUID, agency_ids: Sequence[UUID], at: datetime) -> dict[UUID, Figures]:
    is_open = Enrolment.completed_at.is_(None)
    has_begun = Enrolment.last_activity_at.is_not(None)
    rows = session.execute(
        select(
            Enrolment.agency_id,
            func.count(),
            func.count(Enrolment.completed_at),
            func.count().filter(is_open, has_begun),
            func.count().filter(is_open, ~has_begun),
            func.count().filter(is_open, _is_late(at)),
            func.count().filter(is_open, _is_idle(at)),
            func.coalesce(func.sum(Enrolment.done_count), 0),
        )
        .where(_is_in(edition_id, agency_ids))
        .group_by(Enrolment.agency_id)
    )
    return {row[0]: Figures(*row[1:]) for row in rows}


def _certificates(edition_id: UUID, agency_ids: Sequence[UUID], today: date) -> dict[UUID, int]:
    rows = session.execute(
        select(Certificate.agency_id, func.count())
        .where(
            Certificate.edition_id == edition_id,
            Certificate.agency_id.in_(agency_ids),
            Certificate.state == CertificateState.VALID,
            or_(Certificate.valid_until.is_(None), Certificate.valid_until >= today),
        )
        .group_by(Certificate.agency_id)
    )
    return {row[0]: row[1] for row in rows}


def _is_in(edition_id: UUID, agency_ids: Sequence[UUID]) -> ColumnElement[bool]:
    return and_(
        Enrolment.edition_id == edition_id,
        Enrolment.agency_id.in_(agency_ids),
        Enrolment.withdrawn_at.is_(None),
    )


def _is_wanted(wanted: Wanted) -> ColumnElement[bool]:
    return and_(
        _is_in(wanted.edition_id, wanted.agency_ids),
        _stands(wanted.state, wanted.at),
        _is_called(wanted.words),
    )


def _stands(state: State, at: datetime) -> ColumnElement[bool]:
    is_open = Enrolment.completed_at.is_(None)
    conditions: dict[State, ColumnElement[bool]] = {
        State.EVERYONE: true(),
        State.COMPLETED: Enrolment.completed_at.is_not(None),
        State.NOT_STARTED: and_(is_open, Enrolment.last_activity_at.is_(None)),
        State.UNDER_WAY: and_(is_open, Enrolment.last_activity_at.is_not(None)),
        State.LATE: _is_overdue(at),
    }
    return conditions[state]


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


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    return and_(Enrolment.completed_at.is_(None), Enrolment.due_on.is_not(None), _is_late(at))


def _is_late(at: datetime) -> ColumnElement[bool]:
    return Enrolment.due_on < at.date()


def _is_idle(at: datetime) -> ColumnElement[bool]:
    return and_(Enrolment.last_activity_at.is_(None), Enrolment.enrolled_at <= at - IDLE_AFTER)
