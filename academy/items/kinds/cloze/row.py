"""Cloze in a row: the running text in ``text``, a gap in each cell.

A gap is ``typed || words | share | what is said || …`` or ``choose || words | right | what is said || …``, and may
have its points beside the first word.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy.items.kinds.choices import choice_data
from academy.items.kinds.cloze.content import Cloze, ClozeGap
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.row import FLAG, Cells, Row, in_digits, nest, number, piece
from academy.items.kinds.short_answer.row import accepted, accepted_pieces

SETTINGS = {"wildcards": FLAG, "case_sensitive": FLAG, "strict_diacritics": FLAG}


def read(row: Row) -> Data:
    """Take a gap from each cell."""
    return {"text": row.text, "gaps": [_gap(each) for each in row.nested()]}


def write(item: Cloze, _losses: Notes) -> Cells:
    """Write a gap into each cell."""
    return Cells([nest(_pieces(gap)) for gap in item.gaps], text=item.text)


def _gap(found: list[list[str]]) -> Data:
    head, *answers = found
    data: Data = {"points": number(head[1])} if piece(head, 1) else {}
    match head[0].casefold():
        case "typed":
            return {**data, "answers": [accepted(each) for each in answers]}
        case "choose":
            choices = [
                choice_data(each[0], piece(each, 2), right=piece(each, 1).casefold() == "right")
                for each in answers
            ]
            return {**data, "choices": choices}
    raise CannotSay("gap-type", type=head[0][:40])


def _pieces(gap: ClozeGap) -> list[Sequence[str | None]]:
    points = "" if gap.points == 1 else in_digits(gap.points)
    if gap.choices:
        choices = [(each.text, "right" if each.right else "", each.feedback) for each in gap.choices]
        return [("choose", points), *choices]
    return [("typed", points), *(accepted_pieces(each) for each in gap.answers)]
