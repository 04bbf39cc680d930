"""What every item is made of, whatever its kind."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from academy.courses.content import Grown
from academy.languages.content import Text

#: Parts of an item are named by letters, so no item has more of them than there are letters.
MOST_PARTS = len(ascii_lowercase)

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9]+$", max_length=80)]
#: Text that may not be left empty.
Words = Annotated[Text, Field(min_length=1)]


class Authored(BaseModel):
    """A part of an authored document: frozen, and an unknown field in it is an author's mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Picture(Authored):
    """A picture of the course's media, with the words that stand for it."""

    file: FileName
    alt: Words
    caption: Text | None = None


class Feedback(Authored):
    """What the review says to a wholly right response, and to any other."""

    right: Text | None = None
    wrong: Text | None = None


class Choice(Authored):
    """One option of a choice item; ``feedback`` is shown in the review when it was picked."""

    text: Words
    right: StrictBool = False
    feedback: Text | None = None


class Origin(Authored):
    """Where an item was taken from: an item of the bank, at a version."""

    item: UUID
    version: int = Field(ge=1)


class Item(Authored, Grown):
    """One question. ``key`` is unique in its quiz or lesson; each kind adds its interaction and its key."""

    later: ClassVar[frozenset[str]] = frozenset({"tags", "pilot", "hints", "keep_order", "origin"})

    #: Whether its own template shows the picture, since one answers on it.
    draws_picture: ClassVar[bool] = False

    key: Slug
    kind: str
    prompt: Words
    #: Must be wholly right for a pass, whatever the total.
    gate: StrictBool = False
    points: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    picture: Picture | None = None
    feedback: Feedback | None = None
    competency: Slug | None = None
    tags: tuple[Slug, ...] = ()
    #: Tried out: shown and answered like the others, but worth nothing.
    pilot: StrictBool = False
    #: What is said after a wrong try, one after the other, where a quiz lets its learner try again.
    hints: tuple[Words, ...] = ()
    #: Whether its choices keep the order they were written in.
    keep_order: StrictBool = False
    #: The item of the bank it is a copy of.
    origin: Origin | None = None
    #: The source of the fact the item asks for, for authors and reviewers.
    source: str | None = None


def letters(count: int) -> tuple[str, ...]:
    """Name ``count`` parts by their authored order: a, b, c…."""
    return tuple(ascii_lowercase[:count])


def ensure_distinct(texts: list[str], what: str) -> None:
    """Raise pydantic's error if two of ``texts`` read the same: nobody could tell them apart."""
    folded = [" ".join(text.split()).casefold() for text in texts]
    if len(set(folded)) < len(folded):
        raise PydanticCustomError("same_text", "two {what} have the same text", {"what": what})
