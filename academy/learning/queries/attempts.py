"""Attempts and what was answered in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning import statements
from academy.learning.models import Attempt
from academy.learning.rules import Answer, current_responses


def open_attempts(actor: Actor) -> Sequence[Row[UUID, str, datetime, UUID, UUID]]:
    """Return (attempt, activity, begun, its edition, enrolment) of what the actor has left open."""
    return session.execute(statements.OPEN_ATTEMPTS, {"person_id": actor.person_id}).all()


def own_attempt(actor: Actor, attempt_id: UUID) -> Attempt:
    """Return one of the actor's own attempts with its enrolment. Raises NotFound."""
    statement = statements.OWN_ATTEMPT_IN_TURN if is_writing() else statements.OWN_ATTEMPT
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


def responses(attempt_id: UUID) -> dict[str, Any]:
    """Return the response that counts for each item of an attempt."""
    rows = session.execute(statements.RESPONSES, {"attempt_id": attempt_id})
    return current_responses(Answer(*row) for row in rows)


def last_saved_at(attempt_id: UUID) -> datetime | None:
    """Return when the last response of an attempt was saved."""
    return session.scalar(statements.LAST_SAVED_AT, {"attempt_id": attempt_id})
