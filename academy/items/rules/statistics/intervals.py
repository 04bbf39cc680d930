"""How far a figure may be off: intervals at 95 %."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from statistics import NormalDist

from academy.items.rules.statistics.quantiles import f_point, t_point

#: How sure an interval is meant to be.
CONFIDENCE = 0.95
_UPPER = (1 + CONFIDENCE) / 2


def of_share(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's score interval of a share, 0–1 (Wilson, JASA 22, 1927, p. 209–212)."""
    z = NormalDist().inv_cdf(_UPPER)
    scale = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z / scale * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def of_mean(mean: float, deviation: float, count: int) -> tuple[float, float]:
    """Return Student's interval of a mean: mean ± t · s / √n, with n − 1 degrees of freedom."""
    reach = t_point(_UPPER, count - 1) * deviation / sqrt(count)
    return mean - reach, mean + reach


def of_scores(scores: Sequence[float]) -> tuple[float, float]:
    """Return the interval of a mean score: Wilson's where all are right or wrong, Student's otherwise.

    Student's is cut off where no score can lie; scores below 0 are those of certainty, which end at −2.
    """
    count, mean = len(scores), fsum(scores) / len(scores)
    if all(score in (0.0, 1.0) for score in scores):
        return of_share(mean, count)
    deviation = sqrt(fsum((score - mean) ** 2 for score in scores) / (count - 1))
    low, high = of_mean(mean, deviation, count)
    return max(-2.0 if min(scores) < 0 else 0.0, low), min(1.0, high)


def of_consistency(alpha: float, people: int, items: int) -> tuple[float, float]:
    """Return Feldt's interval of Cronbach's alpha (Feldt, Psychometrika 30, 1965, p. 357–370).

    (1 − alpha) / (1 − its estimate) is distributed as F with (n − 1)(p − 1) and n − 1 degrees of freedom turned over:
    the bounds are 1 − (1 − estimate) · F, F with n − 1 and (n − 1)(p − 1) degrees.
    """
    degrees = (people - 1, (people - 1) * (items - 1))
    return 1 - (1 - alpha) * f_point(_UPPER, *degrees), 1 - (1 - alpha) * f_point(1 - _UPPER, *degrees)
