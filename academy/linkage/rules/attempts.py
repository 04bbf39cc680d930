"""How often a board may be worked on."""

from __future__ import annotations

from academy.learning.rules import NO_DATES, Dates
from academy.linkage.content import LinkageContent


def attempts_allowed(board: LinkageContent, dates: Dates = NO_DATES) -> int | None:
    """Return how many attempts there are, an override before the edition; None for as many as it takes."""
    return dates.attempts or board.attempts


def may_start(board: LinkageContent, used: int, dates: Dates = NO_DATES) -> bool:
    """Say whether another attempt may begin after ``used`` of them."""
    allowed = attempts_allowed(board, dates)
    return allowed is None or used < allowed
