"""Which answers are shown, and what they come to. What one supervisor said of one officer is shown to nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from academy.evaluation.rules.questions import QUESTIONS, Step

#: Fewer answers than these are shown to nobody: what was said of whom could be told.
FEWEST = 5


@dataclass(frozen=True)
class Reply:
    """A follow-up that has opened, with what was answered, if anything was."""

    closes_on: date
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Rate:
    """How many of those asked have answered. Whoever may still answer is not held against the rate."""

    answered: int
    unanswered: int
    open: int

    @property
    def asked(self) -> int:
        """How many have answered or can do so no more."""
        return self.answered + self.unanswered

    @property
    def share(self) -> float | None:
        """The share of these that answered, 0–1; None where there are none yet."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Tally:
    """How often each step was chosen at one question."""

    question: str
    counts: Mapping[Step, int]

    @property
    def answered(self) -> int:
        """How many answered it."""
        return sum(self.counts.values())

    @property
    def occasions(self) -> int:
        """How many could have seen it."""
        return self.answered - self.counts[Step.NO_OCCASION]

    def share(self, step: Step) -> float:
        """Return the share of a step, 0–1, of all who answered."""
        return self.counts[step] / self.answered if self.answered else 0.0


def rate(replies: Sequence[Reply], *, today: date) -> Rate:
    """Return how many of those asked have answered."""
    answered = sum(each.answers is not None for each in replies)
    still_open = sum(each.answers is None and each.closes_on >= today for each in replies)
    return Rate(answered, len(replies) - answered - still_open, still_open)


def counted(replies: Iterable[Reply], *, today: date) -> list[Mapping[str, str]]:
    """Return the answers that may be shown together: none, or five and more.

    They come in by whole quarters of the year, by the day they closed, once that quarter is over; one with fewer than
    five answers waits for the next. So the page before and the page after differ by a group, never by one answer.
    """
    shown: list[Mapping[str, str]] = []
    waiting: list[Mapping[str, str]] = []
    closed = [each for each in replies if each.answers and _quarter(each.closes_on) < _quarter(today)]
    for quarter in sorted({_quarter(each.closes_on) for each in closed}):
        waiting.extend(
            each.answers for each in closed if each.answers and _quarter(each.closes_on) == quarter
        )
        if len(waiting) >= FEWEST:
            shown.extend(waiting)
            waiting = []
    return shown


def tally(answers: Sequence[Mapping[str, str]]) -> tuple[Tally, ...]:
    """Return what was answered, question by question. Raises ValueError for a group too small to hide in."""
    if len(answers) < FEWEST:
        raise ValueError("too few answers to show")
    return tuple(_of(key, answers) for key in QUESTIONS)


def _of(key: str, answers: Sequence[Mapping[str, str]]) -> Tally:
    found = Counter(Step(each[key]) for each in answers if key in each)
    return Tally(key, {step: found[step] for step in Step})


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3
