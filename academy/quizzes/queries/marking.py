"""Responses that wait for a person's marks, always within what the actor may see and never her own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import HANDED_IN, Attempt, Cohort, CohortTrainer, Enrolment, ItemResult
from academy.learning.queries import runs
from academy.quizzes.models import AnswerFile, PersonMark

#: Who marks, decides appeals and holds exams.
MARKERS = (Role.TRAINER, Role.ADMINISTRATOR)


def overseen(actor: Actor) -> ColumnElement[bool]:
    """Say, of an enrolment, whether the actor marks and decides in it.

    She runs its cohort; or it is in none, and its agency lies in a branch in which she trains or administers. Her own
    enrolments are never among them.
    """
    paths = actor.paths(*MARKERS)
    reached = or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)
    return and_(
        Enrolment.person_id != actor.person_id,
        Enrolment.withdrawn_at.is_(None),
        or_(
            Enrolment.cohort_id.in_(select(Cohort.id).where(runs(actor))),
            and_(Enrolment.cohort_id.is_(None), Enrolment.agency_id.in_(select(Agency.id).where(reached))),
        ),
    )


def waiting_for(actor: Actor) -> Sequence[Row[UUID, UUID, str, str, datetime, int, bool]]:
    """Return (attempt, edition, activity, item, handed in, marks so far, marked by the actor), the oldest first."""
    marks = and_(PersonMark.attempt_id == Attempt.id, PersonMark.item == ItemResult.item)
    own = exists().where(marks, PersonMark.marker_id == actor.person_id)
    count = select(func.count()).where(marks).scalar_subquery()
    return session.execute(
        select(
            Attempt.id, Attempt.edition_id, Attempt.activity, ItemResult.item, Attempt.submitted_at,
            count.label("marks"), own.label("is_marked_by_actor"),
        )
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(*_waits(), overseen(actor))
        .order_by(Attempt.submitted_at, Attempt.id, ItemResult.item)
    ).all()  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """Return how many responses wait for the actor's mark."""
    return sum(not row.is_marked_by_actor for row in waiting_for(actor))


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


def result_of(attempt_id: UUID, item: str) -> ItemResult:
    """Return what an item of an attempt came to. Raises NotFound."""
    found = session.get(ItemResult, (attempt_id, item), populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def results_of(attempt_id: UUID) -> dict[str, ItemResult]:
    """Return what every item of an attempt came to."""
    rows = session.scalars(
        select(ItemResult)
        .where(ItemResult.attempt_id == attempt_id)
        .execution_options(populate_existing=True)
    )
    return {row.item: row for row in rows}


def marks_of(attempt_id: UUID, item: str | None = None) -> Sequence[PersonMark]:
    """Return people's marks of an attempt, or of one item of it, in their turns."""
    statement = select(PersonMark).where(PersonMark.attempt_id == attempt_id)
    if item is not None:
        statement = statement.where(PersonMark.item == item)
    return session.scalars(statement.order_by(PersonMark.item, PersonMark.marked_at, PersonMark.turn)).all()


def file_for(actor: Actor, file_id: UUID) -> tuple[AnswerFile, bool]:
    """Return a file that was handed in, and whether the actor did: it opens to her and to who may mark it.

    To a marker it opens once the attempt is handed in. Raises NotFound.
    """
    is_handed_in = Attempt.state.in_(HANDED_IN)
    may_mark = actor.has(*MARKERS)
    row = session.execute(
        select(AnswerFile, (Enrolment.person_id == actor.person_id).label("is_own"))
        .join(Attempt, Attempt.id == AnswerFile.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            AnswerFile.id == file_id,
            or_(
                Enrolment.person_id == actor.person_id,
                and_(is_handed_in, overseen(actor)) if may_mark else AnswerFile.id.is_(None),
            ),
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def overseers_of(enrolment: Enrolment, *, on: date) -> Sequence[Person]:
    """Return who marks and decides in an enrolment on a day, by call-sign; never its learner.

    The trainers of its cohort and who administers the cohort; without a cohort, trainers and administrators of its
    agency and of those above it.
    """
    cohort = session.get(Cohort, enrolment.cohort_id) if enrolment.cohort_id else None
    agency_id = cohort.agency_id if cohort else enrolment.agency_id
    people = above(agency_id, (Role.ADMINISTRATOR,) if cohort else MARKERS, on=on)
    if cohort is not None:
        trains = _trainers_of(cohort)
        people = or_(Person.id.in_(trains), people)
    return _standing(and_(people, Person.id != enrolment.person_id))


def above(agency_id: UUID | None, roles: Collection[Role], *, on: date) -> ColumnElement[bool]:
    """Say, of a person, whether she holds one of ``roles`` at an agency (None: the academy) or above it."""
    path = session.scalar(select(Agency.path).where(Agency.id == agency_id)) if agency_id else None
    held = select(Membership.person_id).join(Agency, Agency.id == Membership.agency_id)
    if path is None:
        held = held.where(Agency.parent_id.is_(None))
    else:
        branches = [path[: place + 1] for place, sign in enumerate(path) if sign == "/"]
        held = held.where(Agency.path.in_(branches))
    return Person.id.in_(held.where(Membership.role.in_([role.value for role in roles]), is_current(on)))


def people_who_run(cohort: Cohort, *, on: date) -> Sequence[Person]:
    """Return a cohort's trainers and who administers the agency that holds it, by call-sign."""
    trains = _trainers_of(cohort)
    return _standing(or_(Person.id.in_(trains), above(cohort.agency_id, (Role.ADMINISTRATOR,), on=on)))


def _trainers_of(cohort: Cohort) -> Select[UUID]:
    """Select a cohort's trainers; a guest neither marks nor invigilates."""
    return select(CohortTrainer.person_id).where(
        CohortTrainer.cohort_id == cohort.id, CohortTrainer.is_guest.is_(False)
    )


def _standing(condition: ColumnElement[bool]) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .where(condition, Person.disabled_at.is_(None), Person.erased_at.is_(None))
        .order_by(Person.call_sign)
    ).all()


def _waits() -> tuple[ColumnElement[bool], ...]:
    """Say, of an attempt with a result, that the result waits: also where it is graded but for an item tried out."""
    return Attempt.state.in_(HANDED_IN), Attempt.is_practice.is_(False), ItemResult.score.is_(None)
