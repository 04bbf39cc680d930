"""A multiple-choice item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Choice, Item, ensure_distinct


class MultipleChoice(Item):
    """At least one of ``choices`` is right and at least one is wrong."""

    kind: Literal["multiple-choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=MOST_PARTS)]
    marking: Literal["all-or-nothing", "partial", "partial-unpenalised"] = "partial"

    @model_validator(mode="after")
    def _has_a_key(self) -> Self:
        ensure_distinct([choice.text for choice in self.choices], "choices")
        if len({choice.right for choice in self.choices}) != 2:
            raise PydanticCustomError(
                "right_and_wrong", "a multiple-choice item has right choices and wrong ones"
            )
        return self
