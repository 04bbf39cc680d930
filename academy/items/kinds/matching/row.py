"""Matching in a row: ``left | right`` in each cell; without a left side, a right side that belongs to nothing."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.row import Cells, Row, Way, joined, piece

SETTINGS: dict[str, Way] = {}


def read(row: Row) -> Data:
    """Take pairs and extra right sides."""
    sides = [(piece(each, 0), piece(each, 1)) for _letter, each in row.filled()]
    data: Data = {"pairs": [{"left": left, "right": right} for left, right in sides if left]}
    if extra := [right for left, right in sides if not left]:
        data["extra"] = extra
    return data


def write(item: Matching, _losses: Notes) -> Cells:
    """Write the pairs, then the extra right sides."""
    sides = [*((pair.left, pair.right) for pair in item.pairs), *(("", extra) for extra in item.extra)]
    return Cells([joined(side) for side in sides])
