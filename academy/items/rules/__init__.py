"""Decisions about items: what a response is worth, in which order items stand, what figures say of them."""

from academy.items.rules.marking import ROUNDING, Marked, drawn, is_passed, mark_all

__all__ = ["ROUNDING", "Marked", "drawn", "is_passed", "mark_all"]
