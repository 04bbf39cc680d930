"""What the figures of an item tell its author to look at."""

from __future__ import annotations

import enum

from academy.items.rules.statistics.classical import Asked, ItemFigures
from academy.items.rules.statistics.facility import EASY, HARD

#: Below this efficiency an item hardly tells who knows from who does not (Moodle flags it there).
WEAK = 15.0
#: From this share on, guessing alone is worth half an item.
GUESSABLE = 0.5


class Flag(enum.StrEnum):
    """Something to look at."""

    EASY = "easy"
    HARD = "hard"
    WEAK = "weak"
    CONTRARY = "contrary"
    GUESSABLE = "guessable"


def flags(asked: Asked, found: ItemFigures) -> list[Flag]:
    """Return what to look at in an item, the gravest first. Nothing is said of what is withheld."""
    is_contrary = found.is_contrary or (found.discrimination is not None and found.discrimination < 0)
    said = {
        Flag.CONTRARY: is_contrary,
        Flag.HARD: found.facility is not None and found.facility < HARD,
        Flag.EASY: found.facility is not None and found.facility > EASY,
        Flag.WEAK: not is_contrary and found.efficiency is not None and found.efficiency < WEAK,
        Flag.GUESSABLE: asked.guess is not None and asked.guess >= GUESSABLE,
    }
    return [flag for flag, holds in said.items() if holds]
