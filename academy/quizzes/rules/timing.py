"""Until when answers count, and what becomes of an attempt whose time is over."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from academy.learning.rules import NO_DATES, Dates
from academy.quizzes.content import QuizContent


@dataclass(frozen=True)
class Limits:
    """When an attempt's answers stop counting, and when the server closes it; both None for no end."""

    deadline_at: datetime | None = None
    ends_at: datetime | None = None


class Stage(enum.StrEnum):
    """Where an attempt stands at a moment, whatever its row says yet."""

    OPEN = "open"
    #: Its time is over, and there is a little left for handing in.
    OVERDUE = "overdue"
    #: All its time is over, and nobody has closed it yet.
    OVER = "over"
    CLOSED = "closed"


def limits(
    quiz: QuizContent,
    dates: Dates = NO_DATES,
    *,
    started_at: datetime,
    exam_closes_at: datetime | None = None,
) -> Limits:
    """Return the limits of an attempt begun at ``started_at``.

    The edition's minutes, or an override's; an exam's end; extra minutes on top of what these give; and never beyond
    the end of the last day. The grace is for handing in only, and comes after.
    """
    minutes = dates.minutes or quiz.time_limit
    ends = [] if minutes is None else [started_at + timedelta(minutes=minutes)]
    if exam_closes_at is not None:
        ends.append(exam_closes_at)
    ends = [min(ends) + timedelta(minutes=dates.extra_minutes or 0)] if ends else []
    if dates.closes_on is not None:
        ends.append(end_of(dates.closes_on))
    if not ends:
        return Limits()
    deadline = min(ends)
    grace = timedelta(minutes=quiz.grace if on_timeout(quiz) == "grace" else 0)
    return Limits(deadline, deadline + grace)


def on_timeout(quiz: QuizContent) -> str:
    """Return what the deadline does: ``submit``, ``grace`` or ``abandon``.

    What an author chose is meant for a time limit; the last day alone takes nobody's work.
    """
    return "submit" if quiz.time_limit is None else quiz.on_timeout


def end_of(day: date) -> datetime:
    """Return the moment a last day is over, in UTC as all days of the academy."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def stage(
    *, is_closed: bool, deadline_at: datetime | None, ends_at: datetime | None, closes_on: date | None = None, at: datetime
) -> Stage:  # fmt: skip
    """Return where an attempt stands at a moment. On its deadline to the second an answer is in time."""
    if is_closed:
        return Stage.CLOSED
    if deadline_at is None:
        return Stage.OVER if closes_on is not None and at.date() > closes_on else Stage.OPEN
    if at <= deadline_at:
        return Stage.OPEN
    return Stage.OVERDUE if ends_at is not None and at <= ends_at else Stage.OVER
