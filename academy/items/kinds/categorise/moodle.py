"""Sorting into categories in Moodle XML: ``matching`` in which several left sides share a right side."""

from __future__ import annotations

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.categorise.content import Categorise
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.matching.moodle import subquestion
from academy.items.kinds.moodle import (
    Question,
    Written,
    combined_feedback,
    plain,
    read_combined_feedback,
    words_of,
)

TYPES = ("matching", "match")
KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take the right sides as categories, in the order they first come."""
    categories: dict[str, list[str]] = {}
    for each in question.element.findall("subquestion"):
        answer = each.find("answer")
        name = markup.read(words_of(answer), "plain", question.notes) if answer is not None else ""
        if card := question.text_of(each):
            categories.setdefault(name, []).append(card)
        elif name:
            categories.setdefault(name, [])
    data: Data = {"categories": [{"text": name, "cards": cards} for name, cards in categories.items()]}
    if feedback := read_combined_feedback(question):
        data["feedback"] = feedback
    return data


def write(item: Categorise, losses: Notes) -> Written:
    """Write each card with its category; a category without cards stands beside no words."""
    note_losses(item, losses)
    sides = [(card, each.text) for each in item.categories for card in each.cards or ("",)]
    return Written(
        "matching",
        [
            plain("shuffleanswers", "true"),
            *combined_feedback(item),
            *(subquestion(card, name) for card, name in sides),
        ],
    )


def note_losses(item: Categorise, losses: Notes) -> None:
    """Note what pairs cannot say of categories."""
    if item.marking != "partial":
        losses.add("lost-all-or-nothing")
    if any(each.feedback for each in item.categories):
        losses.add("lost-part-feedback")
    if max(len(each.cards) for each in item.categories) < 2:
        losses.add("lost-categories")
    if any("<" in richtext.inline(each.text) for each in item.categories):
        losses.add("lost-markup")
