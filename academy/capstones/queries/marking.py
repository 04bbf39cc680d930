"""Capstones that wait for marks, always within what the actor may see and never her own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.capstones.models import CapstoneMark
from academy.capstones.queries.asked import Asked, asked_at
from academy.capstones.rules import BLIND, Agreement, agreement
from academy.courses.models import Edition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import HANDED_IN, Attempt, AttemptState, Cohort, Enrolment, ItemResult
from academy.learning.queries import runs

#: Who marks.
MARKERS = (Role.TRAINER, Role.REVIEWER, Role.ADMINISTRATOR)
#: So many capstones that wait are looked at; the rest come up as these are marked.
MOST = 500


@dataclass(frozen=True)
class Waiting:
    """A capstone that waits for marks, without its learner."""

    attempt_id: UUID
    asked: Asked
    handed_in_at: datetime
    #: How many marks it has.
    marks: int
    is_marked_by_actor: bool

    @property
    def is_to_settle(self) -> bool:
        """Whether two marks lie apart, and a third person settles."""
        return self.marks >= BLIND


def overseen(actor: Actor) -> ColumnElement[bool]:
    """Say, of an enrolment, whether the actor marks capstones in it; her own enrolments are never among them.

    She runs its cohort, or reviews in the branch that holds the cohort; or it is in none, and its agency lies in a
    branch in which she trains, reviews or administers.
    """
    return and_(
        Enrolment.person_id != actor.person_id,
        Enrolment.withdrawn_at.is_(None),
        or_(
            Enrolment.cohort_id.in_(select(Cohort.id).where(or_(runs(actor), _reviews(actor)))),
            and_(Enrolment.cohort_id.is_(None), Enrolment.agency_id.in_(_agencies(actor.paths(*MARKERS)))),
        ),
    )


def waiting_for(actor: Actor, *, locale: str) -> list[Waiting]:
    """Return the capstones within the actor's reach that have no result yet, the oldest first."""
    own = exists().where(CapstoneMark.attempt_id == Attempt.id, CapstoneMark.marker_id == actor.person_id)
    count = select(func.count()).where(CapstoneMark.attempt_id == Attempt.id).scalar_subquery()
    rows = session.execute(
        select(Attempt.id, Attempt.edition_id, Attempt.activity, Attempt.submitted_at, count, own)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.state == AttemptState.SUBMITTED,
            Attempt.is_practice.is_(False),
            ~exists().where(ItemResult.attempt_id == Attempt.id),  # those are quizzes
            overseen(actor),
        )
        .order_by(Attempt.submitted_at, Attempt.id)
        .limit(MOST)
    ).all()
    found = []
    for attempt_id, edition_id, activity, at, marks, is_marked in rows:
        asked = _asked(edition_id, activity, locale)
        if asked is not None:
            found.append(Waiting(attempt_id, asked, at, marks, bool(is_marked)))
    return found


def attempt_to_mark(actor: Actor, attempt_id: UUID) -> Attempt:
    """Return a handed-in attempt that the actor may mark, held where she writes. Raises NotFound."""
    statement = (
        select(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .options(joinedload(Attempt.enrolment).joinedload(Enrolment.person))
        .where(
            Attempt.id == attempt_id,
            Attempt.is_practice.is_(False),
            Attempt.state.in_(HANDED_IN),
            overseen(actor),
        )
    )
    if is_writing():
        statement = statement.with_for_update(of=Attempt).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def marks_of(attempt_id: UUID) -> Sequence[CapstoneMark]:
    """Return the marks of an attempt, in the order of their places."""
    return session.scalars(
        select(CapstoneMark).where(CapstoneMark.attempt_id == attempt_id).order_by(CapstoneMark.place)
    ).all()


@dataclass(frozen=True)
class Figures:
    """How far markers agreed at one capstone of one edition."""

    asked: Asked
    agreement: Agreement
    #: How many a third person settled.
    settled: int


def figures(actor: Actor, *, locale: str) -> list[Figures]:
    """Return how far markers agreed, by capstone and edition, within the actor's reach; the newest edition first."""
    rows = session.execute(
        select(Attempt.edition_id, Attempt.activity, Attempt.id, CapstoneMark.place, CapstoneMark.levels)
        .join(CapstoneMark, CapstoneMark.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(overseen(actor))
        .order_by(Edition.published_at.desc(), Attempt.activity, Attempt.id, CapstoneMark.place)
    )
    piles: dict[tuple[UUID, str], dict[UUID, dict[int, dict[str, int]]]] = {}
    for edition_id, activity, attempt_id, place, levels in rows:
        piles.setdefault((edition_id, activity), {}).setdefault(attempt_id, {})[place] = levels
    found = []
    for (edition_id, activity), marked in piles.items():
        asked = _asked(edition_id, activity, locale)
        pairs = [(each[1], each[2]) for each in marked.values() if BLIND in each]
        said = agreement(asked.capstone, pairs) if asked else None
        if asked and said:
            found.append(Figures(asked, said, sum(BLIND + 1 in each for each in marked.values())))
    return found


def _asked(edition_id: UUID, activity: str, locale: str) -> Asked | None:
    try:
        return asked_at(edition_id, activity, locale=locale)
    except NotFound:  # another kind of activity that people mark
        return None


def _reviews(actor: Actor) -> ColumnElement[bool]:
    """Say, of a cohort, whether the actor reviews in the branch that holds it; the academy's own at its root."""
    paths = actor.paths(Role.REVIEWER)
    is_academys = Cohort.agency_id.is_(None) if any(path.count("/") == 1 for path in paths) else false()
    return or_(is_academys, Cohort.agency_id.in_(_agencies(paths)))


def _agencies(paths: Sequence[str]) -> Any:
    within = or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)
    return select(Agency.id).where(within)
