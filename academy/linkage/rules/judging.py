"""What a sorting is worth: its links, its reasons, and whether way of working and signature were kept apart.

False links cost as much as missed ones, so that linking everything is no better than linking nothing; and neither of
the two ever passes, whatever else is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from academy.linkage.content import LinkageContent
from academy.linkage.rules.sorting import Sorting

#: Two incidents, in the board's order.
Pair = tuple[str, str]
#: How far floating point may be off where a score meets its mark.
CLOSE = 1e-9


@dataclass(frozen=True)
class Links:
    """The pairs of incidents that were linked, or should have been, in the board's order."""

    right: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    false: tuple[Pair, ...]

    @property
    def score(self) -> float:
        """1 less what was missed and what is false, each against all true links; never below 0."""
        true = len(self.right) + len(self.missed)
        return max(0.0, 1 - (len(self.missed) + len(self.false)) / true) if true else 0.0


@dataclass(frozen=True)
class Reasons:
    """The features named as linking: right ones less wrong ones, against all that truly link."""

    right: int
    wrong: int
    possible: int

    @property
    def score(self) -> float:
        """Never below 0."""
        return max(0.0, (self.right - self.wrong) / self.possible) if self.possible else 0.0


@dataclass(frozen=True)
class Judged:
    """What a board came to."""

    links: Links
    reasons: Reasons
    #: How many features were called what they are, and how many there are.
    sorted_right: int
    features: int
    #: Of the whole, 0–1.
    score: float
    is_passed: bool
    #: Letter → the true series that the learner's own stands for.
    stands_for: Mapping[str, str]

    @property
    def features_score(self) -> float:
        """The share of features called what they are."""
        return self.sorted_right / self.features if self.features else 0.0


def true_pairs(board: LinkageContent) -> frozenset[Pair]:
    """Return the pairs that belong together."""
    return _pairs(board, board.series_of)


def made_pairs(board: LinkageContent, places: Mapping[str, str]) -> frozenset[Pair]:
    """Return the pairs that somebody put into the same series; alone and open ones are linked with nothing."""
    return _pairs(board, {key: place for key, place in places.items() if len(place) == 1})


def judge(board: LinkageContent, sorting: Sorting) -> Judged:
    """Return what a sorting is worth. What the letters are called makes no difference."""
    true, made = true_pairs(board), made_pairs(board, sorting.places)
    links = Links(_in_order(board, true & made), _in_order(board, true - made), _in_order(board, made - true))
    own = sorting.series(board)
    stands_for = matched(board, own)
    reasons = _reasons(board, sorting, own, stands_for)
    right = sum(sorting.sorts.get(each.key) == each.truth for each in board.features)
    parts = {"links": links.score, "reasons": reasons.score, "features": right / (len(board.features) or 1)}
    weights = board.weights.model_dump()
    score = sum(weights[name] * part for name, part in parts.items()) / sum(weights.values())
    is_passed = score >= board.pass_mark - CLOSE and not _is_thoughtless(board, made)
    return Judged(links, reasons, right, len(board.features), score, is_passed, stands_for)


def matched(board: LinkageContent, own: Mapping[str, list[str]]) -> dict[str, str]:
    """Return letter → the true series it shares most incidents with, each series once; of equals the earlier ones go first."""
    order = {each.key: place for place, each in enumerate(board.incidents)}
    candidates = []
    for letter, members in own.items():
        for place, (name, series) in enumerate(board.ordered_series):
            shared = [order[key] for key in members if key in series.incidents]
            if len(shared) > 1:
                candidates.append((-len(shared), place, min(shared), letter, name))
    found: dict[str, str] = {}
    for *_rank, letter, name in sorted(candidates):
        if letter not in found and name not in found.values():
            found[letter] = name
    return found


def _reasons(
    board: LinkageContent, sorting: Sorting, own: Mapping[str, list[str]], stands_for: Mapping[str, str]
) -> Reasons:
    right = wrong = 0
    for letter in own:
        said = set(sorting.arguments[letter].links) if letter in sorting.arguments else set()
        true = set(board.series[stands_for[letter]].links) if letter in stands_for else set()
        right, wrong = right + len(said & true), wrong + len(said - true)
    return Reasons(right, wrong, sum(len(set(each.links)) for each in board.series.values()))


def _is_thoughtless(board: LinkageContent, made: frozenset[Pair]) -> bool:
    """Say whether nothing was linked, or everything with everything."""
    return not made or len(made) == len(board.incidents) * (len(board.incidents) - 1) // 2


def _pairs(board: LinkageContent, groups: Mapping[str, str]) -> frozenset[Pair]:
    return frozenset(
        (one.key, other.key)
        for one, other in combinations(board.incidents, 2)
        if one.key in groups and groups[one.key] == groups.get(other.key)
    )


def _in_order(board: LinkageContent, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    order = {each.key: place for place, each in enumerate(board.incidents)}
    return tuple(sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])))
