"""A quiz as authored."""

from __future__ import annotations

from pydantic import Field, SerializeAsAny, field_validator

from academy.courses.content import ActivityContent
from academy.items.content import Item
from academy.items.kinds import AnyItem
from academy.languages.content import Text


class QuizContent(ActivityContent):
    """Items and the terms of passing, as an edition freezes them."""

    instructions: Text = ""
    #: Share of the points that passes, 0–1.
    pass_mark: float = Field(default=0.8, ge=0, le=1)
    #: Whether items and choices come in an order drawn for each attempt.
    shuffle: bool = True
    #: How many attempts there are; None for as many as it takes.
    attempts: int | None = Field(default=None, ge=1)
    items: list[SerializeAsAny[AnyItem]] = Field(min_length=1)

    @field_validator("items")
    @classmethod
    def keys_differ(cls, items: list[Item]) -> list[Item]:
        """Refuse two items of the same key."""
        if len({item.key for item in items}) < len(items):
            raise ValueError("two items have the same key")
        return items

    def item(self, key: str) -> Item | None:
        """Return the item of that key, if there is one."""
        return next((item for item in self.items if item.key == key), None)
