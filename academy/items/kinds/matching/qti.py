"""Matching in QTI: ``matchInteraction`` whose right sides are used once."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.pairs_qti import interaction, response, sides_of
from academy.items.kinds.qti import Canvas, Question, Written

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take pairs; a right side that belongs to nothing is an extra one."""
    sides = sides_of(question)
    if sides is None:
        return None
    used = [right for _left, right in sides.pairs if right]
    if len(set(used)) < len(used) or sides.is_open:
        return None  # that is sorting into categories
    if len(used) < len(sides.pairs):
        raise CannotSay("qti-pairs")
    data: Data = {"pairs": [{"left": left, "right": right} for left, right in sides.pairs]}
    if extra := [right for right in sides.rights if right not in used]:
        data["extra"] = extra
    if not question.is_mapped:
        question.notes.add("whole-by-part")
    return data


def write(item: Matching, _losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the pairs, then the extra right sides."""
    lefts = [pair.left for pair in item.pairs]
    pairs = [(place, place) for place in range(len(lefts))]
    return Written([interaction(lefts, list(item.rights), most=1)], [response(pairs)], scoring="map")
