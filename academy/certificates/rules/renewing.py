"""When a certificate may be renewed, how long the renewed one holds, and when its holder is warned ahead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from academy.certificates.rules.standing import valid_until

#: Days before the end at which the holder gets a letter.
WARNING_DAYS = (90, 30, 7)


@dataclass(frozen=True)
class Window:
    """The days, first and last, on which the re-test of a certificate may be begun and completed."""

    opens_on: date
    closes_on: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.opens_on <= day <= self.closes_on


def window(until: date, *, opens_days: int, grace_days: int) -> Window:
    """Return the window around the last day of a certificate."""
    return Window(until - timedelta(days=opens_days), until + timedelta(days=grace_days))


def renewed_until(until: date, months: int | None, *, completed_on: date) -> date | None:
    """Return how long the renewed certificate holds: from the end of the old one, or from the re-test where that was late.

    So whoever is early loses nothing, and whoever is late does not have the days in between made good.
    """
    return valid_until(max(until, completed_on), months)


def due_warning(until: date, today: date, sent: Collection[int]) -> int | None:
    """Return which warning is due, as days ahead: the nearest alone; None once it was sent, and after the end."""
    due = [days for days in WARNING_DAYS if 0 <= (until - today).days <= days]
    nearest = min(due, default=None)
    return None if nearest is None or any(days <= nearest for days in sent) else nearest
