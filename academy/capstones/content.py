"""A capstone as authored: a bag in layers, what is asked about it, the rubric it is marked by, an expert's own work."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from academy.courses.content import ActivityContent, Document, Slug
from academy.items.content import Picture
from academy.languages.content import Text

Words = Annotated[Text, Field(min_length=1)]
#: How sure somebody is of an inference: 1 possible, 2 likely, 3 as good as certain.
Certainty = Annotated[int, Field(ge=1, le=3)]


class ObjectKind(enum.StrEnum):
    """What an object is, as far as packing it goes."""

    PAPER = "paper"
    PACKAGING = "packaging"
    FOOD = "food"
    TEXTILE = "textile"
    METAL = "metal"
    AMMUNITION = "ammunition"
    ORGANIC = "organic"
    SUBSTANCE = "substance"
    OTHER = "other"


class BagObject(Document):
    """One thing in the bag: as it first comes to hand, and what looking near shows."""

    key: Slug
    title: Words
    near: Text = ""
    kind: ObjectKind = ObjectKind.OTHER
    picture: Picture | None = None


class Layer(Document):
    """What lies at one depth, in the order in which it comes out."""

    title: Words
    objects: list[BagObject] = []


class Question(Document):
    """Something the profile is to answer."""

    key: Slug
    text: Words


class Level(Document):
    """One level of a criterion, and its points."""

    text: Words
    points: float = Field(ge=0, le=100)


class Criterion(Document):
    """One thing that is looked for, with its levels in the order in which a marker sees them."""

    key: Slug
    title: Words
    competency: Slug | None = None
    levels: list[Level] = Field(min_length=2, max_length=8)

    @property
    def most(self) -> float:
        """The points of its best level."""
        return max(level.points for level in self.levels)


class Note(Document):
    """What an expert says of one object, or answers to one question."""

    key: Slug
    text: Words


class ExpertFinding(Document):
    """One row of an expert's table."""

    fact: Words
    objects: list[Slug] = []
    inference: Text = ""
    certainty: Certainty | None = None
    #: What else it could be.
    otherwise: Text = ""
    #: Why an expert sees it so.
    why: Text = ""


class ModelAnswer(Document):
    """An expert's own work at the bag. No learner sees any of it before hers is marked."""

    inventory: list[Note] = []
    findings: list[ExpertFinding] = []
    profile: list[Note] = []
    #: What a profile from a bag cannot say.
    limits: Text = ""

    def note(self, key: str) -> str:
        """Return what is said of an object; empty for nothing."""
        return _of(self.inventory, key)

    def answer(self, key: str) -> str:
        """Return what is answered to a question; empty for nothing."""
        return _of(self.profile, key)


class CapstoneContent(ActivityContent):
    """The bag and everything about it, as an edition freezes it."""

    briefing: Text = ""
    #: What keeps everybody safe at the table; read before the bag is opened.
    safety: Text = ""
    layers: list[Layer] = []
    questions: list[Question] = []
    criteria: list[Criterion] = []
    model: ModelAnswer = ModelAnswer()
    #: Share, 0–1, of the points that passes.
    pass_mark: float = Field(default=0.6, gt=0, le=1)
    #: Share, 0–1, of the points within which two markers agree.
    tolerance: float = Field(default=0.15, ge=0, le=1)
    #: How often it may be begun; who has seen the debrief knows the bag.
    attempts: int = Field(default=1, ge=1, le=10)
    #: The lesson to read again.
    lesson: Slug | None = None

    @property
    def objects(self) -> list[BagObject]:
        """Everything in the bag, in the order in which it comes out."""
        return [each for layer in self.layers for each in layer.objects]

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        for what, keys in (
            ("objects", [each.key for each in self.objects]), ("questions", [each.key for each in self.questions]),
            ("criteria", [each.key for each in self.criteria]),
        ):  # fmt: skip
            if twice := _twice(keys):
                raise ValueError(f"two {what} have the key {twice!r}")
        return self


def _of(notes: Sequence[Note], key: str) -> str:
    return next((each.text for each in notes if each.key == key), "")


def _twice(keys: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None
