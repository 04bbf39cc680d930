"""Cloze in QTI: ``textEntryInteraction`` and ``inlineChoiceInteraction`` inside the text.

The running text stands in a block of its own, which is called so; in other files it begins with the first paragraph
that has a gap. Words to be dragged into gaps (``gapMatchInteraction``) are choices here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.choices import choice_data
from academy.items.kinds.cloze.content import Cloze, ClozeGap, pieces
from academy.items.kinds.exchange import CannotSay, Data, Notes, plain_number
from academy.items.kinds.qti import (
    Canvas,
    Question,
    Response,
    Written,
    gap_text,
    identifiers,
    marked,
    node,
    rounded,
)
from academy.items.kinds.short_answer.qti import accepted, note_losses, response, strictness

KEEPS = ("feedback",)
_GAPS = ("textEntryInteraction", "inlineChoiceInteraction")
_RUNNING = "running-text"


def read(question: Question) -> Data | None:
    """Take the gaps out of the text, and put our marks in their places."""
    dragged = question.only("gapMatchInteraction")
    if dragged is not None:
        return _read_dragged(question, dragged)
    asked = question.interactions()
    if not asked or any(each.tag not in _GAPS for each in asked):
        return None
    numbers = {each: number for number, each in enumerate(asked, start=1)}
    data = _parted(question, question.body, numbers)
    gaps = [_gap(question, each) for each in asked]
    return {**data, "gaps": gaps, **strictness(question, [each for each in asked if each.tag == _GAPS[0]])}


def write(item: Cloze, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the gaps into the text; each is worth its points, and all together the item's."""
    if any(gap.answers for gap in item.gaps):
        note_losses(item.wildcards, item.strict_diacritics, losses)
    marks, responses = dict[int, Element](), list[Response]()
    for number, gap in enumerate(item.gaps, start=1):
        name = f"RESPONSE-{number}"
        if gap.choices:
            marks[number] = _choices(gap, name, losses)
            responses.append(_chosen(gap, name, losses))
        else:
            marks[number] = node("textEntryInteraction", responseIdentifier=name)
            responses.append(
                response(name, gap.answers, losses, is_strict=item.case_sensitive, points=gap.points)
            )
    running = Element("div", {"class": _RUNNING})
    text = "".join(
        each if isinstance(each, str) else f'<gap number="{each}"></gap>'
        for each in pieces(markup.written(item.text), len(item.gaps))
    )
    running.extend(marked(text, marks))
    total = sum(gap.points for gap in item.gaps)
    return Written([running], responses, scoring="map", total=total)


def _choices(gap: ClozeGap, name: str, losses: Notes) -> Element:
    if any(each.feedback for each in gap.choices):
        losses.add("lost-choice-feedback")
    names = identifiers(len(gap.choices))
    return node(
        "inlineChoiceInteraction",
        *(gap_text("inlineChoice", each.text, losses, identifier=choice)
          for choice, each in zip(names, gap.choices, strict=True)),
        responseIdentifier=name, shuffle="true",
    )  # fmt: skip


def _chosen(gap: ClozeGap, name: str, losses: Notes) -> Response:
    names = identifiers(len(gap.choices))
    right = next(choice for choice, each in zip(names, gap.choices, strict=True) if each.right)
    return Response(
        name, "single", "identifier", [right], [(right, rounded(gap.points, losses), True)], is_matched=False
    )


def _parted(question: Question, element: Element, numbers: Mapping[Element, int]) -> Data:
    def instead(each: Element) -> str | None:
        return f"{{{{{numbers[each]}}}}}" if each in numbers else None

    running = next((each for each in element.iter("div") if _RUNNING in each.get("class", "").split()), None)
    if running is not None:
        text = question.text_of(running, instead)
        running.clear()
        return {"text": text, "prompt": question.text_of(element) or _title(question)}
    paragraphs_read = question.text_of(element, instead).split("\n\n")
    first = next((place for place, each in enumerate(paragraphs_read) if "{{" in each), 0)
    return {
        "prompt": "\n\n".join(paragraphs_read[:first]) or _title(question),
        "text": "\n\n".join(paragraphs_read[first:]),
    }


def _title(question: Question) -> str:
    return richtext.folded(markup.escaped(question.item.get("title", ""))) or "?"


def _gap(question: Question, asked: Element) -> Data:
    if asked.tag == _GAPS[0]:
        worth = _worth(question, asked)
        return {**worth, "answers": accepted(question, asked)}
    right = question.correct(asked)[:1]
    mapped = question.mapped(asked)
    if not right and mapped:
        right = [max(mapped, key=lambda each: mapped[each])]
    if any(share > 0 for name, share in mapped.items() if [name] != right):
        question.notes.add("shares-dropped")
    found = [
        choice_data(question.text_of(each), "", right=[each.get("identifier")] == right)
        for each in asked.findall("inlineChoice")
    ]
    if not any(each.get("right") for each in found):
        raise CannotSay("no-right-answer")
    return {**_worth(question, asked), "choices": found}


def _worth(question: Question, asked: Element) -> Data:
    most = max(question.mapped(asked).values(), default=Decimal(1))
    return {"points": plain_number(most)} if most > 0 and most != 1 else {}


def _read_dragged(question: Question, dragged: Element) -> Data:
    gaps = list(dragged.iter("gap"))
    numbers = {each: number for number, each in enumerate(gaps, start=1)}
    words = {each.get("identifier", ""): question.text_of(each) for each in dragged.findall("gapText")}
    if not gaps or not words:
        raise CannotSay("no-gaps")
    found_pairs = [pair.split() for pair in question.correct(dragged)]
    homes = {pair[1]: pair[0] for pair in found_pairs if len(pair) == 2}
    asked = [question.text_of(each) for each in dragged.findall("prompt")]
    for each in [*dragged.findall("gapText"), *dragged.findall("prompt")]:
        dragged.remove(each)
    text = question.text_of(dragged, lambda each: f"{{{{{numbers[each]}}}}}" if each in numbers else None)
    question.notes.add("dragged-chosen")
    found = []
    for gap in gaps:
        right = homes.get(gap.get("identifier", ""), "")
        if right not in words:
            raise CannotSay("no-right-answer")
        found.append(
            {"choices": [choice_data(each, "", right=name == right) for name, each in words.items()]}
        )
    before = "\n\n".join(each for each in [question.text_of(question.body), *asked] if each)
    return {"prompt": before or _title(question), "text": text, "gaps": found}
