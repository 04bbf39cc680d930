"""Short answer in QTI: one ``textEntryInteraction`` at the end of the question, with a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from academy.items.kinds.accepted import Accepted
from academy.items.kinds.exchange import CannotSay, Data, Notes, plain_number
from academy.items.kinds.qti import (
    RESPONSE,
    Canvas,
    Question,
    Response,
    Written,
    html_of,
    node,
    rounded,
    share_key,
)
from academy.items.kinds.short_answer.content import ShortAnswer

KEEPS = ("feedback",)
_NUMBERS = ("float", "integer")


def read(question: Question) -> Data | None:
    """Take the mapping, or the right answer."""
    asked = question.only("textEntryInteraction")
    if asked is None or not is_last(question) or question.declaration(asked).get("baseType") in _NUMBERS:
        return None
    found = accepted(question, asked)
    return {"answers": found, **strictness(question, [asked])}


def write(item: ShortAnswer, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the accepted answers."""
    note_losses(item.wildcards, item.strict_diacritics, losses)
    said = response(RESPONSE, item.answers, losses, is_strict=item.case_sensitive)
    return Written(
        [node("p", node("textEntryInteraction", responseIdentifier=RESPONSE))], [said], scoring="map"
    )


def is_last(question: Question) -> bool:
    """Say whether nothing of the text follows the one interaction; a unit may."""
    before_and_after = html_of(
        question.body, lambda each: "\x00" if each.tag == "textEntryInteraction" else None
    )
    after = before_and_after.partition("\x00")[2]
    made, place = [], 0
    while (start := after.find("<", place)) >= 0:
        made.append(after[place:start])
        place = after.find(">", start) + 1 or len(after)
    return not "".join([*made, after[place:]]).strip() or unit_of(question) is not None


def unit_of(question: Question) -> Element | None:
    """Return the unit that stands beside a field, where it is marked as one."""
    return next(
        (each for each in question.body.iter("span") if "unit" in each.get("class", "").split()), None
    )


def accepted(question: Question, asked: Element) -> list[Data]:
    """Return what is accepted, with its share of the most that can be gained. Raises CannotSay."""
    mapped = question.mapped(asked) or {share_key(words): Decimal(1) for words in question.correct(asked)}
    most = max(mapped.values(), default=Decimal(0))
    if most <= 0:
        raise CannotSay("no-right-answer")
    found = []
    for words, share in mapped.items():
        score = round(max(share, Decimal(0)) / most, 6)
        found.append({"text": words, **({} if score == 1 else {"score": plain_number(score)})})
    return found


def strictness(question: Question, asked: Sequence[Element]) -> Data:
    """Return whether capitals matter: where any key says so."""
    entries = [each for one in asked for each in question.declaration(one).findall("mapping/mapEntry")]
    is_strict = bool(entries) and all(each.get("caseSensitive") == "true" for each in entries)
    return {"case_sensitive": True} if is_strict else {}


def response(
    identifier: str, answers: Sequence[Accepted], losses: Notes, *, is_strict: bool, points: float = 1
) -> Response:
    """Return what is declared of typed words."""
    if any(each.feedback for each in answers):
        losses.add("lost-answer-feedback")
    mapping = [(share_key(each.text), rounded(each.score * points, losses), is_strict) for each in answers]
    if len({words for words, _share, _case in mapping}) < len(mapping):
        raise CannotSay("qti-same-answers")
    right = next(share_key(each.text) for each in answers if each.score == 1)
    return Response(identifier, "single", "string", [right], mapping, is_matched=False)


def note_losses(wildcards: bool, strict_diacritics: bool, losses: Notes) -> None:
    """Note what QTI does not say of typed words."""
    losses.add("lost-strictness" if strict_diacritics else "lost-leniency")
    if wildcards:
        losses.add("lost-wildcards")
