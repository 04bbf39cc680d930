"""Whether another attempt may begin, and whether a quiz is closed to somebody for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from academy.learning.rules import NO_DATES, Dates
from academy.quizzes.content import QuizContent


@dataclass(frozen=True)
class Taken:
    """An attempt that was begun. ``ended_at``: when it was handed in, or its time ran out."""

    is_open: bool = False
    is_practice: bool = False
    ended_at: datetime | None = None
    is_passed: bool = False


@dataclass(frozen=True)
class Opening:
    """What stands between a learner and another attempt; ``why`` is None where nothing does."""

    used: int
    allowed: int | None
    #: ``attempts-used``, ``closed``, ``wait`` or ``no-practice``.
    why: str | None = None
    #: When the waiting time is over.
    opens_at: datetime | None = None

    @property
    def may_start(self) -> bool:
        """Whether an attempt may begin now."""
        return self.why is None


def attempts_of(quiz: QuizContent, dates: Dates = NO_DATES) -> int | None:
    """Return how many attempts there are, an override before the edition; None for as many as it takes."""
    return dates.attempts or (1 if quiz.pretest_of else quiz.attempts)


def may_start(quiz: QuizContent, used: int, dates: Dates = NO_DATES) -> bool:
    """Say whether another attempt may begin after ``used`` attempts."""
    allowed = attempts_of(quiz, dates)
    return allowed is None or used < allowed


def opening(
    quiz: QuizContent,
    taken: Sequence[Taken],
    dates: Dates = NO_DATES,
    *,
    at: datetime,
    is_practice: bool = False,
) -> Opening:
    """Say whether an attempt may begin at a moment. An open attempt can always be gone on with, which is not asked here.

    Practice uses up nothing and waits for nothing; ``after`` opens it once she has passed or has no attempt left.
    """
    real = [each for each in taken if not each.is_practice]
    used, allowed = len(real), attempts_of(quiz, dates)
    if dates.closes_on is not None and at.date() > dates.closes_on:
        return Opening(used, allowed, "closed")
    if is_practice:
        return Opening(used, allowed, None if may_practise(quiz, taken, dates) else "no-practice")
    if not may_start(quiz, used, dates):
        return Opening(used, allowed, "attempts-used")
    opens_at = _waited_until(quiz, real)
    if opens_at is not None and at < opens_at:
        return Opening(used, allowed, "wait", opens_at)
    return Opening(used, allowed)


def may_practise(quiz: QuizContent, taken: Sequence[Taken], dates: Dates = NO_DATES) -> bool:
    """Say whether a quiz can be practised now."""
    if quiz.practice == "no" or quiz.pretest_of:
        return False
    real = [each for each in taken if not each.is_practice]
    if quiz.practice == "always":
        return True
    is_at_its_end = not may_start(quiz, len(real), dates) and not any(each.is_open for each in real)
    return is_at_its_end or any(each.is_passed for each in real)


def is_closed(quiz: QuizContent, taken: Sequence[Taken], dates: Dates = NO_DATES, *, at: datetime) -> bool:
    """Say whether the quiz is closed to her: its last day is over, or all attempts are used and none is open."""
    if dates.closes_on is not None and at.date() > dates.closes_on:
        return True
    real = [each for each in taken if not each.is_practice]
    return not may_start(quiz, len(real), dates) and not any(each.is_open for each in real)


def _waited_until(quiz: QuizContent, real: Sequence[Taken]) -> datetime | None:
    ends = [each.ended_at for each in real if each.ended_at is not None]
    return max(ends) + timedelta(hours=quiz.wait_hours) if ends and quiz.wait_hours else None
