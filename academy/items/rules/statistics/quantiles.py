"""Points of Student's t and of F, which the standard library does not have, for intervals."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

#: Far finer than any figure that is shown.
_CLOSE = 1e-12
_STEPS = 500


def t_point(share: float, degrees: float) -> float:
    """Return the point that a share (0.55–1: near the middle it loses digits) of Student's distribution lies below.

    By the incomplete beta function: P(|T| > t) = I_x(d/2, 1/2) with x = d / (d + t²) (Abramowitz and Stegun 26.7.1).
    """
    outside = 2 * (1 - share)
    x = _inverted(lambda each: incomplete_beta(degrees / 2, 0.5, each), outside)
    return sqrt(degrees * (1 - x) / x)


@lru_cache(maxsize=256)
def f_point(share: float, upper: float, lower: float) -> float:
    """Return the point that a share of the F distribution with ``upper`` and ``lower`` degrees lies below.

    P(F < f) = I_x(u/2, l/2) with x = u·f / (u·f + l) (Abramowitz and Stegun 26.6.2).
    """
    x = _inverted(lambda each: incomplete_beta(upper / 2, lower / 2, each), share)
    return lower * x / (upper * (1 - x))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), 0–1.

    By its continued fraction (Abramowitz and Stegun 26.5.8), summed after Lentz, on the side where it converges fast.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """Sum 1 + d1/(1 + d2/(1 + …)) of the incomplete beta function."""
    tiny = 1e-300
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / ((1 + term * lower) or tiny)
        upper = (1 + term / upper) or tiny
        value *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return value


def _inverted(rising: Callable[[float], float], share: float) -> float:
    """Return where a function that rises from 0 to 1 on 0–1 reaches a share, by halving."""
    low, high = 0.0, 1.0
    while high - low > _CLOSE * max(high, 1e-6):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rising(middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
