"""A number in QTI: ``textEntryInteraction`` for a float, which is ``equal`` to the answer within a tolerance."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, exact_number, written_number
from academy.items.kinds.numeric.content import Numeric
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, node
from academy.items.kinds.short_answer.qti import is_last, unit_of

KEEPS = ("feedback",)
_NUMBERS = ("float", "integer")


def read(question: Question) -> Data | None:
    """Take the right number and how far off still counts."""
    asked = question.only("textEntryInteraction")
    if asked is None or question.declaration(asked).get("baseType") not in _NUMBERS or not is_last(question):
        return None
    values = question.correct(asked) or [key for key, share in question.mapped(asked).items() if share > 0]
    number = decimal_of(values[0]) if values else None
    if number is None:
        raise CannotSay("number-unreadable", number=values[0][:40] if values else "–")
    if len(values) > 1:
        question.notes.add("shares-dropped")
    data: Data = {"answer": exact_number(number), **_tolerance(question)}
    unit = unit_of(question)
    if unit is not None and (words := markup.read("".join(unit.itertext()).strip(), "plain", question.notes)):
        data["unit"] = words
        unit.clear()
        data["prompt"] = question.prompt()
    return data


def write(item: Numeric, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the field, with its unit beside it."""
    if item.unit_is != "shown":
        losses.add("lost-unit-asked")
    field = node("p", node("textEntryInteraction", responseIdentifier=RESPONSE))
    if item.unit:
        if "<" in richtext.inline(item.unit):
            losses.add("lost-markup")
        field[0].tail = " "
        words = " ".join(richtext.plain(item.unit).split())
        field.append(Element("span", {"class": "unit"}))
        field[1].text = words
    bound = written_number(item.tolerance)
    mode = "relative" if item.tolerance_in == "percent" else "absolute" if item.tolerance else "exact"
    return Written(
        [field], [Response(RESPONSE, "single", "float", [written_number(item.answer)])],
        scoring="equal", tolerance=(mode, "" if mode == "exact" else f"{bound} {bound}"),
    )  # fmt: skip


def _tolerance(question: Question) -> Data:
    processing = question.item.find("responseProcessing")
    equal = next(processing.iter("equal"), None) if processing is not None else None
    if equal is None or equal.get("toleranceMode", "exact") == "exact":
        return {}
    bounds = [decimal_of(each) for each in equal.get("tolerance", "").split()[:2]]
    if not bounds or any(each is None or each < 0 for each in bounds):
        raise CannotSay("number-unreadable", number=equal.get("tolerance", "")[:40] or "–")
    known = [each for each in bounds if each is not None]
    if min(known) != max(known):
        question.notes.add("tolerance-evened")
    smallest: Decimal = min(known)
    data: Data = {"tolerance": exact_number(smallest)} if smallest else {}
    return data if equal.get("toleranceMode") == "absolute" else {**data, "tolerance_in": "percent"}
