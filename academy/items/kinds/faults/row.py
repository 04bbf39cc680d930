"""A document with faults in a row: the heads of its columns in ``text``, ``date | who``; a line or a reason in each cell.

``reason | its name | words``; ``line | faulty, or the reason's name | what is said || cell | cell``.
"""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.faults.content import Faults
from academy.items.kinds.row import WORD, Cells, Row, joined, nest, piece, pieces

SETTINGS = {"document": WORD}
_FAULTY = "faulty"


def read(row: Row) -> Data:
    """Take lines and reasons."""
    data: Data = {"columns": pieces(row.text) if row.text else [], "lines": [], "reasons": []}
    for (what, *rest), *cells in row.nested():
        if what.casefold() == "reason":
            data["reasons"].append({"key": piece(rest, 0), "text": piece(rest, 1)})
        elif what.casefold() == "line" and cells:
            data["lines"].append(_line(piece(rest, 0), piece(rest, 1), cells[0]))
        else:
            raise CannotSay("row-what", what=what[:40])
    return data


def write(item: Faults, _losses: Notes) -> Cells:
    """Write the reasons, then the lines."""
    return Cells(
        [
            *(joined(("reason", each.key, each.text)) for each in item.reasons),
            *(
                nest([("line", each.reason or (_FAULTY if each.faulty else ""), each.feedback), each.cells])
                for each in item.lines
            ),
        ],
        text=joined(item.columns),
    )


def _line(fault: str, said: str, cells: list[str]) -> Data:
    line: Data = {"cells": cells}
    if fault:
        line["faulty"] = True
    if fault and fault.casefold() != _FAULTY:
        line["reason"] = fault
    if said:
        line["feedback"] = said
    return line
