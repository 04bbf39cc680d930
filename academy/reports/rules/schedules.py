"""Which reports come again and again, and on which days."""

from __future__ import annotations

import calendar
import enum
from datetime import date, timedelta


class Report(enum.StrEnum):
    """What a letter leads to."""

    PROGRESS = "progress"
    #: Those who stand still, or are past their date.
    STUCK = "stuck"
    EXPIRING = "expiring"
    COHORTS = "cohorts"


class Rhythm(enum.StrEnum):
    """How often a letter comes."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


def next_date(rhythm: Rhythm, *, begun_on: date, after: date) -> date:
    """Return the first day of the rhythm that lies after a day.

    It always goes by the day it was begun on: from the 31st it comes on the last day of shorter months, and on the
    31st again of the next long one. However many periods were missed, one day follows.
    """
    if rhythm is Rhythm.WEEKLY:
        weeks = max((after - begun_on).days // 7 + 1, 1)
        return begun_on + timedelta(weeks=weeks)
    step = _MONTHS[rhythm]
    apart = (after.year - begun_on.year) * 12 + after.month - begun_on.month
    periods = max(apart // step, 1)
    while (day := _months_after(begun_on, periods * step)) <= after:
        periods += 1
    return day


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
