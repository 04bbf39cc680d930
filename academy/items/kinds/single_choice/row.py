"""Single choice in a row: a choice in each cell, the letter of the right one."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.row import Cells, Row, Way, choice_cells, choices
from academy.items.kinds.single_choice.content import SingleChoice

SETTINGS: dict[str, Way] = {}


def read(row: Row) -> Data:
    """Take every filled cell as a choice."""
    return {"choices": choices(row)}


def write(item: SingleChoice, _losses: Notes) -> Cells:
    """Write a choice into each cell."""
    return choice_cells(item.choices)
