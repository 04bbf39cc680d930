"""A matching item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Authored, Item, Words, ensure_distinct, letters


class Pair(Authored):
    """Two sides that belong together."""

    left: Words
    right: Words


class Matching(Item):
    """``pairs`` belong together; ``extra`` are right sides that belong to nothing."""

    kind: Literal["matching"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=MOST_PARTS)]
    extra: tuple[Words, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """The right sides in the order of their letters: those of the pairs, then the extra ones."""
        return (*(pair.right for pair in self.pairs), *self.extra)

    @property
    def rights_by_letter(self) -> dict[str, str]:
        """The right sides under their letters."""
        return dict(zip(letters(len(self.rights)), self.rights, strict=True))

    @model_validator(mode="after")
    def _sides_differ(self) -> Self:
        ensure_distinct([pair.left for pair in self.pairs], "left sides")
        ensure_distinct(list(self.rights), "right sides")
        if len(self.rights) > MOST_PARTS:
            raise PydanticCustomError(
                "too_many_rights", "a matching item has at most {most} right sides", {"most": MOST_PARTS}
            )
        return self
