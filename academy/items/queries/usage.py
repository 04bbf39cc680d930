"""What quizzes say of the bank's items. Quizzes lie above the bank: they tell it through ``ask``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select

from academy.actor import Actor


@dataclass(frozen=True)
class Use:
    """A quiz that holds a copy of an item."""

    course: str
    quiz: str
    version: int | None
    #: The number of the edition; None for a working copy.
    edition: int | None
    #: Whether learners are being taught it: a live edition.
    is_live: bool
    #: The working copy's quiz, for a link.
    activity_id: UUID | None = None


@dataclass(frozen=True)
class Witness:
    """What whoever holds quizzes tells of items."""

    #: The items that an edition holds.
    used: Callable[[], Select[UUID]]
    #: The items that a working copy of the actor's holds.
    drafted: Callable[[Actor], frozenset[UUID]]
    #: Each use of an item that the actor may know of.
    uses_of: Callable[[Actor, UUID], list[Use]]
    #: (item, mean score, how many first attempts) of every item that has enough of them.
    means: Callable[[], Select[UUID, float, int]]
    #: Scores of first attempts at an item, by version.
    first_scores: Callable[[UUID], dict[int, list[float]]]
    #: The quizzes under work that the actor may change: id, words.
    quizzes: Callable[[Actor], list[tuple[UUID, str]]]


_witnesses: list[Witness] = []


def ask(witness: Witness) -> None:
    """Ask ``witness`` from now on."""
    _witnesses[:] = [witness]


def witness() -> Witness:
    """Return who tells of the items' use."""
    return _witnesses[0]
