"""Multiple choice in Moodle XML: ``multichoice`` with ``single`` false.

Moodle adds up the shares of what is picked and never goes below zero. So right choices share 100 per cent; with a
penalty, wrong ones take as much as a right one gives. All or nothing is no question of Moodle's own: there a wrong
choice takes everything, and a missing right one only its share.
"""

from __future__ import annotations

from decimal import Decimal

from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.moodle import (
    Answer,
    Question,
    Written,
    answer,
    combined_feedback,
    plain,
    read_combined_feedback,
)
from academy.items.kinds.multiple_choice.content import MultipleChoice

TYPES = ("multichoice", "multichoiceset")
KEEPS = ("feedback", "keep_order")
#: How far shares may be apart and still be the same: they are written with five decimals, or fewer.
_NEAR = Decimal("0.01")
#: What one right choice of so many is worth is a share that Moodle knows.
_KNOWN_COUNTS = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20))


def read(question: Question) -> Data | None:
    """Take every answer with a share above zero as right, and find the marking that comes nearest."""
    answers = question.answers()
    rights = [each for each in answers if each.fraction > 0]
    if not rights:
        raise CannotSay("no-right-answer")
    if question.kind == "multichoice" and question.is_true("single", default=True):
        if len(rights) == 1:
            return None
        question.notes.add("several-right")
    data: Data = {
        "choices": [choice_data(each.text, each.feedback, right=each.fraction > 0) for each in answers],
        "marking": "all-or-nothing"
        if question.kind == "multichoiceset"
        else marking(answers, question.notes),
    }
    if not question.is_true("shuffleanswers", default=True):
        data["keep_order"] = True
    if feedback := read_combined_feedback(question):
        data["feedback"] = feedback
    return data


def marking(answers: list[Answer], notes: Notes) -> str:
    """Return the marking that answers' shares come nearest to, with a note where it is not the same."""
    rights = [each.fraction for each in answers if each.fraction > 0]
    wrongs = [each.fraction for each in answers if each.fraction <= 0]
    share = Decimal(100) / len(rights)
    if any(abs(each - share) > _NEAR for each in rights):
        notes.add("shares-evened")
    if all(each == -100 for each in wrongs) and len(rights) > 1:
        return "all-or-nothing"
    if all(each == 0 for each in wrongs):
        notes.add("too-many-picks")
        return "partial-unpenalised"
    if any(abs(each + share) > _NEAR for each in wrongs):
        notes.add("penalties-evened")
    return "partial"


def losses_of(item: MultipleChoice, losses: Notes) -> tuple[Decimal, Decimal]:
    """Return what a right and a wrong choice are worth in per cent; what these cannot say is noted."""
    count = sum(each.right for each in item.choices)
    share = round(Decimal(100) / count, 5)
    if item.marking == "all-or-nothing":
        losses.add("lost-all-or-nothing")
    if item.marking == "partial-unpenalised":
        losses.add("lost-too-many-picks")
    if count not in _KNOWN_COUNTS:
        losses.add("lost-share", count=count)
    wrong = {"all-or-nothing": Decimal(-100), "partial-unpenalised": Decimal(0)}.get(item.marking, -share)
    return share, wrong


def write(item: MultipleChoice, losses: Notes) -> Written:
    """Write the shares that give the item's marking, or come nearest to it."""
    right, wrong = losses_of(item, losses)
    return Written(
        "multichoice",
        [
            plain("single", "false"),
            plain("shuffleanswers", "false" if item.keep_order else "true"),
            plain("answernumbering", "abc"),
            *combined_feedback(item),
            *(answer(each.text, right if each.right else wrong, each.feedback) for each in item.choices),
        ],
    )
