"""An essay item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.kinds.essay.words import word_count
from academy.items.kinds.rubric import ByRubric

Words = Annotated[int, Field(strict=True, ge=1, le=5000)]


class Essay(ByRubric):
    """What is asked for is written; ``least`` and ``most`` are words, and guide rather than bind."""

    kind: Literal["essay"]
    least: Words | None = None
    most: Words | None = None

    def count(self, response: str | None) -> int:
        """Return how many words a response has."""
        return word_count(response or "")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.least and self.most and self.least > self.most:
            raise PydanticCustomError("least_above_most", "the fewest words are more than the most words")
        return self
