"""Which dates are worth a reminder, and when. Each notice is given once for each date."""

from __future__ import annotations

import enum
from datetime import date, timedelta

#: Days before a due date on which somebody is reminded.
WEEK, DAY = timedelta(days=7), timedelta(days=1)
#: What has been overdue for longer is left to the trainer; it was said once, or before reminders were sent at all.
STALE = timedelta(days=14)


class Notice(enum.StrEnum):
    """What a reminder is about."""

    WEEK = "week"
    DAY = "day"
    OVERDUE = "overdue"
    #: The cohort begins.
    START = "start"


def notice_of_date(due_on: date | None, *, today: date) -> Notice | None:
    """Return what is to be said of a due date today.

    A day on which nothing was sent is made up for: the notice stands until the next one takes its place.
    """
    if due_on is None or due_on - today > WEEK or today - due_on > STALE:
        return None
    if due_on < today:
        return Notice.OVERDUE
    return Notice.DAY if due_on - today <= DAY else Notice.WEEK


def notice_of_start(starts_on: date, *, today: date) -> Notice | None:
    """Return the notice that a cohort begins, on the day before and on the day itself."""
    return Notice.START if timedelta(0) <= starts_on - today <= DAY else None
