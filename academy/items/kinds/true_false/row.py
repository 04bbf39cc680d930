"""True or false in a row: ``right`` says which."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.row import Cells, Row, Way
from academy.items.kinds.true_false.content import TrueFalse

SETTINGS: dict[str, Way] = {}
_TRUE = ("true", "t", "yes", "1", "да", "da", "тачно", "tačno", "po", "e vërtetë")
_FALSE = ("false", "f", "no", "0", "не", "ne", "нетачно", "netačno", "jo", "e gabuar")
_TRUTHS = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)


def read(row: Row) -> Data:
    """Take the truth from ``right``."""
    truth = _TRUTHS.get(row.right.strip().casefold())
    if truth is None:
        raise CannotSay("row-truth", right=row.right[:40] or "–")
    return {"answer": truth}


def write(item: TrueFalse, _losses: Notes) -> Cells:
    """Write the truth."""
    return Cells([], right="true" if item.answer else "false")
