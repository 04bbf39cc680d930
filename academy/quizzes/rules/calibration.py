"""How sure groups of people are, and how right: calibration over many attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from academy.items.rules import MOST_SURE
from academy.items.rules.statistics import FEWEST
from academy.quizzes.rules.certainty import WISE, Level, judgement

#: Below this many people nothing is said of a group: what it thinks of itself would be what a few do.
FEWEST_PEOPLE = 5


@dataclass
class Tally:
    """Sums over the answers of one certainty."""

    count: int = 0
    score: float = 0.0
    credit: float = 0.0

    def add(self, score: float, credit: float) -> None:
        """Count one answer."""
        self.count += 1
        self.score += score
        self.credit += credit


@dataclass
class Group:
    """What is summed up of one group while results go by: who is in it, and each certainty."""

    people: set[int] = field(default_factory=set)
    tallies: dict[int, Tally] = field(default_factory=lambda: {sure: Tally() for sure in WISE})


@dataclass(frozen=True)
class Calibration:
    """A group's answers by certainty. ``average`` (−6 to 3) and ``levels`` are withheld of too few people or answers."""

    people: int
    count: int
    average: float | None = None
    levels: Mapping[int, Level] = field(default_factory=dict)

    @property
    def is_withheld(self) -> bool:
        """Whether too few answered."""
        return self.average is None


def calibration(group: Group) -> Calibration:
    """Return a group's calibration: the share right at each certainty, each answer weighing the same.

    The average is that of certainty-based marks, three times the credit (Gardner-Medwin, IUPS 2013).
    """
    people, count = len(group.people), sum(tally.count for tally in group.tallies.values())
    if people < FEWEST_PEOPLE or count < FEWEST:
        return Calibration(people, count)
    average = MOST_SURE * sum(tally.credit for tally in group.tallies.values()) / count
    levels = {sure: _level(sure, tally) for sure, tally in group.tallies.items() if tally.count}
    return Calibration(people, count, average, levels)


def _level(sure: int, tally: Tally) -> Level:
    accuracy = tally.score / tally.count
    return Level(tally.count, accuracy, judgement(sure, accuracy, tally.count))
