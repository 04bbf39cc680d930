"""A situational judgement as authors write it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Words, ensure_distinct, letters
from academy.languages.content import Text

#: Nobody ranks more than that with care.
MOST_OPTIONS = 10


def _parted(typed: object) -> object:
    """Read ranks that were typed in one line, as ``1 2 1,5``, the way a list of them is read."""
    if not isinstance(typed, str):
        return typed
    return [rank.replace(",", ".") for rank in typed.replace(";", " ").split()]


Rank = Annotated[float, Field(ge=1, le=MOST_OPTIONS, allow_inf_nan=False)]


class Option(Authored):
    """Something that could be done; ``ranks`` holds the rank each member of the panel gave it, 1 for the best.

    A panel that ranked together, or whose mean ranks alone are known, is one number.
    """

    text: Words
    ranks: Annotated[tuple[Rank, ...], BeforeValidator(_parted), Field(min_length=1, max_length=99)]
    feedback: Text | None = None

    @property
    def mean(self) -> Fraction:
        """The mean of its ranks, exactly."""
        return sum((Fraction(rank) for rank in self.ranks), Fraction()) / len(self.ranks)

    @property
    def average(self) -> float:
        """The mean of its ranks, as it is shown."""
        return round(float(self.mean), 1)

    @property
    def lowest(self) -> float:
        """The best rank anybody gave it."""
        return min(self.ranks)

    @property
    def highest(self) -> float:
        """The worst rank anybody gave it."""
        return max(self.ranks)


class Judgement(Item):
    """The options of a situation, each with the panel's ranks."""

    kind: Literal["judgement"]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=MOST_OPTIONS)]
    #: ``rank``: put all in order. ``best-worst``: name the best and the worst.
    format: Literal["rank", "best-worst"] = "rank"

    @property
    def panel(self) -> int:
        """How many people ranked."""
        return len(self.options[0].ranks)

    @property
    def means(self) -> dict[str, Fraction]:
        """The panel's mean ranks, by letter."""
        return {name: each.mean for name, each in zip(letters(len(self.options)), self.options, strict=True)}

    @property
    def options_by_letter(self) -> dict[str, Option]:
        """The options, best first by the panel; of two it held equal, the one authored first."""
        means = self.means
        named = dict(zip(letters(len(self.options)), self.options, strict=True))
        return {letter: named[letter] for letter in sorted(means, key=lambda letter: (means[letter], letter))}

    @property
    def texts_by_letter(self) -> dict[str, str]:
        """What the options say."""
        return {name: each.text for name, each in zip(letters(len(self.options)), self.options, strict=True)}

    @model_validator(mode="after")
    def _can_be_ranked(self) -> Self:
        ensure_distinct([option.text for option in self.options], "options")
        if len({len(option.ranks) for option in self.options}) > 1:
            raise PydanticCustomError(
                "panel_differs", "every option has as many ranks as the panel has members"
            )
        if any(rank > len(self.options) for option in self.options for rank in option.ranks):
            raise PydanticCustomError("rank_too_high", "a rank is above the number of options")
        if len(set(self.means.values())) < 2:
            raise PydanticCustomError("no_order", "the panel holds all options equal")
        return self
