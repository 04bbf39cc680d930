"""A quiz as authored."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SerializeAsAny, field_validator, model_validator
from pydantic_core import PydanticCustomError

from academy.courses.content import ActivityContent, Document, Slug
from academy.items.content import Item
from academy.items.kinds import AnyItem
from academy.languages.content import Text


class Draw(Document):
    """So many items of a competency."""

    competency: Slug
    count: int = Field(ge=1, le=50)


class QuizContent(ActivityContent):
    """Items and the terms of passing, as an edition freezes them.

    With ``draws`` its items are a pool, and each learner gets so many of each competency; with ``pretest_of`` it
    has none of its own: it asks, of the pool of that later quiz, what that quiz will not ask the same learner.
    """

    instructions: Text = ""
    #: Share of the points that passes, 0–1.
    pass_mark: float = Field(default=0.8, ge=0, le=1)
    #: Whether items and choices come in an order drawn for each attempt.
    shuffle: bool = True
    #: How many attempts there are; None for as many as it takes.
    attempts: int | None = Field(default=None, ge=1)
    draws: list[Draw] = []
    pretest_of: Slug | None = None
    items: list[SerializeAsAny[AnyItem]] = []

    @field_validator("items")
    @classmethod
    def keys_differ(cls, items: list[Item]) -> list[Item]:
        """Refuse two items of the same key."""
        if len({item.key for item in items}) < len(items):
            raise PydanticCustomError("same_key", "two items have the same key")
        return items

    @field_validator("draws")
    @classmethod
    def competencies_differ(cls, draws: list[Draw]) -> list[Draw]:
        """Refuse two draws from the same competency."""
        if len({draw.competency for draw in draws}) < len(draws):
            raise PydanticCustomError("same_competency", "two draws name the same competency")
        return draws

    @model_validator(mode="after")
    def pretest_borrows(self) -> Self:
        """Refuse a pre-test with items or draws of its own."""
        if self.pretest_of and (self.items or self.draws):
            raise PydanticCustomError("pretest_borrows", "a pre-test takes its items from another quiz")
        return self

    def item(self, key: str) -> Item | None:
        """Return the item of that key, if there is one."""
        return next((item for item in self.items if item.key == key), None)
