"""Attempts: begun, answered, closed with their result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from academy.db import insert, session
from academy.errors import Conflict
from academy.learning.models import AnswerEvent, Attempt, AttemptState, Enrolment, ItemResult
from academy.learning.rules import payload_hash
from academy.learning.service.completions import complete


@dataclass(frozen=True)
class Save:
    """One response as a browser sent it; the key makes a retry the same save."""

    item: str
    payload: Any
    device: str
    sequence: int
    key: str


@dataclass(frozen=True)
class Receipt:
    """What the server answers once a save is on disk."""

    saved_at: datetime
    #: The attempt was closed before it arrived: it is kept, and does not count.
    is_late: bool


@dataclass(frozen=True)
class ItemMark:
    """What one item was worth when an attempt was handed in."""

    response: Any
    score: float
    is_right: bool


@dataclass(frozen=True)
class Grade:
    """What a handed-in attempt came to."""

    score: float
    is_passed: bool
    marks: Mapping[str, ItemMark]
    gates_failed: tuple[str, ...] = ()


def start_attempt(
    *, enrolment: Enrolment, activity: str, locale: str, rendition_digest: str, seed: int, at: datetime
) -> Attempt:
    """Begin an attempt, or return the one that is open: a double click begins one."""
    running = session.scalar(
        select(Attempt).where(
            Attempt.enrolment_id == enrolment.id,
            Attempt.activity == activity,
            Attempt.state == AttemptState.IN_PROGRESS,
        )
    )
    if running is not None:
        return running
    used = session.scalar(
        select(func.max(Attempt.number)).where(
            Attempt.enrolment_id == enrolment.id, Attempt.activity == activity
        )
    )
    new = Attempt(
        enrolment_id=enrolment.id, edition_id=enrolment.edition_id, activity=activity, number=(used or 0) + 1,
        state=AttemptState.IN_PROGRESS, seed=seed,
        locale=locale, rendition_digest=rendition_digest, started_at=at,
    )  # fmt: skip
    session.add(new)
    enrolment.last_activity_at = at
    session.flush()
    return new


def save_response(*, attempt: Attempt, save: Save, at: datetime) -> Receipt:
    """Add one answer event. A retry gets the first receipt; the same key for another answer is a Conflict.

    What comes after handing in, or after the last day, is kept as late and does not count.
    """
    new_hash = payload_hash(save.item, save.payload)
    is_over = attempt.closes_on is not None and at.date() > attempt.closes_on
    is_late = is_over or attempt.state != AttemptState.IN_PROGRESS
    added = session.scalar(
        insert(AnswerEvent)
        .values(
            attempt_id=attempt.id, item=save.item, device=save.device, sequence=save.sequence, idempotency_key=save.key,
            payload=save.payload, payload_hash=new_hash, saved_at=at, is_late=is_late,
        )
        .on_conflict_do_nothing(index_elements=["attempt_id", "idempotency_key"])
        .returning(AnswerEvent.id)
    )  # fmt: skip
    if added is not None:
        return Receipt(saved_at=at, is_late=is_late)
    earlier = session.scalars(
        select(AnswerEvent).where(
            AnswerEvent.attempt_id == attempt.id, AnswerEvent.idempotency_key == save.key
        )
    ).one()
    if earlier.payload_hash != new_hash:
        raise Conflict("key-reused")
    return Receipt(saved_at=earlier.saved_at, is_late=earlier.is_late)


def grade_attempt(*, attempt: Attempt, grade: Grade, at: datetime) -> Attempt:
    """Close an attempt with its result; a passed one completes its activity. Raises Conflict if it is closed."""
    if attempt.state != AttemptState.IN_PROGRESS:
        raise Conflict("attempt-closed")
    attempt.state = AttemptState.GRADED
    attempt.submitted_at = at
    attempt.score, attempt.is_passed = grade.score, grade.is_passed
    attempt.gates_failed = list(grade.gates_failed)
    session.add_all(
        ItemResult(
            attempt_id=attempt.id, item=item, response=mark.response, score=mark.score, is_right=mark.is_right
        )
        for item, mark in grade.marks.items()
    )
    session.flush()
    if grade.is_passed:
        complete(
            enrolment=attempt.enrolment, activity=attempt.activity, at=at, score=grade.score, attempt=attempt
        )
    return attempt
