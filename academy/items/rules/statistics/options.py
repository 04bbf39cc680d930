"""Which options people took, and how those did who took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from academy.items.rules.statistics.classical import FEWEST, FEWEST_TOGETHER, covariance

#: The best and the worst 27 % of a group tell an item apart best (Kelley, Journal of Educational Psychology 30, 1939).
OUTER = 0.27


@dataclass(frozen=True)
class Option:
    """One option: how many took it, how they did in all, how many of the best and of the worst took it. None: withheld."""

    letter: str
    count: int
    share: float
    mean_total: float | None
    #: Correlation of having taken it with the total, −1 to 1.
    point_biserial: float | None
    of_the_best: float | None
    of_the_worst: float | None


def options(
    letters: Sequence[str], taken: Sequence[frozenset[str]], totals: Sequence[float]
) -> list[Option] | None:
    """Return the figures of each option of an item; ``taken`` and ``totals`` go by attempt. None below ``FEWEST``.

    The mean total of those who took an option is withheld where fewer than ``FEWEST`` did: it would be theirs by name.
    """
    count = len(taken)
    if count < FEWEST:
        return None
    order = sorted(range(count), key=totals.__getitem__)
    outer = max(1, round(OUTER * count))
    worst, best = order[:outer], order[-outer:]
    return [_option(letter, taken, totals, worst, best) for letter in letters]


def _option(
    letter: str,
    taken: Sequence[frozenset[str]],
    totals: Sequence[float],
    worst: Sequence[int],
    best: Sequence[int],
) -> Option:
    took = [float(letter in each) for each in taken]
    number = int(fsum(took))
    together = len(taken) >= FEWEST_TOGETHER
    mean = (
        fsum(total for total, does in zip(totals, took, strict=True) if does) / number
        if number >= FEWEST
        else None
    )
    spread = covariance(took, took) * covariance(totals, totals)
    return Option(
        letter,
        number,
        number / len(taken),
        mean,
        covariance(took, totals) / sqrt(spread) if together and spread > 0 else None,
        fsum(took[place] for place in best) / len(best) if together else None,
        fsum(took[place] for place in worst) / len(worst) if together else None,
    )
