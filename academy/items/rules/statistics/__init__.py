"""What figures say of quizzes and their items, each with its source; nothing is said of too few people."""

from academy.items.rules.statistics.answers import FEWEST_ALIKE, Offered, common_answers, offered, taken
from academy.items.rules.statistics.classical import (
    FEWEST,
    FEWEST_TOGETHER,
    Asked,
    Figures,
    ItemFigures,
    Marks,
    QuizFigures,
    figures,
    quartiles,
)
from academy.items.rules.statistics.facility import EASY, HARD, Facility, facility
from academy.items.rules.statistics.flags import GUESSABLE, WEAK, Flag, flags
from academy.items.rules.statistics.options import Option, options

__all__ = [
    "EASY", "FEWEST", "FEWEST_ALIKE", "FEWEST_TOGETHER", "GUESSABLE", "HARD", "WEAK", "Asked", "Facility", "Figures", "Flag",
    "ItemFigures", "Marks", "Offered", "Option", "QuizFigures", "common_answers", "facility", "figures", "flags", "offered",
    "options", "quartiles", "taken",
]  # fmt: skip
