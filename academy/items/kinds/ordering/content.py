"""An ordering item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from academy.items.content import MOST_PARTS, Item, Words, ensure_distinct, letters


class Ordering(Item):
    """``steps`` stand in the right order."""

    kind: Literal["ordering"]
    steps: Annotated[tuple[Words, ...], Field(min_length=2, max_length=MOST_PARTS)]
    marking: Literal["exact", "distance"] = "exact"

    @property
    def steps_by_letter(self) -> dict[str, str]:
        """The steps, in the right order."""
        return dict(zip(letters(len(self.steps)), self.steps, strict=True))

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        ensure_distinct(list(self.steps), "steps")
        return self
