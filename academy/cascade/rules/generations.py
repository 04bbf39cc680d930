"""Generations of teaching, what each comes to, and how far it has drifted from the first."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from academy.items.rules.statistics.intervals import CONFIDENCE, of_mean
from academy.items.rules.statistics.quantiles import t_point
from academy.quizzes.rules.gain import FEWEST, Gain

#: Whoever the academy taught itself.
FIRST = 1


def generation_of_trainees(leaders: int | None) -> int:
    """Return the generation a training's trainees are of: one more than its leader; None is one the academy taught."""
    return (leaders or FIRST) + 1


@dataclass(frozen=True)
class Sample:
    """Some scores, as a database sums them: how many, their sum and the sum of their squares."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    @property
    def is_withheld(self) -> bool:
        """Whether a mean of these would be the marks of a few."""
        return self.count < FEWEST

    @property
    def mean(self) -> float:
        """Their mean."""
        return self.total / self.count if self.count else 0.0

    @property
    def deviation(self) -> float:
        """Their standard deviation, of a sample."""
        if self.count < 2:
            return 0.0
        return sqrt(max(0.0, self.squares - self.total * self.mean) / (self.count - 1))


@dataclass(frozen=True)
class Measured:
    """A mean score, 0–1, with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Drift:
    """How much higher (or, below 0, lower) a generation's mean is than the first one's, with its 95 % interval."""

    by: float
    low: float
    high: float

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval leaves out that there is no difference."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Generation:
    """What one generation's people of a course came to. What is None is withheld, or there is nothing to be counted."""

    number: int
    enrolled: int
    completed: int
    #: How many handed the final quiz in.
    examined: int
    score: Measured | None
    pairs: int
    gain: Gain | None
    drift: Drift | None

    @property
    def share_completed(self) -> float:
        """Which share has completed the course, 0–1."""
        return self.completed / self.enrolled if self.enrolled else 0.0


@dataclass(frozen=True)
class Counted:
    """What the database counts of one generation."""

    number: int
    enrolled: int
    completed: int
    scores: Sample
    #: Score before, score after, and the difference, of whoever took both.
    before: Sample
    after: Sample
    gained: Sample


def measured(scores: Sample) -> Measured | None:
    """Return a mean with Student's interval, cut off where no score lies; None for fewer than ``FEWEST``."""
    if scores.is_withheld:
        return None
    low, high = of_mean(scores.mean, scores.deviation, scores.count)
    return Measured(scores.mean, max(0.0, low), min(1.0, high))


def drift(first: Sample, later: Sample) -> Drift | None:
    """Return the difference of two means with its interval; None where one has too few people, or nobody differs.

    Two groups of other sizes and spreads: Welch's interval (Welch, Biometrika 34, 1947, p. 28–35), Student's t with the
    degrees of freedom of Satterthwaite (Biometrics Bulletin 2, 1946, p. 110–114).
    """
    if first.is_withheld or later.is_withheld:
        return None
    one, other = (each.deviation**2 / each.count for each in (first, later))
    if one + other <= 1e-12:
        return None
    degrees = (one + other) ** 2 / (one**2 / (first.count - 1) + other**2 / (later.count - 1))
    reach = t_point((1 + CONFIDENCE) / 2, degrees) * sqrt(one + other)
    by = later.mean - first.mean
    return Drift(by, max(-1.0, by - reach), min(1.0, by + reach))


def generations(counted: list[Counted]) -> list[Generation]:
    """Return the generations in order, each after the first with its drift from that."""
    first = next((each.scores for each in counted if each.number == FIRST), Sample())
    return [_of(each, first) for each in sorted(counted, key=lambda each: each.number)]


def _of(counted: Counted, first: Sample) -> Generation:
    is_first = counted.number == FIRST
    return Generation(
        number=counted.number, enrolled=counted.enrolled, completed=counted.completed, examined=counted.scores.count,
        score=measured(counted.scores), pairs=counted.gained.count, gain=_gain(counted),
        drift=None if is_first else drift(first, counted.scores),
    )  # fmt: skip


def _gain(counted: Counted) -> Gain | None:
    gained = counted.gained
    if gained.is_withheld:
        return None
    low, high = of_mean(gained.mean, gained.deviation, gained.count)
    return Gain(gained.count, counted.before.mean, counted.after.mean, low, high)
