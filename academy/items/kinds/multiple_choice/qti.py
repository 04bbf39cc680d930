"""Multiple choice in QTI: ``choiceInteraction`` of which any number can be picked.

All or nothing is the same as its key; partial marks come from a mapping that is never below zero.
"""

from __future__ import annotations

from decimal import Decimal

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.moodle import Answer
from academy.items.kinds.multiple_choice.content import MultipleChoice
from academy.items.kinds.multiple_choice.moodle import marking
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, identifiers, weights
from academy.items.kinds.single_choice.qti import choices, interaction, order_of

KEEPS = ("feedback", "keep_order")


def read(question: Question) -> Data | None:
    """Take what is right, or what is worth something."""
    asked = question.only("choiceInteraction")
    if asked is None or question.declaration(asked).get("cardinality") != "multiple":
        return None
    if asked.get("maxChoices", "1") not in ("0", str(len(asked.findall("simpleChoice")))):
        question.notes.add("most-dropped")
    found = asked.findall("simpleChoice")
    mapped = question.mapped(asked) if question.is_mapped else {}
    rights = [name for name, share in mapped.items() if share > 0] or question.correct(asked)
    if len(rights) == len(found):
        raise CannotSay("all-right")
    worth = [mapped.get(each.get("identifier", ""), Decimal(0)) for each in found]
    shares = [Answer("", share, "") for share in weights(worth)]
    way = marking(shares, question.notes) if mapped else "all-or-nothing"
    return {"choices": choices(question, found, rights), "marking": way, **order_of(asked)}


def write(item: MultipleChoice, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the choices with what each is worth."""
    names = identifiers(len(item.choices))
    rights = [name for name, each in zip(names, item.choices, strict=True) if each.right]
    share = round(1 / len(rights), 6)
    wrong = 0.0 if item.marking == "partial-unpenalised" else -share
    if item.marking == "partial-unpenalised":
        losses.add("lost-too-many-picks")
    is_whole = item.marking == "all-or-nothing"
    mapping = [(name, share if name in rights else wrong, True) for name in names]
    return Written(
        [interaction(item.choices, most=0, keeps_order=item.keep_order)],
        [Response(RESPONSE, "multiple", "identifier", rights, () if is_whole else mapping)],
        scoring="match" if is_whole else "map", says=any(each.feedback for each in item.choices),
    )  # fmt: skip
