"""Ordering in QTI: ``orderInteraction``."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.ordering.content import Ordering
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, identifiers, node, rich

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take the choices in their right order."""
    asked = question.only("orderInteraction")
    if asked is None:
        return None
    texts = {each.get("identifier"): each for each in asked.findall("simpleChoice")}
    order = question.correct(asked)
    if sorted(order) != sorted(str(each) for each in texts):
        raise CannotSay("no-right-answer")
    return {"steps": [question.text_of(texts[name]) for name in order]}


def write(item: Ordering, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the steps, to be shuffled."""
    if item.marking == "distance":
        losses.add("lost-by-distance")
    names = identifiers(len(item.steps))
    steps = [
        rich("simpleChoice", step, identifier=name) for name, step in zip(names, item.steps, strict=True)
    ]
    asked = node("orderInteraction", *steps, responseIdentifier=RESPONSE, shuffle="true")
    return Written([asked], [Response(RESPONSE, "ordered", "identifier", names)], scoring="match")
