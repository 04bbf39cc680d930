"""Handing in: by the learner, or by the server when the time is over, with or without a browser."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select

from academy import db
from academy.db import session
from academy.errors import Conflict
from academy.items.content import Item
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, Attempt, AttemptState, Enrolment
from academy.learning.queries import answers, attempt_in_turn, dates_of
from academy.learning.rules import NO_DATES, WHOLE_COURSE, Dates, Result, fold, seconds_spent, total
from academy.learning.service import Grade, ItemMark
from academy.quizzes.content import QuizContent
from academy.quizzes.queries.asked import Asked, asked_in
from academy.quizzes.queries.published import published_quiz
from academy.quizzes.queries.regrades import adjustments_for
from academy.quizzes.queries.takes import exam_end, stage_of, to_see_to
from academy.quizzes.rules import (
    Adjustment,
    Stage,
    end_of,
    limits,
    marked_in,
    on_timeout,
    paper,
    terms_of,
    worth,
)

log = logging.getLogger(__name__)


def submit(
    *,
    attempt: Attempt,
    quiz: QuizContent,
    items: Sequence[Item],
    at: datetime,
    adjustments: Mapping[str, Adjustment] | None = None,
) -> Attempt:
    """Hand in an attempt, which is held in turn: mark what counts and record the result.

    ``items`` are those of this attempt; ``adjustments`` the regrades in force, looked up unless given. Once all its
    time is over it is closed as the quiz says. Raises Conflict if it is closed already.
    """
    stands = stage_of(attempt, at=at)
    if stands is Stage.CLOSED:
        raise Conflict("attempt-closed")
    if stands is Stage.OVER:
        return _time_out(attempt, quiz, items)
    return _mark(attempt, quiz, items, at, adjustments)


def see_to(*, attempt: Attempt, quiz: QuizContent, items: Sequence[Item], at: datetime) -> Stage:
    """Bring an attempt, which is held in turn, to where it stands by the clock; returns that."""
    stands = stage_of(attempt, at=at)
    if stands is Stage.OVER:
        _time_out(attempt, quiz, items)
        return Stage.CLOSED
    if stands is Stage.OVERDUE and attempt.state == AttemptState.IN_PROGRESS:
        attempt.state = AttemptState.OVERDUE
        session.flush()
    return stands


def see_to_one(*, attempt: Attempt, at: datetime) -> Stage:
    """Do the same without a page: its quiz is read as the attempt began in it."""
    asked = asked_in(attempt)
    return see_to(attempt=attempt, quiz=asked.quiz, items=items_of(attempt, asked), at=at)


def items_of(attempt: Attempt, asked: Asked) -> list[Item]:
    """Return the items of an attempt, in its order."""
    if attempt.paper is None:  # begun before papers were kept
        return paper(asked.reading.course, asked.quiz, enrolment_id=attempt.enrolment_id, seed=attempt.seed)
    by_key = {item.key: item for item in asked.pool.items}
    return [by_key[key] for key in attempt.paper if key in by_key]


def close_overdue(at: datetime) -> int:
    """Close every attempt whose time is over, each in a write unit of its own; returns how many were seen to.

    What somebody else has closed meanwhile is left alone; one that cannot be closed does not keep the others open.
    """
    done = 0
    for attempt_id in to_see_to(at):
        try:
            with db.writing():
                attempt = attempt_in_turn(attempt_id)
                before = attempt.state
                see_to_one(attempt=attempt, at=at)
                done += attempt.state != before
        except Exception:
            log.exception("attempt could not be closed: %s", attempt_id)
    return done


def move_deadlines(enrolment_ids: Iterable[UUID], activity: str, at: datetime) -> None:
    """Move the deadlines of open attempts after overrides have changed; overdue ones go on where there is time again."""
    is_concerned = Attempt.enrolment_id.in_(list(enrolment_ids)) & Attempt.state.in_(OPEN_STATES)
    if activity != WHOLE_COURSE:
        is_concerned &= Attempt.activity == activity
    found = session.scalars(select(Attempt.id).where(is_concerned).order_by(Attempt.id)).all()
    if not found:
        return
    held = [attempt_in_turn(each) for each in found]
    enrolments = session.scalars(
        select(Enrolment).where(Enrolment.id.in_({each.enrolment_id for each in held}))
    ).all()
    dates = dates_of(enrolments)
    for attempt in held:
        # attempts at other kinds have no deadline
        quiz = published_quiz(attempt.edition_id, attempt.activity)
        if quiz is not None and attempt.state in OPEN_STATES:
            _move(attempt, quiz, dates[attempt.enrolment_id].get(attempt.activity, NO_DATES), at)
    session.flush()


def _move(attempt: Attempt, quiz: QuizContent, dates: Dates, at: datetime) -> None:
    until = limits(quiz, dates, started_at=attempt.started_at, exam_closes_at=exam_end(attempt.id))
    attempt.deadline_at, attempt.ends_at = until.deadline_at, until.ends_at
    if attempt.state == AttemptState.OVERDUE and (until.deadline_at is None or at <= until.deadline_at):
        attempt.state = AttemptState.IN_PROGRESS


def _time_out(attempt: Attempt, quiz: QuizContent, items: Sequence[Item]) -> Attempt:
    """Close an attempt whose time is over: handed in at its deadline, or left.

    Where there was a grace for handing in and nobody did, it is left: that is what a grace is (as in Moodle).
    """
    if attempt.deadline_at is not None and on_timeout(quiz) != "submit":
        return learning.abandon_attempt(attempt=attempt)
    # without a deadline of its own (begun before deadlines were kept) only its last day can have ended it
    ended_at = attempt.deadline_at or end_of(cast("date", attempt.closes_on))
    return _mark(attempt, quiz, items, ended_at, None)


def _mark(
    attempt: Attempt, quiz: QuizContent, items: Sequence[Item], at: datetime, adjustments: Mapping[str, Adjustment] | None
) -> Attempt:  # fmt: skip
    """Mark what counts, in practice without what a person marks. A pre-test is passed by being handed in."""
    items = marked_in(items, is_practice=attempt.is_practice)
    if adjustments is None:
        adjustments = adjustments_for(attempt.edition_id, attempt.activity)
    events = answers(attempt.id)
    currents, seconds = fold(events), seconds_spent(events, started_at=attempt.started_at)
    marks, results = {}, {}
    for item in items:
        current = currents.get(item.key)
        found = worth(quiz, item, current, adjustments.get(item.key))
        results[item.key] = Result(found.credit, found.is_right)
        marks[item.key] = ItemMark(
            response=current.response if current else None, score=found.score, is_right=found.is_right, credit=found.credit,
            certainty=current.certainty if current else None, tries=current.tries if current else 0,
            seconds=seconds.get(item.key),
        )  # fmt: skip
    came_to = total(terms_of(quiz, items), results)
    grade = Grade(came_to.score, came_to.is_passed, marks, came_to.gates_failed)
    return learning.grade_attempt(attempt=attempt, grade=grade, at=at)
