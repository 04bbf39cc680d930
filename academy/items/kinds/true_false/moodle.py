"""True or false in Moodle XML: ``truefalse``, whose two answers each say something."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.moodle import Question, Written, answer
from academy.items.kinds.true_false.content import TrueFalse

TYPES = ("truefalse",)
KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take the answer with the larger share; what each answer says is said to a right and a wrong response."""
    answers = {each.text.casefold(): each for each in question.answers()}
    if set(answers) != {"true", "false"} or answers["true"].fraction == answers["false"].fraction:
        raise CannotSay("no-right-answer")
    truth = answers["true"].fraction > answers["false"].fraction
    said = {
        "right": answers["true" if truth else "false"].feedback,
        "wrong": answers["false" if truth else "true"].feedback,
    }
    data: Data = {"answer": truth}
    if feedback := {side: text for side, text in said.items() if text}:
        data["feedback"] = feedback
    return data


def write(item: TrueFalse, _losses: Notes) -> Written:
    """Write both answers."""
    right = (item.feedback.right if item.feedback else None) or ""
    wrong = (item.feedback.wrong if item.feedback else None) or ""
    return Written(
        "truefalse",
        [
            answer("true", 100 if item.answer else 0, right if item.answer else wrong, is_rich=False),
            answer("false", 0 if item.answer else 100, wrong if item.answer else right, is_rich=False),
        ],
    )
