"""Ordering in a row: the steps, from ``a`` on, in their right order."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.ordering.content import Ordering
from academy.items.kinds.row import WORD, Cells, Row, joined

SETTINGS = {"marking": WORD}


def read(row: Row) -> Data:
    """Take the cells in their order."""
    return {"steps": [each[0] for _letter, each in row.filled()]}


def write(item: Ordering, _losses: Notes) -> Cells:
    """Write a step into each cell."""
    return Cells([joined((step,)) for step in item.steps])
