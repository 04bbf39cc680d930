"""Attempts at a quiz as its rules see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from academy.db import session
from academy.learning.models import OPEN_STATES, Attempt, AttemptState
from academy.quizzes.models import Exam, ExamAttempt
from academy.quizzes.rules import Stage, Taken, stage

#: So many attempts are closed in one round; the next round takes the next.
AT_A_TIME = 500
#: How long the server waits after the end of the time before it closes an attempt by itself: a save that came in time
#: may still stand in the queue of those who write.
QUEUE = timedelta(seconds=5)


def taken(attempts: Iterable[Attempt]) -> list[Taken]:
    """Return attempts as the rules of starting see them. One that was left ended when its time did."""
    return [
        Taken(
            is_open=each.state in OPEN_STATES,
            is_practice=each.is_practice,
            ended_at=each.submitted_at or (each.ends_at if each.state == AttemptState.ABANDONED else None),
            is_passed=bool(each.is_passed),
        )
        for each in attempts
    ]


def stage_of(attempt: Attempt, *, at: datetime) -> Stage:
    """Return where an attempt stands at a moment, whatever its row says yet."""
    return stage(
        is_closed=attempt.state not in OPEN_STATES, deadline_at=attempt.deadline_at, ends_at=attempt.ends_at,
        closes_on=attempt.closes_on, at=at,
    )  # fmt: skip


def to_see_to(at: datetime) -> Sequence[UUID]:
    """Return the attempts whose time is over and whose row does not say so yet."""
    at -= QUEUE
    is_newly_overdue = (Attempt.state == AttemptState.IN_PROGRESS) & (Attempt.deadline_at < at)
    return session.scalars(
        select(Attempt.id)
        .where(Attempt.state.in_(OPEN_STATES), or_(Attempt.ends_at < at, is_newly_overdue))
        .order_by(Attempt.ends_at)
        .limit(AT_A_TIME)
    ).all()


def exam_end(attempt_id: UUID) -> datetime | None:
    """Return when the exam closes that an attempt was begun in; None where it was begun in none."""
    return session.scalar(
        select(Exam.closes_at).join(ExamAttempt, ExamAttempt.exam_id == Exam.id).where(ExamAttempt.attempt_id == attempt_id)
    )  # fmt: skip
