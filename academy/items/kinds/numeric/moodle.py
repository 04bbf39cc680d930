"""A number in Moodle XML: ``numerical``, with its tolerance and its units.

A unit's multiplier says how many of it make one of the first unit; ours says how much of the first unit one of it is.
"""

from __future__ import annotations

from decimal import Context, Decimal
from xml.etree.ElementTree import Element, SubElement

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, exact_number, written_number
from academy.items.kinds.moodle import Question, Written, answer, plain
from academy.items.kinds.numeric.content import Numeric

TYPES = ("numerical",)
KEEPS = ("feedback",)
_ROUNDED = Context(prec=12)
_SHOWN = {"typed": "0", "chosen": "2", "shown": "3"}


def read(question: Question) -> Data | None:
    """Take the answer with the largest share; other answers, and shares of their own, are not kept."""
    answers = question.answers()
    numbers = [each for each in answers if each.text not in ("\\*", "*")]
    best = max(numbers, key=lambda each: each.fraction, default=None)
    if best is None or best.fraction <= 0 or best.element is None:
        raise CannotSay("no-right-answer")
    number = decimal_of(richtext.plain(best.text))
    tolerance = decimal_of(best.element.findtext("tolerance") or "0")
    if number is None or tolerance is None:
        raise CannotSay("number-unreadable", number=richtext.plain(best.text)[:40])
    if len(numbers) > 1 or best.fraction < 100:
        question.notes.add("shares-dropped")
    data: Data = {"answer": exact_number(number)}
    if tolerance:
        data["tolerance"] = exact_number(abs(tolerance))
    wrong = next((each.feedback for each in answers if each not in numbers), "")
    if said := {side: text for side, text in (("right", best.feedback), ("wrong", wrong)) if text}:
        data["feedback"] = said
    return {**data, **_units(question)}


def write(item: Numeric, losses: Notes) -> Written:
    """Write the answer with its tolerance as a number, then a star for what is said to any other."""
    if item.tolerance_in == "percent":
        losses.add("lost-tolerance-percent")
    right = answer(
        written_number(item.answer), 100, item.feedback.right if item.feedback else None, is_rich=False
    )
    right.append(plain("tolerance", written_number(item.allowance)))
    answers = [right]
    if item.feedback and item.feedback.wrong:
        other = answer("*", 0, item.feedback.wrong, is_rich=False)
        other.append(plain("tolerance", "0"))
        answers.append(other)
    is_asked = item.unit_is != "shown"
    return Written(
        "numerical",
        [
            *answers,
            *([_unit_elements(item, losses)] if item.unit else []),
            plain("unitgradingtype", "1" if is_asked else "0"),
            plain("unitpenalty", written_number(item.unit_penalty if is_asked else 0.1)),
            plain("showunits", _SHOWN[item.unit_is]),
            plain("unitsleft", "0"),
        ],
    )


def _units(question: Question) -> Data:
    found: list[tuple[str, Decimal]] = []
    for each in question.element.findall("units/unit"):
        name = markup.read((each.findtext("unit_name") or "").strip(), "plain", question.notes)
        multiplier = decimal_of(each.findtext("multiplier") or "1")
        if name and multiplier and multiplier > 0:
            found.append((name, multiplier))
    if not found:
        return {}
    (name, first), *others = found
    shown = question.words("showunits", "3")
    if question.words("unitgradingtype", "0") == "0" or shown == "3":
        if others:
            question.notes.add("units-dropped")
        return {"unit": name}
    data: Data = {"unit": name, "unit_is": "chosen" if shown in ("1", "2") and others else "typed"}
    penalty = decimal_of(question.words("unitpenalty", "1"))
    if penalty is not None and 0 <= penalty < 1:
        data["unit_penalty"] = float(penalty)
    if others:
        data["units"] = _other_units(others, first)
    return data


def _other_units(others: list[tuple[str, Decimal]], first: Decimal) -> list[Data]:
    """Return the other units; one that measures the same as another is a spelling of it."""
    units: list[Data] = []
    for name, multiplier in others:
        factor = exact_number(_ROUNDED.divide(first, multiplier).normalize())
        same = next((unit for unit in units if unit["factor"] == factor), None)
        if same is None:
            units.append({"text": name, "factor": factor})
        else:
            same.setdefault("also", []).append(name)
    return units


def _unit_elements(item: Numeric, losses: Notes) -> Element:
    holder = Element("units")
    _unit(holder, item.unit or "", Decimal(1))
    spelled = [item.unit or "", *(name for each in item.units for name in (each.text, *each.also))]
    if any("<" in richtext.inline(name) for name in spelled):
        losses.add("lost-markup")
    for each in item.units:
        multiplier = _ROUNDED.divide(Decimal(1), each.factor)
        if multiplier * each.factor != 1:
            losses.add("lost-factor", unit=richtext.plain(each.text))
        for name in (each.text, *each.also):
            _unit(holder, name, multiplier)
    return holder


def _unit(holder: Element, name: str, multiplier: Decimal) -> None:
    unit = SubElement(holder, "unit")
    SubElement(unit, "multiplier").text = written_number(multiplier)
    SubElement(unit, "unit_name").text = richtext.plain(name)
