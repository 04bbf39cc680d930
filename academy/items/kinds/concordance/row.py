"""Script concordance in a row: the hypothesis, what is learnt, then ``votes | a reason`` for −2, −1, 0, +1 and +2."""

from __future__ import annotations

from academy.items.kinds.concordance.content import POINTS, Concordance
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.row import WORD, Cells, Row, joined, number, piece, pieces

SETTINGS = {"scale": WORD}


def read(row: Row) -> Data:
    """Take the hypothesis, the information and five votes."""
    cells = [pieces(cell) for cell in [*row.cells, *[""] * 7][: len(POINTS) + 2]]
    if not cells[0][0] or not cells[1][0]:
        raise CannotSay("row-parts", count=len(POINTS) + 2)
    panel = []
    for each in cells[2:]:
        vote: Data = {"votes": number(each[0] or "0")}
        if piece(each, 1):
            vote["reason"] = each[1]
        panel.append(vote)
    return {"hypothesis": cells[0][0], "information": cells[1][0], "panel": panel}


def write(item: Concordance, _losses: Notes) -> Cells:
    """Write the seven cells."""
    votes = [joined((str(each.votes), each.reason)) for each in item.panel]
    return Cells([joined((item.hypothesis,)), joined((item.information,)), *votes])
