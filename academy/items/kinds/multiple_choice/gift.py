"""Multiple choice in GIFT: ``{~%50%right ~%50%right ~%-50%wrong}``."""

from __future__ import annotations

from decimal import Decimal

from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.gift import Answer, Question, answer, general, is_paired, text
from academy.items.kinds.moodle import Answer as Weighed
from academy.items.kinds.multiple_choice.content import MultipleChoice
from academy.items.kinds.multiple_choice.moodle import losses_of, marking

KEEPS = ("feedback.same",)


def read(question: Question) -> Data | None:
    """Take every answer with a share above zero as right."""
    signs = [each.sign for each in question.answers]
    if "~" not in signs or signs.count("=") == 1 or question.is_numeric or is_paired(question):
        return None
    weighed = [Weighed(each.text, _share(each), each.feedback) for each in question.answers]
    if not any(each.fraction > 0 for each in weighed):
        raise CannotSay("no-right-answer")
    if "=" in signs:
        question.notes.add("several-right")
    return {
        "choices": [choice_data(each.text, each.feedback, right=each.fraction > 0) for each in weighed],
        "marking": marking(weighed, question.notes),
    }


def write(item: MultipleChoice, losses: Notes) -> str:
    """Write the choices with their shares, one on a line."""
    right, wrong = losses_of(item, losses)
    lines = [
        answer("~", text(each.text), share=right if each.right else wrong, feedback=each.feedback)
        for each in item.choices
    ]
    return "\n".join(["", *lines, *general(item), ""])


def _share(each: Answer) -> Decimal:
    if each.share is not None:
        return each.share
    return Decimal(100 if each.sign == "=" else 0)
