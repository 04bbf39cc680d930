"""Marking a set of items: the score, the credit it counts for, the gates, the order of a draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark, Response
from academy.items.kinds.order import shuffled
from academy.learning.rules import ROUNDING

#: Certainty-based marking (Gardner-Medwin 2006; Moodle's ``question_cbm``): marks by how sure somebody was.
RIGHT = {1: 1, 2: 2, 3: 3}
WRONG = {1: 0, 2: -2, 3: -6}
MOST_SURE = 3
#: Who does not say how sure she is counts as unsure.
UNSTATED = 1


@dataclass(frozen=True)
class Scheme:
    """How scores become credits: by how sure she was, and less by so much for each try before."""

    by_certainty: bool = False
    penalty: float = 0.0


@dataclass(frozen=True)
class Marked:
    """All marks of one attempt: ``score`` from 0 to 1, weighted by points; the keys of failed gates."""

    score: float
    points: float
    possible: float
    marks: Mapping[str, Mark]
    gates_failed: tuple[str, ...]


def mark_all(items: Sequence[Item], responses: Mapping[str, Response]) -> Marked:
    """Mark ``responses`` by item key; a missing one is unanswered and scores 0. No items score 0.

    Items that are tried out are marked and worth nothing.
    """
    marks = {item.key: kind_named(item.kind).mark(item, responses.get(item.key)) for item in items}
    counted = [item for item in items if not item.pilot]
    points = fsum(item.points * marks[item.key].score for item in counted)
    possible = fsum(item.points for item in counted)
    return Marked(
        score=min(1.0, points / possible) if possible else 0.0,
        points=points,
        possible=possible,
        marks=marks,
        gates_failed=tuple(item.key for item in counted if item.gate and not marks[item.key].is_right),
    )


def credit_of(
    score: float, *, scheme: Scheme, is_answered: bool, certainty: int | None = None, earlier_tries: int = 0
) -> float:
    """Return the share of an item's points that a score counts for, −2 to 1.

    By certainty: a right response (score above 0) its score × 1, 2 or 3 thirds, a wrong one 0, −2 or −6 thirds, an
    open one nothing. After tries: less by the penalty for each one before, never below nothing.
    """
    if scheme.by_certainty:
        if not is_answered:
            return 0.0
        sure = certainty or UNSTATED
        return (score * RIGHT[sure] if score > 0 else WRONG[sure]) / MOST_SURE
    return max(0.0, score - scheme.penalty * earlier_tries)


def is_passed(marked: Marked, pass_mark: float) -> bool:
    """Say whether the score reaches ``pass_mark`` (0 to 1) and no gate failed."""
    return not marked.gates_failed and marked.score >= pass_mark - ROUNDING


def drawn(items: Sequence[Item], seed: int, shuffle: bool) -> list[Item]:
    """Give the items in the order of an attempt: as authored, or shuffled by its ``seed``."""
    return shuffled(items, seed=seed, key="items") if shuffle else list(items)
