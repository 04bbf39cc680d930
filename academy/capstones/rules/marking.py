"""What levels are worth, when two markers agree, and how far they did."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from academy.capstones.content import CapstoneContent, Criterion

#: Sums of points are as exact as floating numbers are.
ROUNDING = 1e-9
#: Two give their marks blind; the third sees both.
BLIND = 2


class BadLevels(ValueError):
    """Levels that are not the rubric's, or not all of them."""


class Muddle(enum.StrEnum):
    """What a marker may say of a row of the table."""

    #: What stands there as a fact is an inference.
    INFERENCE_AS_FACT = "inference-as-fact"
    #: What stands there as an inference is a fact: it can be seen.
    FACT_AS_INFERENCE = "fact-as-inference"
    #: She is surer than what she holds allows.
    TOO_SURE = "too-sure"


def score(criteria: Sequence[Criterion], levels: Mapping[str, int]) -> float:
    """Return the share of points, 0–1. Raises BadLevels."""
    if set(levels) != {each.key for each in criteria} or not criteria:
        raise BadLevels("not the criteria of this rubric")
    if not all(0 <= levels[each.key] < len(each.levels) for each in criteria):
        raise BadLevels("not a level of this rubric")
    points = fsum(each.levels[levels[each.key]].points for each in criteria)
    return points / (fsum(each.most for each in criteria) or 1)


def final(capstone: CapstoneContent, scores: Sequence[float]) -> float | None:
    """Return what the scores in their order come to: the mean of two that agree, the third where there is one.

    None while another person has to mark.
    """
    if len(scores) > BLIND:
        return scores[BLIND]
    if len(scores) == BLIND and agree(capstone, scores[0], scores[1]):
        return fsum(scores) / BLIND
    return None


def agree(capstone: CapstoneContent, one: float, other: float) -> bool:
    """Say whether two scores lie within the tolerance."""
    return abs(one - other) <= capstone.tolerance + ROUNDING


@dataclass(frozen=True)
class Agreement:
    """How far pairs of markers agreed."""

    pairs: int
    #: The mean difference of their scores, 0–1.
    difference: float
    #: The share of pairs within the tolerance.
    within: float
    #: Criterion → the mean difference of their levels.
    levels: Mapping[str, float]


def agreement(
    capstone: CapstoneContent, pairs: Iterable[tuple[Mapping[str, int], Mapping[str, int]]]
) -> Agreement | None:
    """Return how far markers agreed; None where no two have marked the same work yet."""
    found = list(pairs)
    if not found:
        return None
    scored = [(score(capstone.criteria, one), score(capstone.criteria, other)) for one, other in found]
    return Agreement(
        pairs=len(found),
        difference=fsum(abs(one - other) for one, other in scored) / len(found),
        within=sum(agree(capstone, one, other) for one, other in scored) / len(found),
        levels={
            each.key: fsum(abs(one[each.key] - other[each.key]) for one, other in found) / len(found)
            for each in capstone.criteria
        },
    )
