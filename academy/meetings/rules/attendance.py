"""What counts as having been there."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Whoever comes in this long after the start is late.
LATE_AFTER = timedelta(minutes=15)
#: As ``models.Presence`` writes them.
_COUNTING = frozenset({"present", "late"})


def counts(presence: str | None) -> bool:
    """Say whether this presence completes the meeting; None is not noted yet."""
    return presence in _COUNTING


def by_arrival(*, starts_at: datetime, at: datetime) -> str:
    """Return how somebody attends who is there at this moment."""
    return "late" if at > starts_at + LATE_AFTER else "present"
