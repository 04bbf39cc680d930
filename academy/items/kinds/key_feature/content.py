"""A key-feature item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Words, ensure_distinct
from academy.languages.content import Text

MOST_OPTIONS = 60


class Option(Authored):
    """A line of the menu: a key feature with its points, something harmful, or neither."""

    text: Words
    points: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    harmful: StrictBool = False
    feedback: Text | None = None


class KeyFeature(Item):
    """``most`` says how many options may be picked; picking more scores nothing."""

    kind: Literal["key-feature"]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=MOST_OPTIONS)]
    most: int = Field(ge=1, le=MOST_OPTIONS)

    @property
    def options_by_name(self) -> dict[str, Option]:
        """The options under the names that responses use: 1, 2, 3 …."""
        return {str(place): option for place, option in enumerate(self.options, start=1)}

    @property
    def features(self) -> list[str]:
        """The names of the key features."""
        return [name for name, option in self.options_by_name.items() if option.points > 0]

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        ensure_distinct([option.text for option in self.options], "options")
        if any(option.harmful and option.points for option in self.options):
            raise PydanticCustomError("harmful_points", "an option is harmful and has points")
        if not self.features:
            raise PydanticCustomError("no_feature", "no option has points")
        if not len(self.features) <= self.most < len(self.options):
            raise PydanticCustomError(
                "most_picks", "the maximum lies between the number of key features and that of all options"
            )
        return self
