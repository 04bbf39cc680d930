"""How hard an item is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from academy.items.rules.statistics.classical import FEWEST
from academy.items.rules.statistics.intervals import of_scores

#: Below the one an item is hard, above the other easy: most miss it, or hardly anybody learns from it.
HARD, EASY = 0.3, 0.95


@dataclass(frozen=True)
class Facility:
    """The mean score of an item, 0–1, with the interval it lies in."""

    count: int
    value: float
    low: float
    high: float


def facility(scores: Sequence[float]) -> Facility | None:
    """Return the facility index, mean mark over maximum mark (Moodle, “Quiz statistics calculations”), first attempts.

    None for fewer than ``FEWEST``.
    """
    count = len(scores)
    if count < FEWEST:
        return None
    mean = fsum(scores) / count
    return Facility(count, mean, *of_scores(scores))
