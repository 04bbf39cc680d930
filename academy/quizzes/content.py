"""A quiz as authored."""

from __future__ import annotations

import enum
from typing import ClassVar, Literal, Self

from pydantic import Field, SerializeAsAny, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from academy.courses.content import ActivityContent, Document, Grown, Slug
from academy.items.content import Item
from academy.items.kinds import AnyItem
from academy.languages.content import Text


class Draw(Document, Grown):
    """So many items of the pool, by competency, by tag or by both."""

    later: ClassVar[frozenset[str]] = frozenset({"tag"})

    competency: Slug | None = None
    tag: Slug | None = None
    count: int = Field(ge=1, le=50)

    @model_validator(mode="after")
    def filters(self) -> Self:
        """Refuse a draw that says nothing of what it draws."""
        if not self.competency and not self.tag:
            raise PydanticCustomError("draw_from_nothing", "a draw names a competency or a tag")
        return self

    @property
    def name(self) -> str:
        """What tells it from the other draws of a quiz."""
        return f"{self.competency or ''}+{self.tag}" if self.tag else str(self.competency)


class Section(Document):
    """A part of a quiz with its own heading: items by their keys, then what is drawn."""

    slug: Slug
    title: Text
    instructions: Text = ""
    #: Whether its items come in an order drawn for each attempt.
    shuffle: bool = True
    items: list[Slug] = []
    draws: list[Draw] = []


class Reveal(enum.StrEnum):
    """What a learner may see of her own attempt."""

    RESPONSE = "response"
    MARKS = "marks"
    FEEDBACK = "feedback"
    ANSWERS = "answers"


class Review(Document):
    """What is shown when. ``during``: after an item was checked, where a quiz says at once what was right.

    ``at-once``: for fifteen minutes after handing in; ``later``: while the quiz is still open to her; ``closed``:
    once its last day is over or all attempts are used.
    """

    during: frozenset[Reveal] = frozenset(Reveal)
    at_once: frozenset[Reveal] = frozenset(Reveal)
    later: frozenset[Reveal] = frozenset(Reveal)
    closed: frozenset[Reveal] = frozenset(Reveal)

    @field_serializer("during", "at_once", "later", "closed")
    def in_order(self, reveals: frozenset[Reveal]) -> list[str]:
        """Write them in the one order they have."""
        return [reveal.value for reveal in Reveal if reveal in reveals]


class QuizContent(ActivityContent, Grown):
    """Items and the terms of passing, as an edition freezes them.

    Items that no section names come first. With draws, an item that a draw could take stands in the quiz only where
    it is drawn, but for gates. With ``pretest_of`` it has no items of its own: it asks, of the pool of that later
    quiz, what that quiz will not ask the same learner.
    """

    later: ClassVar[frozenset[str]] = frozenset({
        "wait_hours", "time_limit", "on_timeout", "grace", "navigation", "feedback", "penalty", "certainty", "review", "practice",
        "entry", "sections",
    })  # fmt: skip

    instructions: Text = ""
    #: Share of the points that passes, 0–1.
    pass_mark: float = Field(default=0.8, ge=0, le=1)
    #: Whether items and choices come in an order drawn for each attempt.
    shuffle: bool = True
    #: How many attempts there are; None for as many as it takes.
    attempts: int | None = Field(default=None, ge=1)
    #: Hours from handing in one attempt to beginning the next.
    wait_hours: float = Field(default=0, ge=0, le=24 * 365, allow_inf_nan=False)
    #: Minutes from its beginning to an attempt's deadline; None for no limit.
    time_limit: int | None = Field(default=None, ge=1, le=24 * 60)
    #: What the deadline does: hand in what is saved; leave ``grace`` minutes for handing in; count the attempt as left.
    on_timeout: Literal["submit", "grace", "abandon"] = "submit"
    grace: int = Field(default=5, ge=1, le=24 * 60)
    #: In a linear quiz an item that was passed does not come back.
    navigation: Literal["free", "linear"] = "free"
    #: ``immediate`` and ``interactive`` let a learner check each item; ``interactive`` lets her try again, with hints.
    feedback: Literal["deferred", "immediate", "interactive"] = "deferred"
    #: Share of an item's points that each further try costs.
    penalty: float = Field(default=1 / 3, ge=0, le=1, allow_inf_nan=False)
    #: Whether each response comes with how sure its giver is, and counts by it.
    certainty: bool = False
    review: Review = Review()
    #: Whether it can be practised: attempts that count for nothing.
    practice: Literal["no", "always", "after"] = "no"
    #: How it is entered: freely, or as an exam: with the password or the changing code that its invigilator gives out.
    entry: Literal["open", "password", "code"] = "open"
    draws: list[Draw] = []
    sections: list[Section] = []
    pretest_of: Slug | None = None
    items: list[SerializeAsAny[AnyItem]] = []

    @field_validator("items")
    @classmethod
    def keys_differ(cls, items: list[Item]) -> list[Item]:
        """Refuse two items of the same key."""
        if len({item.key for item in items}) < len(items):
            raise PydanticCustomError("same_key", "two items have the same key")
        return items

    @field_validator("draws")
    @classmethod
    def competencies_differ(cls, draws: list[Draw]) -> list[Draw]:
        """Refuse two draws by the same filter."""
        if len({draw.name for draw in draws}) < len(draws):
            raise PydanticCustomError("same_competency", "two draws name the same competency and tag")
        return draws

    @model_validator(mode="after")
    def pretest_borrows(self) -> Self:
        """Refuse a pre-test with items or draws of its own."""
        if self.pretest_of and (self.items or self.draws or self.sections):
            raise PydanticCustomError("pretest_borrows", "a pre-test takes its items from another quiz")
        return self

    @model_validator(mode="after")
    def sections_part_the_items(self) -> Self:
        """Refuse two sections of one slug, and an item named twice or not there."""
        named = [key for section in self.sections for key in section.items]
        slugs = {section.slug for section in self.sections}
        if len(slugs) < len(self.sections):
            raise PydanticCustomError("same_section", "two sections have the same name")
        if len(set(named)) < len(named):
            raise PydanticCustomError("item_in_two_sections", "an item stands in two sections")
        if missing := sorted(set(named) - {item.key for item in self.items}):
            raise PydanticCustomError(
                "unknown_item", "a section names an item that is not there: {key}", {"key": missing[0]}
            )
        return self

    @property
    def is_exam(self) -> bool:
        """Whether it is sat before an invigilator."""
        return self.entry != "open"

    def item(self, key: str) -> Item | None:
        """Return the item of that key, if there is one."""
        return next((item for item in self.items if item.key == key), None)
