"""An item of labels as authors write it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Authored, Item, Picture, Words, ensure_distinct, letters
from academy.items.kinds.kind import Spot
from academy.items.kinds.spots import spots_of

PerMille = Annotated[int, Field(strict=True, ge=0, le=1000)]


class LabelledSpot(Authored):
    """A place on the picture, in thousandths of its width and of its height, and the label that belongs there."""

    x: PerMille
    y: PerMille
    label: Words


class Labels(Item):
    """``spots`` have a label each; ``extra`` are labels that belong nowhere."""

    draws_picture: ClassVar[bool] = True

    kind: Literal["labels"]
    picture: Picture
    marking: Literal["per-spot", "all-or-nothing"] = "per-spot"
    spots: Annotated[tuple[LabelledSpot, ...], Field(min_length=2, max_length=MOST_PARTS)]
    extra: tuple[Words, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in the order of their letters: those of the spots, then the extra ones."""
        return (*(spot.label for spot in self.spots), *self.extra)

    @property
    def labels_by_letter(self) -> dict[str, str]:
        """The labels under their letters."""
        return dict(zip(letters(len(self.labels)), self.labels, strict=True))

    @property
    def numbered(self) -> tuple[Spot, ...]:
        """Its spots as they are numbered on the page."""
        places = [(spot.x, spot.y) for spot in self.spots]
        return spots_of(dict(zip(letters(len(places)), places, strict=True)))

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        ensure_distinct(list(self.labels), "labels")
        if len({(spot.x, spot.y) for spot in self.spots}) < len(self.spots):
            raise PydanticCustomError("same_spot", "two labels have the same place")
        if len(self.labels) > MOST_PARTS:
            raise PydanticCustomError("too_many_labels", "there are too many labels")
        return self
