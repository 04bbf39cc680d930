"""A hotspot item as authors write it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Item, Picture, ensure_distinct, letters
from academy.items.kinds.hotspot.regions import Region
from academy.items.kinds.kind import Spot
from academy.items.kinds.spots import spots_of


class Hotspot(Item):
    """``regions`` of the picture, right ones and others; each has a label, by which it can be picked from a list.

    ``mode``: ``one`` and ``several`` show them as numbered places to pick from; with ``point`` nothing is marked on
    the picture, and a learner points anywhere.
    """

    draws_picture: ClassVar[bool] = True

    kind: Literal["hotspot"]
    picture: Picture
    mode: Literal["one", "several", "point"] = "one"
    #: Where several places are picked.
    marking: Literal["partial", "all-or-nothing"] = "partial"
    regions: Annotated[tuple[Region, ...], Field(min_length=2, max_length=MOST_PARTS)]

    @property
    def by_letter(self) -> dict[str, Region]:
        """The regions under their letters."""
        return dict(zip(letters(len(self.regions)), self.regions, strict=True))

    @property
    def numbered(self) -> tuple[Spot, ...]:
        """Its places as they are numbered on the page."""
        return spots_of({letter: region.middle for letter, region in self.by_letter.items()})

    @property
    def rights(self) -> list[str]:
        """The letters of the right regions."""
        return [letter for letter, region in self.by_letter.items() if region.right]

    @model_validator(mode="after")
    def _has_a_key(self) -> Self:
        ensure_distinct([region.label for region in self.regions], "places")
        if self.mode == "one" and len(self.rights) != 1:
            raise PydanticCustomError("one_right_place", "exactly one place is right")
        if not 0 < len(self.rights) < len(self.regions):
            raise PydanticCustomError("right_and_wrong", "a hotspot item has right places and wrong ones")
        return self
