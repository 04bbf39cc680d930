"""Evidence first in a row. Its cells begin with what they are:

``hypothesis | its name | words | undecided``, ``begin | names that hold before any sign | why`` and
``sign | names that hold | words | why``.
"""

from __future__ import annotations

from academy.items.kinds.differential.content import Differential
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.row import Cells, Row, Way, joined, piece

SETTINGS: dict[str, Way] = {}
_UNDECIDED = "undecided"


def read(row: Row) -> Data:
    """Take hypotheses, signs and the beginning."""
    data: Data = {"hypotheses": [], "accepted": [], "signs": []}
    for _letter, (what, *rest) in row.filled():
        match what.casefold():
            case "hypothesis":
                undecided = {"undecided": True} if piece(rest, 2).casefold() == _UNDECIDED else {}
                data["hypotheses"].append({"key": piece(rest, 0), "text": piece(rest, 1), **undecided})
            case "begin":
                data |= {"accepted": _names(piece(rest, 0)), **_why(piece(rest, 1))}
            case "sign":
                sign = {"text": piece(rest, 1), "accepted": _names(piece(rest, 0)), **_why(piece(rest, 2))}
                data["signs"].append(sign)
            case _:
                raise CannotSay("row-what", what=what[:40])
    return data


def write(item: Differential, _losses: Notes) -> Cells:
    """Write the hypotheses, the beginning, then the signs."""
    return Cells([
        *(joined(("hypothesis", each.key, each.text, _UNDECIDED if each.undecided else "")) for each in item.hypotheses),
        joined(("begin", " ".join(item.accepted), item.reason)),
        *(joined(("sign", " ".join(each.accepted), each.text, each.reason)) for each in item.signs),
    ])  # fmt: skip


def _names(words: str) -> list[str]:
    return words.replace(",", " ").replace(";", " ").split()


def _why(words: str) -> Data:
    return {"reason": words} if words else {}
