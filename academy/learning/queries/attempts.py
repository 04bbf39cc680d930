"""Attempts and what was answered in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning import statements
from academy.learning.models import AnswerEvent, Attempt
from academy.learning.rules import Answer, Current, fold, given


def open_attempts(actor: Actor) -> Sequence[Row[UUID, str, datetime, UUID, UUID]]:
    """Return (attempt, activity, begun, its edition, enrolment) of what the actor has left open."""
    return session.execute(statements.OPEN_ATTEMPTS, {"person_id": actor.person_id}).all()


def own_attempt(actor: Actor, attempt_id: UUID, *, is_saving: bool = False) -> Attempt:
    """Return one of the actor's own attempts with its enrolment (not for a save). Raises NotFound."""
    statement = statements.OWN_ATTEMPT_IN_TURN if is_writing() else statements.OWN_ATTEMPT
    if is_saving:
        statement = statements.OWN_ATTEMPT_TO_SAVE
    found = session.scalar(statement, {"attempt_id": attempt_id, "person_id": actor.person_id})
    if found is None:
        raise NotFound()
    return found


def attempts_at(enrolment_id: UUID, activity: str) -> Sequence[Attempt]:
    """Return every attempt at an activity, the latest first."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.activity == activity)
        .order_by(Attempt.number.desc())
    ).all()


def attempt_in_turn(attempt_id: UUID) -> Attempt:
    """Return an attempt with its enrolment, locked until the write unit ends. Raises NotFound."""
    found = session.scalar(statements.ATTEMPT_IN_TURN, {"attempt_id": attempt_id})
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Saved:
    """What the server holds of an attempt: what counts, in its order of arrival, and how far it has come."""

    answers: Sequence[Answer]
    #: The highest count of saves it knows, of late ones too.
    highest: int = 0
    last_at: datetime | None = None


def saved(attempt_id: UUID) -> Saved:
    """Return what the server holds of an attempt, in one statement."""
    rows = session.execute(statements.ANSWERS, {"attempt_id": attempt_id}).all()
    return Saved(
        [statements.answer_of(row) for row in rows if not row.is_late],
        highest=max((row.sequence for row in rows), default=0),
        last_at=rows[-1].saved_at if rows else None,
    )


def answers(attempt_id: UUID) -> Sequence[Answer]:
    """Return every answer event of an attempt that counts, in its order of arrival."""
    return saved(attempt_id).answers


def all_answers(attempt_id: UUID) -> Sequence[AnswerEvent]:
    """Return every answer event of an attempt, late ones too, in its order of arrival."""
    return session.scalars(
        select(AnswerEvent).where(AnswerEvent.attempt_id == attempt_id).order_by(AnswerEvent.id)
    ).all()


def currents(attempt_id: UUID) -> dict[str, Current]:
    """Return what counts at each item of an attempt that something was saved at."""
    return fold(answers(attempt_id))


def responses(attempt_id: UUID) -> dict[str, Any]:
    """Return the response that counts for each item of an attempt that is answered."""
    return given(currents(attempt_id))


def highest_sequence(attempt_id: UUID, *, until: int | None = None) -> int:
    """Return the highest count of saves the server knows of an attempt, or knew when event ``until`` arrived."""
    statement = statements.HIGHEST_SEQUENCE
    if until is not None:
        statement = statement.where(AnswerEvent.id <= until)
    return session.scalar(statement, {"attempt_id": attempt_id}) or 0


def last_saved_at(attempt_id: UUID) -> datetime | None:
    """Return when the last response of an attempt was saved."""
    return session.scalar(statements.LAST_SAVED_AT, {"attempt_id": attempt_id})
