"""Key feature in a row: ``option | its points, or harmful | what is said`` in each cell."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.key_feature.content import KeyFeature
from academy.items.kinds.row import NUMBER, Cells, Row, in_digits, joined, number, piece

SETTINGS = {"most": NUMBER}
_HARMFUL = "harmful"


def read(row: Row) -> Data:
    """Take every filled cell as an option."""
    options = []
    for _letter, each in row.filled():
        option: Data = {"text": each[0]}
        if piece(each, 1).casefold() == _HARMFUL:
            option["harmful"] = True
        elif piece(each, 1):
            option["points"] = number(each[1])
        if piece(each, 2):
            option["feedback"] = each[2]
        options.append(option)
    return {"options": options}


def write(item: KeyFeature, _losses: Notes) -> Cells:
    """Write an option into each cell."""
    return Cells([
        joined((
            each.text, _HARMFUL if each.harmful else in_digits(each.points) if each.points else "", each.feedback,
        ))
        for each in item.options
    ])  # fmt: skip
