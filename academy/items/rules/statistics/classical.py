"""Classical test theory: how a quiz and its items measure. First attempts only; who calls sees to that.

What Moodle computes (“Quiz report statistics”, docs.moodle.org/dev), from the same definitions: x is the mark of an item
in points, t the total of the attempt, r = t − x the rest of it. Covariances divide by n − 1. An item that only some were
asked, because it was drawn, is judged over those who were asked it. Consistency takes a quiz with draws as Moodle does: what was drawn for
a place varies as one column, whichever item it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, sqrt
from operator import mul, sub
from statistics import median

from academy.items.rules.statistics import intervals

#: Below this many attempts nothing is said of an item: its figures would be a few people's marks.
FEWEST = 10
#: Below this many nothing is said of how items hang together: the interval would span almost everything.
FEWEST_TOGETHER = 20
#: What rounding leaves of a variance that is nothing.
_NOTHING = 1e-18


@dataclass(frozen=True)
class Asked:
    """One item of a quiz, as its figures need it."""

    key: str
    #: The most it is worth.
    points: float
    #: Share of its points that answering at random gives; None where that cannot be said.
    guess: float | None = None
    is_pilot: bool = False
    #: What it fills: items drawn for the same place share one. Empty: its own.
    slot: str = ""


@dataclass(frozen=True)
class Marks:
    """Every mark, in columns of equal length: which attempt (from 0), which item (its place in the list), its points."""

    attempts: Sequence[int]
    items: Sequence[int]
    points: Sequence[float]
    #: Which place of the quiz each fills, where items were drawn; empty where every item has a place of its own.
    slots: Sequence[str] = ()


@dataclass(frozen=True)
class ItemFigures:
    """What is known of one item. None: withheld, or without meaning for these marks."""

    count: int
    #: Mean mark over the most it is worth, 0–1, with its interval.
    facility: float | None = None
    interval: tuple[float, float] | None = None
    #: Standard deviation of the mark, as a share of the most it is worth.
    deviation: float | None = None
    #: 100 · cov(x, r) / √(var x · var r).
    discrimination: float | None = None
    #: 100 · cov(x, r) / the largest it could be with these marks: both lists sorted and paired.
    efficiency: float | None = None
    #: √cov(x, t) as a share of the sum over all items, 0–1; None where the covariance is negative.
    weight: float | None = None
    #: Its points as a share of all: the weight its author meant.
    intended: float | None = None
    #: Whether its covariance with the total is negative: who knows more loses here.
    is_contrary: bool = False


@dataclass(frozen=True)
class QuizFigures:
    """What is known of a quiz as a whole; scores are shares of the possible points, 0–1. None: withheld."""

    count: int
    mean: float | None = None
    interval: tuple[float, float] | None = None
    median: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    #: Cronbach's alpha as a percentage, with its interval.
    consistency: float | None = None
    consistency_interval: tuple[float, float] | None = None
    #: 100 · √(1 − alpha): how much of the deviation is chance.
    error_ratio: float | None = None
    #: Of one person's score, as a share of the possible points.
    standard_error: float | None = None
    #: The score that answering at random gives.
    guess: float | None = None


@dataclass(frozen=True)
class Figures:
    """All figures of a quiz."""

    quiz: QuizFigures
    items: Mapping[str, ItemFigures]


@dataclass
class _Column:
    """The marks of one item with the totals of the same attempts."""

    marks: list[float]
    totals: list[float]


def figures(asked: Sequence[Asked], marks: Marks, *, attempts: int) -> Figures:
    """Compute everything in one pass over the marks and a few over each item's; pilots count for no total."""
    counting = [0.0 if each.is_pilot else 1.0 for each in asked]
    worth = [each.points * counts for each, counts in zip(asked, counting, strict=True)]
    totals, possible = [0.0] * attempts, [0.0] * attempts
    for attempt, item, points in zip(marks.attempts, marks.items, marks.points, strict=True):
        totals[attempt] += points * counting[item]
        possible[attempt] += worth[item]
    columns = [_Column([], []) for _ in asked]
    for attempt, item, points in zip(marks.attempts, marks.items, marks.points, strict=True):
        columns[item].marks.append(points)
        columns[item].totals.append(totals[attempt])
    usual = fsum(possible) / attempts if attempts else 0.0
    found = [_item(each, column, usual) for each, column in zip(asked, columns, strict=True)]
    variances = _slot_variances(asked, marks, counting)
    sat = [(total, most) for total, most in zip(totals, possible, strict=True) if most]
    return Figures(
        _quiz(asked, sat, variances, attempts),
        {each.key: figure for each, figure in zip(asked, _weighted(found, counting), strict=True)},
    )


def _item(asked: Asked, column: _Column, possible: float) -> ItemFigures:
    """Return an item's figures; in the place of its weight the root that the weights are shares of."""
    count = len(column.marks)
    if count < FEWEST:
        return ItemFigures(count)
    marks = centred(column.marks)
    shares = [mark / asked.points for mark in column.marks]
    found = ItemFigures(
        count,
        fsum(shares) / count,
        intervals.of_scores(shares),
        sqrt(_product(marks, marks)) / asked.points,
        intended=None if asked.is_pilot or not possible else asked.points / possible,
    )
    return _together(found, asked, marks, centred(column.totals)) if count >= FEWEST_TOGETHER else found


def _together(
    found: ItemFigures, asked: Asked, marks: Sequence[float], totals: Sequence[float]
) -> ItemFigures:
    """Add what an item has to do with the rest of the quiz; a pilot is in no total, so that the rest is all of it."""
    rest = totals if asked.is_pilot else list(map(sub, totals, marks))
    with_rest, with_total = _product(marks, rest), _product(marks, totals)
    spread = _product(marks, marks) * _product(rest, rest)
    largest = _product(sorted(marks), sorted(rest))
    return replace(
        found,
        discrimination=100 * with_rest / sqrt(spread) if spread > _NOTHING else None,
        efficiency=100 * with_rest / largest if largest > _NOTHING else None,
        weight=sqrt(with_total) if with_total >= 0 else None,
        is_contrary=with_total < -_NOTHING,
    )


def _weighted(found: Sequence[ItemFigures], counting: Sequence[float]) -> list[ItemFigures]:
    """Make shares of the roots of the covariances; what counts for nothing has no weight."""
    roots = [each.weight if counts else None for each, counts in zip(found, counting, strict=True)]
    whole = fsum(root for root in roots if root is not None)
    return [
        replace(each, weight=root / whole if root is not None and whole else None)
        for each, root in zip(found, roots, strict=True)
    ]


def _slot_variances(asked: Sequence[Asked], marks: Marks, counting: Sequence[float]) -> list[float]:
    """Return the variance of the marks of each slot that counts; what was drawn for one place is one slot."""
    slots: dict[str, list[float]] = {}
    own = [each.slot or each.key for each in asked]
    named = marks.slots or [own[item] for item in marks.items]
    for item, slot, points in zip(marks.items, named, marks.points, strict=True):
        if counting[item]:
            slots.setdefault(slot or own[item], []).append(points)
    return [covariance(column, column) for column in slots.values() if len(column) > 1]


def _quiz(
    asked: Sequence[Asked], sat: Sequence[tuple[float, float]], variances: Sequence[float], count: int
) -> QuizFigures:
    if len(sat) < FEWEST:
        return QuizFigures(count)
    scores, sitters = [total / possible for total, possible in sat], len(sat)
    mean = fsum(scores) / sitters
    deviation = sqrt(covariance(scores, scores))
    together = sitters >= FEWEST_TOGETHER
    skewness, kurtosis = shape(scores) if together else (None, None)
    totals = [total for total, _possible in sat]
    alpha = consistency(variances, covariance(totals, totals)) if together else None
    chance = sqrt(max(0.0, 1 - alpha)) if alpha is not None else None
    return QuizFigures(
        count,
        mean,
        intervals.of_scores(scores),
        median(scores),
        deviation,
        skewness,
        kurtosis,
        100 * alpha if alpha is not None else None,
        _percent(intervals.of_consistency(alpha, sitters, len(variances))) if alpha is not None else None,
        100 * chance if chance is not None else None,
        chance * deviation if chance is not None else None,
        guessed(asked),
    )


def covariance(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the covariance of two lists, dividing by n − 1; 0 for fewer than two."""
    return _product(centred(xs), centred(ys))


def centred(values: Sequence[float]) -> list[float]:
    """Return values less their mean."""
    mean = fsum(values) / len(values) if values else 0.0
    return [value - mean for value in values]


def _product(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the covariance of two lists whose means are 0."""
    return fsum(map(mul, xs, ys)) / (len(xs) - 1) if len(xs) > 1 else 0.0


def consistency(variances: Sequence[float], of_total: float) -> float | None:
    """Return Cronbach's alpha, p/(p−1) · (1 − Σ var i / var t) (Cronbach, Psychometrika 16, 1951, p. 297–334).

    None for fewer than two items, or where everybody has the same total.
    """
    count = len(variances)
    if count < 2 or of_total <= 0:
        return None
    return count / (count - 1) * (1 - fsum(variances) / of_total)


def shape(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return skewness and excess kurtosis, by Fisher's k-statistics as Moodle and spreadsheets have them.

    G1 = √(n(n−1)) / (n−2) · m3 / m2^1.5 and G2 = (n−1) / ((n−2)(n−3)) · ((n+1)·(m4/m2² − 3) + 6), with central moments
    that divide by n (Joanes and Gill, The Statistician 47, 1998, p. 183–189). None where all values are the same.
    """
    count = len(values)
    mean = fsum(values) / count
    second, third, fourth = (fsum((value - mean) ** power for value in values) / count for power in (2, 3, 4))
    if count < 4 or second <= 0:
        return None, None
    skewness = sqrt(count * (count - 1)) / (count - 2) * third / second**1.5
    excess = fourth / second**2 - 3
    return skewness, (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * excess + 6)


def guessed(asked: Sequence[Asked]) -> float | None:
    """Return the score, 0–1, of answering at random (Moodle's random guess score); None where an item has none."""
    counting = [each for each in asked if not each.is_pilot]
    possible = fsum(each.points for each in counting)
    if not possible or any(each.guess is None for each in counting):
        return None
    return fsum(each.points * (each.guess or 0.0) for each in counting) / possible


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Return lower quartile, median and upper quartile; None for fewer than ``FEWEST``.

    By linear interpolation between the ordered values (Hyndman and Fan, The American Statistician 50, 1996, type 7).
    """
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    low, middle, high = (_interpolated(ordered, share) for share in (0.25, 0.5, 0.75))
    return low, middle, high


def _interpolated(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])


def _percent(interval: tuple[float, float]) -> tuple[float, float]:
    return 100 * interval[0], 100 * interval[1]
