"""Sorting into categories in GIFT: pairs in which several left sides share a right side."""

from __future__ import annotations

from academy.items.kinds.categorise.content import Categorise
from academy.items.kinds.categorise.moodle import note_losses
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.gift import Question, general, plain_words, text

KEEPS = ("feedback.same",)


def read(question: Question) -> Data | None:
    """Take the right sides as categories, in the order they first come."""
    if not question.answers or any(each.partner is None for each in question.answers):
        return None
    categories: dict[str, list[str]] = {}
    for each in question.answers:
        cards = categories.setdefault(each.partner or "", [])
        if each.text:
            cards.append(each.text)
    return {"categories": [{"text": name, "cards": cards} for name, cards in categories.items()]}


def write(item: Categorise, losses: Notes) -> str:
    """Write each card with its category, one on a line."""
    note_losses(item, losses)
    sides = [(card, each.text) for each in item.categories for card in each.cards or ("",)]
    lines = [f"\t={text(card) if card else ''} -> {plain_words(name)}" for card, name in sides]
    return "\n".join(["", *lines, *general(item), ""])
