"""Categorise. Response: the letter of the category for each card that has one, ``{"a": "c"}``.

The cards' letters follow the categories, so they give the key away, and the page gives the cards other ones, by
their place on the page. The categories' own letters tell only their order, which everybody sees.
"""

from __future__ import annotations

from academy.items.content import letters
from academy.items.kinds.categorise.content import Categorise
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, relettered, shuffled


class CategoriseKind(Plain):
    """Partial: the share of cards that are right. Or all or nothing."""

    name = "categorise"
    content = Categorise
    layout = Layout(
        words=("marking",),
        rows=(Rows("categories", ("text", "cards", "feedback"), lines=("cards",), least=2, most=8),),
    )

    def presented(self, item: Categorise, seed: int | None, response: Response = None) -> Presented:
        """Keep the categories as authored and shuffle the cards, with a seed or without."""
        return Presented(
            item.key,
            lefts=relettered(shuffled(lettered(item.cards), seed=seed, key=item.key)),
            rights=tuple(lettered([category.text for category in item.categories])),
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a field ``<name>.<letter>`` for each card, which holds the letter of a category."""
        categories = {category.letter: category.stored for category in presented.rights}
        places: dict[str, Response] = {}
        for card in presented.lefts:
            value = only_value(form, f"{name}.{card.letter}")
            if value is not None and value not in categories:
                raise BadResponse(field=name)
            if value is not None:
                places[card.stored] = categories[value]
        return {letter: places[letter] for letter in sorted(places)} or None

    def check(self, item: Categorise, response: Response) -> None:
        """Refuse all but letters of cards with letters of categories."""
        _places(item, response)

    def is_complete(self, item: Categorise, response: Response) -> bool:
        """Say whether every card has a category."""
        return len(_places(item, response)) == len(item.cards)

    def mark(self, item: Categorise, response: Response) -> Mark:
        """Mark each card, under its letter."""
        places = _places(item, response)
        parts = {
            letter: places[letter] == right if letter in places else None
            for letter, right in item.right_places.items()
        }
        share = sum(part is True for part in parts.values()) / len(parts)
        return Mark(share if item.marking == "partial" else float(share == 1), parts)

    def outline(self, item: Categorise, response: Response) -> str:
        """Write each card with its category."""
        cards, categories = item.cards_by_letter, item.categories_by_letter
        places = sorted(_places(item, response).items())
        return "; ".join(f"{cards[card]} → {categories[letter].text}" for card, letter in places)

    def key_response(self, item: Categorise) -> Response:
        """Give each card the category it stands in."""
        return {**item.right_places}

    def guess(self, item: Categorise) -> float:
        """One in m categories for each card, so for their mean; all or nothing, for all n cards at once."""
        chance = 1 / len(item.categories)
        return chance if item.marking == "partial" else float(chance ** len(item.cards))


def _places(item: Categorise, response: Response) -> dict[str, str]:
    if response is None:
        return {}
    cards, categories = letters(len(item.cards)), letters(len(item.categories))
    if not isinstance(response, dict) or not response:
        raise BadResponse(field=item.key)
    places: dict[str, str] = {}
    for card, category in response.items():
        if card not in cards or not isinstance(category, str) or category not in categories:
            raise BadResponse(field=item.key)
        places[card] = category
    return places
