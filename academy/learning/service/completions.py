"""What is done, and what that completes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import Attempt, Completion, Enrolment, PriorLearning
from academy.learning.queries import completions, facts_of, outline_of
from academy.learning.rules import completes, required_of


def complete(
    *,
    enrolment: Enrolment,
    activity: str,
    at: datetime,
    score: float | None = None,
    attempt: Attempt | None = None,
) -> bool:
    """Record that an activity is done, and decide the course's completion in the same transaction.

    Done is done: a second completion changes nothing but a better score. Returns whether the course is
    complete through this.
    """
    held = session.get(Completion, (enrolment.id, activity))
    enrolment.last_activity_at = at
    if held is None:
        session.add(
            Completion(
                enrolment_id=enrolment.id, activity=activity, completed_at=at, score=score,
                attempt_id=attempt.id if attempt else None,
            )
        )  # fmt: skip
        return settle(enrolment=enrolment, at=at)
    _note_earned(enrolment, activity, at)
    if score is None or (held.score is not None and score <= held.score):
        session.flush()
        return False
    held.score, held.attempt_id = score, attempt.id if attempt else None
    return settle(enrolment=enrolment, at=at)


def settle(*, enrolment: Enrolment, at: datetime) -> bool:
    """Count what is done anew, and complete the course where its edition's rules say so; returns whether it did.

    A completion is never taken back, whatever is counted later.
    """
    session.flush()
    course = outline_of(session.get_one(Edition, enrolment.edition_id))
    done = completions(enrolment.id)
    required = required_of(course)
    enrolment.done_count = len(required & done.keys())
    is_new = (
        enrolment.completed_at is None
        and enrolment.done_count == len(required)
        and completes(course, facts_of(enrolment.person_id, course, done=done, on=at.date()))
    )
    if is_new:
        enrolment.completed_at = at
        audit.record(
            by=None, verb="complete", object_type="enrolment", object_id=enrolment.id, at=at,
            agency_id=enrolment.agency_id, fields=["completed_at"],
        )  # fmt: skip
    session.flush()
    if is_new:
        _settle_what_waited(enrolment, at)
    return is_new


def recount(*, enrolment_id: UUID, at: datetime) -> bool:
    """Settle one enrolment anew; returns whether anything about it changed."""
    enrolment = session.scalars(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    before = (enrolment.done_count, enrolment.completed_at)
    settle(enrolment=enrolment, at=at)
    return before != (enrolment.done_count, enrolment.completed_at)


def take_back(*, enrolment: Enrolment, activity: str, at: datetime, by: Actor | None = None) -> bool:
    """Take back that an activity is done, for the correction of an error; returns whether it was taken back.

    It stays where the course is complete, where an attempt gave it, and where prior learning vouches for it.
    """
    held = session.get(Completion, (enrolment.id, activity))
    if held is None or held.attempt_id is not None or enrolment.completed_at is not None:
        return False
    vouching = session.scalars(select(PriorLearning).where(*_current(enrolment, activity))).first()
    if vouching is not None:
        vouching.earned_at = None
        session.flush()
        return False
    session.delete(held)
    audit.record(
        by=by, verb="take-back", object_type="enrolment", object_id=enrolment.id, at=at, agency_id=enrolment.agency_id
    )  # fmt: skip
    settle(enrolment=enrolment, at=at)
    return True


def _note_earned(enrolment: Enrolment, activity: str, at: datetime) -> None:
    """Have a completion that rested on prior learning rest on the deed from now on."""
    session.execute(
        update(PriorLearning)
        .where(*_current(enrolment, activity), PriorLearning.earned_at.is_(None))
        .values(earned_at=at)
    )


def _current(enrolment: Enrolment, activity: str) -> tuple[ColumnElement[bool], ...]:
    return (
        PriorLearning.enrolment_id == enrolment.id,
        PriorLearning.activity == activity,
        PriorLearning.withdrawn_at.is_(None),
    )


def _settle_what_waited(enrolment: Enrolment, at: datetime) -> None:
    """Look again at the person's other courses in which only a condition was open: it may have waited for this one."""
    others = session.scalars(
        select(Enrolment)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .where(
            Enrolment.person_id == enrolment.person_id,
            Enrolment.completed_at.is_(None),
            Enrolment.withdrawn_at.is_(None),
            Enrolment.done_count >= Edition.required_count,
        )
    ).all()
    for other in others:
        settle(enrolment=other, at=at)
