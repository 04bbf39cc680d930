"""What the results of an attempt's items come to together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

#: Scores are sums of binary fractions, so 0.7 may come out as 0.6999999999999999. No authored pass mark and
#: no points are finer than this, so what is closer than it is the same.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Weight:
    """What one item is worth; one that is tried out is worth nothing."""

    points: float
    is_gate: bool = False
    is_pilot: bool = False


@dataclass(frozen=True)
class Terms:
    """What an attempt's items are worth, and what passes. ``passes_anyway``: handing in is enough."""

    weights: Mapping[str, Weight]
    pass_mark: float
    passes_anyway: bool = False


@dataclass(frozen=True)
class Result:
    """What one item came to: the share of its points that it counts for, −2 to 1; None while it waits for a person."""

    credit: float | None
    is_right: bool


@dataclass(frozen=True)
class Total:
    """What an attempt came to; ``score`` (0–1) and ``is_passed`` are None while something waits for a person."""

    score: float | None
    is_passed: bool | None
    gates_failed: tuple[str, ...] = ()


def total(terms: Terms, results: Mapping[str, Result]) -> Total:
    """Return Σ points × credit ÷ Σ points of the items that count, within 0–1, and whether that passes.

    An item without a result counts nothing. A gate that is not right fails the attempt, whatever the score.
    """
    counted = {key: each for key, each in terms.weights.items() if not each.is_pilot}
    waiting = {key for key in counted if key in results and results[key].credit is None}
    failed = tuple(
        key for key, each in counted.items() if each.is_gate and key not in waiting and not _right(results, key)
    )  # fmt: skip
    if waiting:
        return Total(None, None, failed)
    possible = fsum(each.points for each in counted.values())
    points = fsum(each.points * _credit(results, key) for key, each in counted.items())
    score = min(1.0, max(0.0, points / possible)) if possible else 0.0
    is_passed = terms.passes_anyway or (not failed and score >= terms.pass_mark - ROUNDING)
    return Total(score, is_passed, failed)


def _right(results: Mapping[str, Result], key: str) -> bool:
    return key in results and results[key].is_right


def _credit(results: Mapping[str, Result], key: str) -> float:
    return (results[key].credit or 0.0) if key in results else 0.0
