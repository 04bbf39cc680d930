"""True or false in QTI: ``choiceInteraction`` with the choices ``true`` and ``false``."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, node
from academy.items.kinds.true_false.content import TrueFalse

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take two choices that are called ``true`` and ``false``."""
    asked = question.only("choiceInteraction")
    if asked is None or {each.get("identifier") for each in asked.findall("simpleChoice")} != {
        "true",
        "false",
    }:
        return None
    rights = question.correct(asked)
    if rights not in (["true"], ["false"]):
        raise CannotSay("no-right-answer")
    return {"answer": rights == ["true"]}


def write(item: TrueFalse, _losses: Notes, _canvas: Canvas | None) -> Written:
    """Write both choices, true first."""
    asked = node(
        "choiceInteraction",
        node("simpleChoice", identifier="true", text="True"), node("simpleChoice", identifier="false", text="False"),
        responseIdentifier=RESPONSE, maxChoices=1, shuffle="false",
    )  # fmt: skip
    right = "true" if item.answer else "false"
    return Written([asked], [Response(RESPONSE, "single", "identifier", [right])], scoring="match")
