"""Rubrics: what a person marks by. Each criterion has levels, each level its points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Slug, Words, ensure_distinct
from academy.items.kinds.kind import Layout, Records, Rows
from academy.languages.content import Text

MOST_CRITERIA = 12
MOST_LEVELS = 8
#: What the form of an item with a rubric has.
ROWS = Rows(
    "criteria", ("title", "guidance", "levels", "key"), least=1, most=MOST_CRITERIA,
    records=(Records("levels", ("points", "title"), numbers=("points",)),),
)  # fmt: skip
LAYOUT = Layout(rows=(ROWS,), words=("model_answer",), numbers=("agreement",), ticks=("second_marker",))


class BadLevels(ValueError):
    """Levels that the rubric does not have, or not one for each criterion."""


class Level(Authored):
    """How far a response goes, in words, and what that is worth."""

    title: Words
    points: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Criterion(Authored):
    """One thing that is looked at. ``guidance`` is for markers; learners see the title and, released, the levels."""

    key: Slug
    title: Words
    guidance: Text | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=MOST_LEVELS)]

    @model_validator(mode="after")
    def _levels_differ(self) -> Self:
        ensure_distinct([level.title for level in self.levels], "levels")
        if not max(level.points for level in self.levels) > 0:
            raise PydanticCustomError("worthless_criterion", "no level of a criterion is worth a point")
        return self

    @property
    def most(self) -> float:
        """The points of its best level."""
        return max(level.points for level in self.levels)


class Rubric(Authored):
    """The criteria, and who marks: one person, or two who do not see each other's marks.

    Two marks that differ by no more than ``agreement`` (a share of the whole, 0 to 1) make their mean; else a third
    person decides.
    """

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=MOST_CRITERIA)]
    second_marker: StrictBool = False
    agreement: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.15

    @property
    def points(self) -> float:
        """The points of the best levels."""
        return sum(criterion.most for criterion in self.criteria)

    def score(self, levels: Mapping[str, int]) -> float:
        """Return what chosen levels (criterion's key → place of its level, from 0) come to, 0 to 1.

        Raises BadLevels unless there is one of its own for each criterion.
        """
        if set(levels) != {criterion.key for criterion in self.criteria}:
            raise BadLevels("a level for each criterion")
        gained = 0.0
        for criterion in self.criteria:
            place = levels[criterion.key]
            if type(place) is not int or not 0 <= place < len(criterion.levels):
                raise BadLevels(criterion.key)
            gained += criterion.levels[place].points
        return min(1.0, gained / self.points)


class ByRubric(Item):
    """An item that a person marks by a rubric; its rubric is written with it."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=MOST_CRITERIA)]
    #: Whether a second person marks it too, without seeing the first mark.
    second_marker: StrictBool = False
    #: How far two marks may differ, 0 to 1, and still make their mean.
    agreement: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.15
    #: What a good answer has; shown in the review, once answers are.
    model_answer: Text | None = None

    @property
    def rubric(self) -> Rubric:
        """What it is marked by."""
        return Rubric(criteria=self.criteria, second_marker=self.second_marker, agreement=self.agreement)

    @model_validator(mode="before")
    @classmethod
    def _name_criteria(cls, data: Any) -> Any:
        """Give criteria without a key one that no other has: authors need not think of names."""
        written = data.get("criteria") if isinstance(data, dict) else None
        if not isinstance(written, (list, tuple)) or not all(isinstance(each, dict) for each in written):
            return data
        taken = {each.get("key") for each in written}
        free = (name for number in range(1, 100) if (name := f"criterion-{number}") not in taken)
        return {
            **data,
            "criteria": [each if each.get("key") else {**each, "key": next(free)} for each in written],
        }

    @model_validator(mode="after")
    def _criteria_differ(self) -> Self:
        ensure_distinct([criterion.title for criterion in self.criteria], "criteria")
        if len({criterion.key for criterion in self.criteria}) < len(self.criteria):
            raise PydanticCustomError("same_criterion", "two criteria have the same key")
        return self
