"""A script concordance item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Words
from academy.languages.content import Text

#: The points of the scale: what the information does to the hypothesis, from far less likely to far more.
POINTS = ("-2", "-1", "0", "+1", "+2")


class Vote(Authored):
    """How many of the panel chose one point of the scale, and what those who did may say for it."""

    votes: int = Field(default=0, ge=0, le=999)
    reason: Text | None = None


class Concordance(Item):
    """A hypothesis, what is learnt then, and the panel's votes from -2 to +2."""

    kind: Literal["concordance"]
    hypothesis: Words
    information: Words
    #: What the scale is about: how likely the hypothesis is, or how useful the measure.
    scale: Literal["likely", "useful"] = "likely"
    panel: Annotated[tuple[Vote, ...], Field(min_length=len(POINTS), max_length=len(POINTS))]

    @property
    def votes(self) -> dict[str, int]:
        """The votes for each point."""
        return {point: vote.votes for point, vote in zip(POINTS, self.panel, strict=True)}

    @property
    def size(self) -> int:
        """How many people voted."""
        return sum(self.votes.values())

    @property
    def most(self) -> int:
        """The votes for the point that most of them chose."""
        return max(self.votes.values())

    @model_validator(mode="after")
    def _somebody_voted(self) -> Self:
        if not self.size:
            raise PydanticCustomError("no_votes", "nobody of the panel has voted")
        return self
