"""Decisions about capstones: the kind itself, what opens when, what marks come to."""

from academy.capstones.rules.kind import KIND, CapstoneKind
from academy.capstones.rules.marking import (
    BLIND,
    Agreement,
    BadLevels,
    Muddle,
    agree,
    agreement,
    final,
    score,
)
from academy.capstones.rules.work import (
    CLOSED,
    MOST_ROWS,
    BadWork,
    Bag,
    is_item,
    object_item,
    part_of,
    question_item,
    response_at,
    row_item,
)

__all__ = [
    "BLIND", "CLOSED", "KIND", "MOST_ROWS", "Agreement", "BadLevels", "BadWork", "Bag", "CapstoneKind", "Muddle", "agree",
    "agreement", "final", "is_item", "object_item", "part_of", "question_item", "response_at", "row_item", "score",
]  # fmt: skip
