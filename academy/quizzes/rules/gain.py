"""What a class gained between pre-test and post-test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

#: Below this many people nothing is shown: a mean of three is three people's marks.
FEWEST = 5
#: Two-sided 95 % points of Student's t by degrees of freedom (Fisher and Yates, Statistical Tables, table III);
#: between two rows the one with fewer degrees counts, which makes the interval a little wider.
_T = {
    4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201, 12: 2.179, 13: 2.160, 14: 2.145,
    15: 2.131, 16: 2.120, 17: 2.110, 18: 2.101, 19: 2.093, 20: 2.086, 21: 2.080, 22: 2.074, 23: 2.069, 24: 2.064,
    25: 2.060, 26: 2.056, 27: 2.052, 28: 2.048, 29: 2.045, 30: 2.042, 40: 2.021, 60: 2.000, 120: 1.980,
}  # fmt: skip


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

    The interval is that of a paired difference: mean ± t · s / √n, with n − 1 degrees of freedom.
    """
    count = len(pairs)
    if count < FEWEST:
        return None
    differences = [after - before for before, after in pairs]
    mean = fmean(differences)
    reach = _t(count - 1) * stdev(differences) / sqrt(count)
    return Gain(
        count,
        fmean(before for before, _ in pairs),
        fmean(after for _, after in pairs),
        mean - reach,
        mean + reach,
    )


def _t(degrees: int) -> float:
    return _T[max(each for each in _T if each <= degrees)]
