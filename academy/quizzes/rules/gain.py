"""What a class gained between pre-test and post-test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from academy.items.rules.statistics.intervals import of_mean

#: Below this many people nothing is shown: a mean of three is three people's marks.
FEWEST = 5


@dataclass(frozen=True)
class Gain:
    """Mean scores, 0–1, of the people who took both, and the mean difference with its 95 % interval."""

    count: int
    before: float
    after: float
    low: float
    high: float

    @property
    def mean(self) -> float:
        """The mean gain, −1 to 1."""
        return self.after - self.before


def gain(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """Return the gain of (before, after) scores; None for fewer than ``FEWEST``.

    The interval is that of a paired difference (Student).
    """
    count = len(pairs)
    if count < FEWEST:
        return None
    differences = [after - before for before, after in pairs]
    low, high = of_mean(fmean(differences), stdev(differences), count)
    return Gain(count, fmean(before for before, _ in pairs), fmean(after for _, after in pairs), low, high)
