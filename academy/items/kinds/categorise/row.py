"""Sorting into categories in a row: ``category | card | card`` in each cell, ``||`` before what is said of it."""

from __future__ import annotations

from academy.items.kinds.categorise.content import Categorise
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.row import WORD, Cells, Row, nest

SETTINGS = {"marking": WORD}


def read(row: Row) -> Data:
    """Take a category with its cards from each cell."""
    categories = []
    for (name, *cards), *said in row.nested():
        category: Data = {"text": name, "cards": [card for card in cards if card]}
        if said and said[0][0]:
            category["feedback"] = said[0][0]
        categories.append(category)
    return {"categories": categories}


def write(item: Categorise, _losses: Notes) -> Cells:
    """Write a category into each cell."""
    return Cells([
        nest([(each.text, *each.cards), *([(each.feedback,)] if each.feedback else [])])
        for each in item.categories
    ])  # fmt: skip
