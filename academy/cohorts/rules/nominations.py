"""Who approves a nomination, and who of those approved gets a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

#: The reason where somebody does not meet what the course asks for.
NOT_READY = "not-ready"


def approvals_needed(*, is_restricted: bool) -> int:
    """Return how many people must say yes: two for a restricted course."""
    return 2 if is_restricted else 1


def obstacle_to_approving(
    *, approver: UUID, nominator: UUID | None, approvers: Collection[UUID], is_restricted: bool
) -> str | None:
    """Return the reason why ``approver`` may not say yes now, or None where she may.

    For a restricted course two people decide who both had nothing to do with the nomination.
    """
    if approver in approvers:
        return "approved-by-you"
    if is_restricted and approver == nominator:
        return "nominated-by-you"
    return None


def promoted(waiting: Sequence[T], *, capacity: int | None, taken: int) -> Sequence[T]:
    """Return who of ``waiting`` (in the order of their approval) gets a place now.

    A cohort whose capacity was lowered below what is taken gives none, and takes none away.
    """
    return waiting if capacity is None else waiting[: max(0, capacity - taken)]


def takes_people(*, closes_on: date | None, today: date) -> bool:
    """Say whether somebody may still join; its last day is the one it closes on."""
    return closes_on is None or closes_on >= today


def takes_nominations(*, nominations_until: date | None, closes_on: date | None, today: date) -> bool:
    """Say whether agencies may nominate now."""
    is_open = nominations_until is not None and nominations_until >= today
    return is_open and takes_people(closes_on=closes_on, today=today)
