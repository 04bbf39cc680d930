"""Marking a set of items: the score, the gates, the order of a draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark, Response
from academy.items.kinds.order import shuffled

#: Scores are sums of binary fractions, so 0.7 may come out as 0.6999999999999999. No authored pass mark and
#: no points are finer than this, so what is closer than it is the same.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Marked:
    """All marks of one attempt: ``score`` from 0 to 1, weighted by points; the keys of failed gates."""

    score: float
    points: float
    possible: float
    marks: Mapping[str, Mark]
    gates_failed: tuple[str, ...]


def mark_all(items: Sequence[Item], responses: Mapping[str, Response]) -> Marked:
    """Mark ``responses`` by item key; a missing one is unanswered and scores 0. No items score 0."""
    marks = {item.key: kind_named(item.kind).mark(item, responses.get(item.key)) for item in items}
    points = fsum(item.points * marks[item.key].score for item in items)
    possible = fsum(item.points for item in items)
    return Marked(
        score=min(1.0, points / possible) if possible else 0.0,
        points=points,
        possible=possible,
        marks=marks,
        gates_failed=tuple(item.key for item in items if item.gate and not marks[item.key].is_right),
    )


def is_passed(marked: Marked, pass_mark: float) -> bool:
    """Say whether the score reaches ``pass_mark`` (0 to 1) and no gate failed."""
    return not marked.gates_failed and marked.score >= pass_mark - ROUNDING


def drawn(items: Sequence[Item], seed: int, shuffle: bool) -> list[Item]:
    """Give the items in the order of an attempt: as authored, or shuffled by its ``seed``."""
    return shuffled(items, seed=seed, key="items") if shuffle else list(items)
