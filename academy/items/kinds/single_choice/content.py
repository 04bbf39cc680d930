"""A single-choice item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Choice, Item, ensure_distinct


class SingleChoice(Item):
    """One of ``choices`` is right."""

    kind: Literal["single-choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=MOST_PARTS)]

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        ensure_distinct([choice.text for choice in self.choices], "choices")
        if sum(choice.right for choice in self.choices) != 1:
            raise PydanticCustomError("one_right", "a single-choice item has exactly one right choice")
        return self
