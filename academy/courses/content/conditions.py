"""What must be so before something opens or counts as done: an AND/OR tree, as authored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Document(BaseModel):
    """An authored document: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AllOf(Document):
    """Every one of these."""

    all: list[Condition] = Field(min_length=1)


class AnyOf(Document):
    """At least one of these."""

    any: list[Condition] = Field(min_length=1)


class Done(Document):
    """An activity or a module of the same course is done (of a module: everything required in it)."""

    done: Slug


class Scored(Document):
    """An activity of the same course was done with at least this score, 0–1."""

    score: Slug
    at_least: float = Field(ge=0, le=1)


class Passed(Document):
    """Another course was completed, whatever its edition."""

    course: Slug


class Since(Document):
    """This day has come."""

    since: date


class Until(Document):
    """This day is not over yet."""

    until: date


class HoldsRole(Document):
    """She holds this role somewhere."""

    role: str = Field(pattern="^(learner|coordinator|trainer|author|translator|reviewer|administrator)$")


class FollowsTrack(Document):
    """She is or was enrolled in a course of this track."""

    track: Slug


def _named(value: Any) -> str | None:
    names = value if isinstance(value, dict) else type(value).model_fields
    return next((name for name in names if name in _NAMES), None)


_NAMES = ("all", "any", "done", "score", "course", "since", "until", "role", "track")

Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Done, Tag("done")]
    | Annotated[Scored, Tag("score")]
    | Annotated[Passed, Tag("course")]
    | Annotated[Since, Tag("since")]
    | Annotated[Until, Tag("until")]
    | Annotated[HoldsRole, Tag("role")]
    | Annotated[FollowsTrack, Tag("track")],
    Discriminator(_named),
]

for _branch in (AllOf, AnyOf):
    _branch.model_rebuild()


def leaves(condition: Condition | None) -> Iterator[Document]:
    """Yield what a tree of conditions asks for, branches left out."""
    if isinstance(condition, AllOf):
        branches = condition.all
    elif isinstance(condition, AnyOf):
        branches = condition.any
    else:
        branches = []
        if condition is not None:
            yield condition
    for branch in branches:
        yield from leaves(branch)
