"""What is said of a board once it is handed in: every series, every false and every missed link, with its reason."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from academy.linkage.content import Feature, Incident, LinkageContent, Series
from academy.linkage.rules.judging import Judged, Pair, judge, made_pairs
from academy.linkage.rules.sorting import OPEN, Argument, Sorting

#: With fewer others than this nothing is said of them: one could guess who.
FEWEST = 5


@dataclass(frozen=True)
class TrueSeries:
    """A true series, and where its incidents were put."""

    key: str
    series: Series
    #: (number, incident, where it was put: a letter, ``alone``, ``open`` or empty).
    members: tuple[tuple[int, Incident, str], ...]
    links: tuple[Feature, ...]
    #: Whether all of it, and nothing else, was put together.
    is_found: bool


class Fate(enum.StrEnum):
    """What became of a link."""

    RIGHT = "right"
    MISSED = "missed"
    FALSE = "false"


@dataclass(frozen=True)
class LinkLine:
    """A link that was made or should have been, and why it is what it is."""

    numbers: tuple[int, int]
    fate: Fate
    #: Where it is told: under the series whose link it is; a false one under the first of the two that belongs to no
    #: series; empty where both belong to series that differ.
    under: str
    #: What both have in common: coincidence where the link is false, else what binds them.
    shared: tuple[Feature, ...]
    #: How many of how many others made this link; None where there are too few of them.
    others: tuple[int, int] | None


@dataclass(frozen=True)
class OwnSeries:
    """A series the learner made: what she said of it, and how much of it holds."""

    letter: str
    numbers: tuple[int, ...]
    argument: Argument
    #: Of the links within it: how many are right, and how many there are.
    right: int
    made: int
    #: What she named and what truly links the series it stands for.
    named: tuple[tuple[Feature, bool], ...]


@dataclass(frozen=True)
class FeatureLine:
    """A feature: what it is, and what it was called."""

    feature: Feature
    called: str

    @property
    def is_right(self) -> bool:
        """Whether it was called what it is."""
        return self.called == self.feature.truth


@dataclass(frozen=True)
class Debrief:
    """Everything there is to say of one board."""

    judged: Judged
    series: tuple[TrueSeries, ...]
    own: tuple[OwnSeries, ...]
    links: tuple[LinkLine, ...]
    features: tuple[FeatureLine, ...]
    #: (number, incident) that belong to no series.
    unrelated: tuple[tuple[int, Incident], ...]
    #: Numbers of the incidents of which she said that one cannot say yet.
    left_open: tuple[int, ...]
    #: How many others there are to compare with; 0 where they are too few.
    others: int


def debrief(board: LinkageContent, sorting: Sorting, others: list[Mapping[str, str]]) -> Debrief:
    """Compare a sorting with the truth and with what ``others`` of the cohort made of it (incident → place)."""
    judged = judge(board, sorting)
    numbers = {each.key: number for number, each in enumerate(board.incidents, start=1)}
    counted = _counted(board, others)
    links = judged.links
    fates = dict.fromkeys(links.right, Fate.RIGHT) | dict.fromkeys(links.missed, Fate.MISSED)
    fates |= dict.fromkeys(links.false, Fate.FALSE)
    return Debrief(
        judged,
        tuple(_true_series(board, key, sorting, numbers) for key, _series in board.ordered_series),
        tuple(
            _own(board, letter, members, sorting, judged, numbers)
            for letter, members in sorting.series(board).items()
        ),
        tuple(
            sorted(
                (_line(board, pair, fate, numbers, counted) for pair, fate in fates.items()),
                key=lambda line: line.numbers,
            )
        ),
        tuple(FeatureLine(each, sorting.sorts.get(each.key, "")) for each in board.features),
        tuple((numbers[each.key], each) for each in board.unrelated),
        tuple(numbers[each.key] for each in board.incidents if sorting.places.get(each.key) == OPEN),
        0 if counted is None else counted.size,
    )


@dataclass(frozen=True)
class _Others:
    """How many others there are, and how many of them made each link."""

    size: int
    made: Counter[Pair]


def _counted(board: LinkageContent, others: list[Mapping[str, str]]) -> _Others | None:
    """Return what others did; None where there are too few of them."""
    if len(others) < FEWEST:
        return None
    return _Others(len(others), Counter(pair for places in others for pair in made_pairs(board, places)))


def _true_series(board: LinkageContent, key: str, sorting: Sorting, numbers: Mapping[str, int]) -> TrueSeries:
    series = board.series[key]
    members = tuple(
        (numbers[each.key], each, sorting.places.get(each.key, ""))
        for each in board.incidents
        if each.key in series.incidents
    )
    links = tuple(each for each in board.features if each.key in series.links)
    is_found = any(set(own) == set(series.incidents) for own in sorting.series(board).values())
    return TrueSeries(key, series, members, links, is_found)


def _own(
    board: LinkageContent, letter: str, members: list[str], sorting: Sorting, judged: Judged, numbers: Mapping[str, int]
) -> OwnSeries:  # fmt: skip
    argument = sorting.arguments.get(letter, Argument())
    true = board.series[judged.stands_for[letter]].links if letter in judged.stands_for else []
    right = sum(pair[0] in members and pair[1] in members for pair in judged.links.right)
    return OwnSeries(
        letter, tuple(numbers[key] for key in members), argument, right, len(members) * (len(members) - 1) // 2,
        tuple((each, each.key in true) for each in board.features if each.key in argument.links),
    )  # fmt: skip


def _line(
    board: LinkageContent, pair: Pair, fate: Fate, numbers: Mapping[str, int], counted: _Others | None
) -> LinkLine:
    both = [each for each in board.incidents if each.key in pair]
    known = board.series_of
    bound = set(both[0].features) & set(both[1].features)
    under = next((each.key for each in both if each.key not in known), "")
    if fate is not Fate.FALSE:
        under = known[pair[0]]
        bound &= set(board.series[under].links)
    return LinkLine(
        (numbers[pair[0]], numbers[pair[1]]),
        fate,
        under,
        tuple(each for each in board.features if each.key in bound),
        None if counted is None else (counted.made[pair], counted.size),
    )
