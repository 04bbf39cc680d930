"""Who taught whom, as a tree: a training, and the trainings that its trainees hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")

#: Deeper than any academy goes; what lies below is left out.
DEEPEST = 12


@dataclass(frozen=True)
class Branch(Generic[T]):
    """A thing, and what came of it."""

    thing: T
    below: tuple[Branch[T], ...]


def forest(found: Iterable[tuple[UUID, UUID | None, T]]) -> tuple[Branch[T], ...]:
    """Return (id, parent's id, thing) as trees, in the order given; what has no parent among them stands at the top.

    A circle, which nothing makes, is left out instead of followed.
    """
    listed = list(found)
    known = {each for each, _parent, _thing in listed}
    below: dict[UUID | None, list[tuple[UUID, T]]] = {}
    for each, parent, thing in listed:
        below.setdefault(parent if parent in known else None, []).append((each, thing))

    def grown(root: UUID | None, depth: int) -> tuple[Branch[T], ...]:
        if depth > DEEPEST:
            return ()
        return tuple(Branch(thing, grown(each, depth + 1)) for each, thing in below.get(root, []))

    return grown(None, 1)
