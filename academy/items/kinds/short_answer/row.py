"""Short answer in a row: ``words | share | what is said`` in each cell."""

from __future__ import annotations

from collections.abc import Sequence

from academy.items.kinds.accepted import Accepted
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.row import FLAG, Cells, Row, in_digits, joined, number, piece
from academy.items.kinds.short_answer.content import ShortAnswer

SETTINGS = {"wildcards": FLAG, "case_sensitive": FLAG, "strict_diacritics": FLAG}


def read(row: Row) -> Data:
    """Take every filled cell as an accepted answer."""
    return {"answers": [accepted(each) for _letter, each in row.filled()]}


def write(item: ShortAnswer, _losses: Notes) -> Cells:
    """Write an accepted answer into each cell."""
    return Cells([joined(accepted_pieces(each)) for each in item.answers])


def accepted(found: Sequence[str]) -> Data:
    """Read one accepted answer; without a share it is fully right."""
    data: Data = {"text": found[0]}
    if piece(found, 1):
        data["score"] = number(found[1])
    if piece(found, 2):
        data["feedback"] = found[2]
    return data


def accepted_pieces(each: Accepted) -> tuple[str | None, ...]:
    """Return one accepted answer in pieces."""
    return each.text, "" if each.score == 1 else in_digits(each.score), each.feedback
