"""A categorise item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Authored, Item, Words, ensure_distinct, letters
from academy.languages.content import Text


class Category(Authored):
    """A category with the cards that belong to it; it may have none. The review says ``feedback`` of it."""

    text: Words
    cards: tuple[Words, ...] = ()
    feedback: Text | None = None


class Categorise(Item):
    """Each card belongs to the category it stands in."""

    kind: Literal["categorise"]
    categories: Annotated[tuple[Category, ...], Field(min_length=2, max_length=8)]
    marking: Literal["partial", "all-or-nothing"] = "partial"

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards in the order of their letters: those of the first category, then those of the second …."""
        return tuple(card for category in self.categories for card in category.cards)

    @property
    def cards_by_letter(self) -> dict[str, str]:
        """The cards under their letters."""
        return dict(zip(letters(len(self.cards)), self.cards, strict=True))

    @property
    def categories_by_letter(self) -> dict[str, Category]:
        """The categories under their letters, which are of their own: a, b …."""
        return dict(zip(letters(len(self.categories)), self.categories, strict=True))

    @property
    def right_places(self) -> dict[str, str]:
        """The letter of its category for the letter of each card."""
        homes = [letter for letter, category in self.categories_by_letter.items() for _card in category.cards]
        return dict(zip(letters(len(homes)), homes, strict=True))

    @model_validator(mode="after")
    def _cards_differ(self) -> Self:
        ensure_distinct([category.text for category in self.categories], "categories")
        ensure_distinct(list(self.cards), "cards")
        if not 2 <= len(self.cards) <= MOST_PARTS:
            raise PydanticCustomError(
                "card_count", "a categorise item has from 2 to {most} cards", {"most": MOST_PARTS}
            )
        return self
