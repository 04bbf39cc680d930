"""Single choice in Moodle XML: ``multichoice`` with ``single`` true."""

from __future__ import annotations

from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.moodle import (
    Question,
    Written,
    answer,
    combined_feedback,
    plain,
    read_combined_feedback,
)
from academy.items.kinds.single_choice.content import SingleChoice

TYPES = ("multichoice",)
KEEPS = ("feedback", "keep_order")


def read(question: Question) -> Data | None:
    """Take the answer with the largest share as the right one; smaller shares are not kept."""
    answers = question.answers()
    best = max((each.fraction for each in answers), default=None)
    if not question.is_true("single", default=True) or sum(each.fraction == best for each in answers) > 1:
        return None
    if best is None or best <= 0:
        raise CannotSay("no-right-answer")
    if best < 100 or any(0 < each.fraction < best or each.fraction < 0 for each in answers):
        question.notes.add("shares-dropped")
    data: Data = {
        "choices": [choice_data(each.text, each.feedback, right=each.fraction == best) for each in answers]
    }
    if not question.is_true("shuffleanswers", default=True):
        data["keep_order"] = True
    if feedback := read_combined_feedback(question):
        data["feedback"] = feedback
    return data


def write(item: SingleChoice, _losses: Notes) -> Written:
    """Write the right choice with the whole mark, the others with none."""
    answers = [answer(each.text, 100 if each.right else 0, each.feedback) for each in item.choices]
    return Written(
        "multichoice",
        [
            plain("single", "true"),
            plain("shuffleanswers", "false" if item.keep_order else "true"),
            plain("answernumbering", "abc"),
            *combined_feedback(item),
            *answers,
        ],
    )
