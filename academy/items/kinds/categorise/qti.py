"""Sorting into categories in QTI: ``matchInteraction`` whose right sides are used any number of times."""

from __future__ import annotations

from academy.items.kinds.categorise.content import Categorise
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.pairs_qti import interaction, response, sides_of
from academy.items.kinds.qti import Canvas, Question, Written

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take the right sides as categories; a card that belongs to none has a category it is alone in."""
    sides = sides_of(question)
    if sides is None:
        return None
    categories = [
        {"text": name, "cards": [card for card, home in sides.pairs if home == name]} for name in sides.rights
    ]
    if any(not home for _card, home in sides.pairs):
        question.notes.add("cards-dropped")
    data: Data = {"categories": categories}
    return data if question.is_mapped else {**data, "marking": "all-or-nothing"}


def write(item: Categorise, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the cards, then the categories."""
    if any(each.feedback for each in item.categories):
        losses.add("lost-part-feedback")
    names = [each.text for each in item.categories]
    homes = [place for place, each in enumerate(item.categories) for _card in each.cards]
    is_whole = item.marking == "all-or-nothing"
    return Written(
        [interaction(list(item.cards), names, most=len(item.cards))],
        [response(list(enumerate(homes)), is_whole=is_whole)],
        scoring="match" if is_whole else "map",
    )
