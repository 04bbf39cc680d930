"""Situational judgement in a row: ``option | ranks of the panel | what is said`` in each cell."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.judgement.content import Judgement
from academy.items.kinds.row import WORD, Cells, Row, in_digits, joined, number, piece

SETTINGS = {"format": WORD}


def read(row: Row) -> Data:
    """Take every filled cell as an option."""
    options = []
    for _letter, each in row.filled():
        ranks = piece(each, 1).replace(";", " ").split()
        option: Data = {"text": each[0], "ranks": [number(rank) for rank in ranks]}
        if piece(each, 2):
            option["feedback"] = each[2]
        options.append(option)
    return {"options": options}


def write(item: Judgement, _losses: Notes) -> Cells:
    """Write an option into each cell."""
    return Cells([
        joined((each.text, " ".join(in_digits(rank) for rank in each.ranks), each.feedback))
        for each in item.options
    ])  # fmt: skip
