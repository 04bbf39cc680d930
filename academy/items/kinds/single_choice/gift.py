"""Single choice in GIFT: ``{=right ~wrong ~wrong}``."""

from __future__ import annotations

from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.gift import Question, answer, general, is_paired, text
from academy.items.kinds.single_choice.content import SingleChoice

KEEPS = ("feedback.same",)


def read(question: Question) -> Data | None:
    """Take one ``=`` among ``~`` as the right choice; shares of the others are not kept."""
    signs = [each.sign for each in question.answers]
    if signs.count("=") != 1 or "~" not in signs or question.is_numeric or is_paired(question):
        return None
    if any(each.share for each in question.answers if each.sign == "~"):
        question.notes.add("shares-dropped")
    return {
        "choices": [
            choice_data(each.text, each.feedback, right=each.sign == "=") for each in question.answers
        ]
    }


def write(item: SingleChoice, _losses: Notes) -> str:
    """Write the choices, one on a line."""
    lines = [
        answer("=" if each.right else "~", text(each.text), feedback=each.feedback) for each in item.choices
    ]
    return "\n".join(["", *lines, *general(item), ""])
