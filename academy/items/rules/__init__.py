"""Decisions about items: what a response is worth, in which order items stand, what figures say of them."""

from academy.items.rules.marking import (
    MOST_SURE,
    RIGHT,
    UNSTATED,
    WRONG,
    Marked,
    Scheme,
    credit_of,
    drawn,
    is_passed,
    mark_all,
)
from academy.learning.rules import ROUNDING

__all__ = [
    "MOST_SURE", "RIGHT", "ROUNDING", "UNSTATED", "WRONG", "Marked", "Scheme", "credit_of", "drawn", "is_passed", "mark_all",
]  # fmt: skip
