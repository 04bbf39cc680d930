"""A number in a row: the number in ``a``; then other units, ``text | factor | another spelling``."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.numeric.content import Numeric
from academy.items.kinds.row import EXACT, NUMBER, WORD, WORDS, Cells, Row, exact, in_digits, joined, piece

SETTINGS = {
    "tolerance": EXACT, "tolerance_in": WORD, "unit": WORDS, "unit_is": WORD, "unit_penalty": NUMBER,
}  # fmt: skip


def read(row: Row) -> Data:
    """Take the number and the other units."""
    cells = row.filled()
    if not cells or cells[0][0] != "a":
        raise CannotSay("no-right-answer")
    data: Data = {"answer": exact(cells[0][1][0])}
    units = []
    for _letter, each in cells[1:]:
        unit: Data = {"text": each[0], "factor": exact(piece(each, 1))}
        if also := [spelling for spelling in each[2:] if spelling]:
            unit["also"] = also
        units.append(unit)
    return {**data, **({"units": units} if units else {})}


def write(item: Numeric, _losses: Notes) -> Cells:
    """Write the number, then a unit into each cell."""
    units = [joined((unit.text, in_digits(unit.factor), *unit.also)) for unit in item.units]
    return Cells([in_digits(item.answer), *units])
