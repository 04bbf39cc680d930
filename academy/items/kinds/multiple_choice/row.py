"""Multiple choice in a row: a choice in each cell, the letters of the right ones."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.multiple_choice.content import MultipleChoice
from academy.items.kinds.row import WORD, Cells, Row, choice_cells, choices

SETTINGS = {"marking": WORD}


def read(row: Row) -> Data:
    """Take every filled cell as a choice."""
    return {"choices": choices(row)}


def write(item: MultipleChoice, _losses: Notes) -> Cells:
    """Write a choice into each cell."""
    return choice_cells(item.choices)
