"""When a supervisor is asked."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

#: Months after a course was completed at which a supervisor is asked.
MONTHS = (3, 6)
#: Days for which a follow-up can be answered.
OPEN_DAYS = 45
#: Days after the first letter on which a reminder goes out.
REMINDED_AFTER = (14, 28)


def asked_between(completed_on: date, months: int) -> tuple[date, date]:
    """Return the first and the last day on which a follow-up can be answered.

    It opens on the same day of the month, or on the month's last day where it has no such day.
    """
    year, month = divmod(completed_on.month - 1 + months, 12)
    year, month = completed_on.year + year, month + 1
    opens_on = date(year, month, min(completed_on.day, monthrange(year, month)[1]))
    return opens_on, opens_on + timedelta(days=OPEN_DAYS)
