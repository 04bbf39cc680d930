"""True or false in GIFT: ``{T#said when wrong#said when right}``."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.gift import Question, text
from academy.items.kinds.true_false.content import TrueFalse

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take T, TRUE, F or FALSE."""
    if question.truth is None:
        return None
    wrong, right = question.said
    data: Data = {"answer": question.truth}
    if feedback := {side: said for side, said in (("right", right), ("wrong", wrong)) if said}:
        data["feedback"] = feedback
    return data


def write(item: TrueFalse, _losses: Notes) -> str:
    """Write the truth and what is said of it."""
    right = (item.feedback.right if item.feedback else None) or ""
    wrong = (item.feedback.wrong if item.feedback else None) or ""
    said = [text(wrong) if wrong else "", *([text(right)] if right else [])] if right or wrong else []
    return "".join(["TRUE" if item.answer else "FALSE", *(f"#{each}" for each in said)])
