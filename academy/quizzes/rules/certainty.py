"""How well somebody knows what she knows: the summary of an attempt that was marked by certainty.

After Moodle's ``qbehaviour_deferredcbm_type::summarise_usage`` and Gardner-Medwin, IUPS 2013.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from academy.items.rules import RIGHT, UNSTATED, WRONG

#: From which to which share of right responses a certainty is the wise choice.
WISE = {1: (0.0, 2 / 3), 2: (2 / 3, 0.8), 3: (0.8, 1.0)}
#: The bonus is this share of the marks above those that one certainty throughout would have earned at best.
BONUS = 0.1
_CLOSE = 5e-7


class Judgement(enum.StrEnum):
    """How a certainty fits the share that was right."""

    OVER = "over"
    SLIGHTLY_OVER = "slightly-over"
    FITS = "fits"
    SLIGHTLY_UNDER = "slightly-under"
    UNDER = "under"


@dataclass(frozen=True)
class Certain:
    """One item's result: its points, its score (0–1) and how sure she was; unanswered where ``is_answered`` is not set."""

    points: float
    score: float
    certainty: int | None = None
    is_answered: bool = True

    @property
    def sure(self) -> int:
        """How sure she was; who does not say is unsure."""
        return self.certainty or UNSTATED

    @property
    def cbm(self) -> float:
        """The certainty-based mark, −6 to 3; nothing where it was left open."""
        if not self.is_answered:
            return 0.0
        return self.score * RIGHT[self.sure] if self.score > 0 else WRONG[self.sure]


@dataclass(frozen=True)
class Level:
    """The responses of one certainty: how many, which share was right, and how the two fit."""

    count: int
    accuracy: float
    judgement: Judgement


@dataclass(frozen=True)
class CertaintySummary:
    """Accuracy (0–1), average certainty-based mark (−6 to 3), bonus; and each certainty by itself."""

    accuracy: float
    average: float
    bonus: float
    answered: int
    levels: Mapping[int, Level]


def certainty_summary(entries: Iterable[Certain]) -> CertaintySummary | None:
    """Return the summary of an attempt; None where nothing was asked."""
    found = list(entries)
    weight = fsum(each.points for each in found)
    if not weight:
        return None
    answered = [each for each in found if each.is_answered]
    accuracy = fsum(each.points * each.score for each in answered) / weight
    average = fsum(each.points * each.cbm for each in answered) / weight
    by_level = {sure: [each for each in answered if each.sure == sure] for sure in WISE}
    return CertaintySummary(
        accuracy, average, BONUS * (average - best_at(accuracy)), len(answered),
        {sure: _level(sure, each) for sure, each in by_level.items() if each},
    )  # fmt: skip


def best_at(accuracy: float) -> float:
    """Return the best average mark that one certainty throughout earns at an accuracy."""
    return max(accuracy * RIGHT[sure] + (1 - accuracy) * WRONG[sure] for sure in WISE)


def _level(sure: int, entries: Sequence[Certain]) -> Level:
    accuracy = fsum(each.points * each.score for each in entries) / fsum(each.points for each in entries)
    return Level(len(entries), accuracy, judgement(sure, accuracy, len(entries)))


def judgement(sure: int, accuracy: float, count: int) -> Judgement:
    """Judge a share by the limits of its certainty; "slightly" where so few responses may be chance."""
    low, high = WISE[sure]
    if accuracy < low - _CLOSE:
        return Judgement.OVER if (accuracy - low) ** 2 * count > 0.5 else Judgement.SLIGHTLY_OVER
    if accuracy > high + _CLOSE:
        return Judgement.UNDER if (accuracy - high) ** 2 * count > 0.5 else Judgement.SLIGHTLY_UNDER
    return Judgement.FITS
