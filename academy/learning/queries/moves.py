"""What going on in a newer edition would mean, person by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from academy.accounts.models import Person
from academy.courses.models import Course, Edition
from academy.db import session
from academy.learning.models import OPEN_STATES, Attempt, Cohort, Enrolment
from academy.learning.queries.dates import completions_of
from academy.learning.queries.facts import facts_of, outline_of
from academy.learning.rules import Move, digest_of, moved


@dataclass(frozen=True)
class PersonMoving:
    """One learner's way to the newer edition."""

    enrolment_id: UUID
    call_sign: str
    #: The number of the edition she is in.
    number: int
    move: Move
    #: Whether she has an attempt open: it goes on in the edition it was begun in.
    has_open_attempt: bool


@dataclass(frozen=True)
class Moving:
    """What was, or is to be, shown before a move; anything that changes changes the digest."""

    edition: Edition
    people: Sequence[PersonMoving]
    digest: str


def newer_editions(edition: Edition) -> Sequence[Edition]:
    """Return the editions of the same course after this one, the newest first."""
    return session.scalars(
        select(Edition)
        .where(Edition.course_id == edition.course_id, Edition.number > edition.number)
        .order_by(Edition.number.desc())
    ).all()


def live_edition(course_id: UUID) -> Edition | None:
    """Return the edition that new learners of a course get."""
    return session.scalar(
        select(Edition).join(Course, Course.live_edition_id == Edition.id).where(Course.id == course_id)
    )


def cohort_moving(cohort: Cohort, edition: Edition, *, on: date, in_turn: bool = False) -> Moving:
    """Return what moving a cohort to an edition means for each of its learners, by call-sign.

    ``in_turn`` keeps others from changing their records until the move is done. Who is further already is left out.
    """
    statement = (
        select(Enrolment)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.withdrawn_at.is_(None),
            Edition.number < edition.number,
        )
        .order_by(Enrolment.id)
    )
    if in_turn:
        statement = statement.with_for_update(of=Enrolment)
    enrolments = session.scalars(statement.execution_options(populate_existing=True)).all()
    return _moving(enrolments, edition, on)


def own_moving(enrolment: Enrolment, edition: Edition, *, on: date) -> Moving:
    """Return what moving to an edition means for one learner."""
    return _moving([enrolment], edition, on)


def _moving(enrolments: Sequence[Enrolment], edition: Edition, on: date) -> Moving:
    done = completions_of(each.id for each in enrolments)
    editions = {
        each.id: each
        for each in session.scalars(
            select(Edition).where(Edition.id.in_({enrolment.edition_id for enrolment in enrolments}))
        )
    }
    people = [
        PersonMoving(
            enrolment_id=each.id,
            call_sign=call_sign,
            number=editions[each.edition_id].number,
            move=_move(each, editions[each.edition_id], edition, done.get(each.id, {}), on),
            has_open_attempt=is_open,
        )
        for each, (call_sign, is_open) in _by_call_sign(enrolments)
    ]
    return Moving(edition, people, digest_of(edition.id, ((each.enrolment_id, each.move) for each in people)))


def _move(enrolment: Enrolment, old: Edition, new: Edition, done: dict[str, float | None], on: date) -> Move:
    course = outline_of(new)
    facts = facts_of(enrolment.person_id, course, done=done, on=on)
    return moved(outline_of(old), course, facts, is_finished=enrolment.completed_at is not None)


def _by_call_sign(enrolments: Sequence[Enrolment]) -> list[tuple[Enrolment, tuple[str, bool]]]:
    is_open = exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.state.in_(OPEN_STATES))
    known = {
        row.id: (row.call_sign, row.is_open)
        for row in session.execute(
            select(Enrolment.id, Person.call_sign, is_open.label("is_open"))
            .join(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.id.in_([each.id for each in enrolments]))
        )
    }
    return sorted(((each, known[each.id]) for each in enrolments), key=lambda pair: pair[1][0])
