"""The periods for which an agency reports its cases: quarters and halves of a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: How many years back a report may be made or mended.
YEARS = 3
_CODE = re.compile(r"(?P<year>20\d\d)-(?P<kind>[qh])(?P<part>[1-4])\Z")
_MONTHS = {"q": 3, "h": 6}


@dataclass(frozen=True)
class Period:
    """A quarter or half of a year, from its first day to the first day after it."""

    starts_on: date
    ends_on: date

    @property
    def months(self) -> int:
        """How long it is."""
        return (self.ends_on.year - self.starts_on.year) * 12 + self.ends_on.month - self.starts_on.month

    @property
    def part(self) -> int:
        """Which quarter or half of its year it is, from 1."""
        return (self.starts_on.month - 1) // self.months + 1

    @property
    def code(self) -> str:
        """How it stands in a form, such as ``2026-q1`` or ``2026-h2``."""
        return f"{self.starts_on.year}-{'q' if self.months == 3 else 'h'}{self.part}"

    def overlaps(self, other: Period) -> bool:
        """Say whether a day is in both."""
        return self.starts_on < other.ends_on and other.starts_on < self.ends_on


def period_of(code: str) -> Period:
    """Return the period that a form names. Raises ValueError for none."""
    found = _CODE.match(code)
    if found is None or int(found["part"]) * _MONTHS[found["kind"]] > 12:
        raise ValueError(f"no period: {code}")
    return _period(int(found["year"]), _MONTHS[found["kind"]], int(found["part"]))


def periods_over(today: date) -> list[Period]:
    """Return what can be reported: the quarters and halves that are over, the latest first."""
    every = [
        _period(year, months, part)
        for year in range(today.year - YEARS, today.year + 1)
        for months in _MONTHS.values()
        for part in range(1, 12 // months + 1)
    ]
    return sorted(
        (each for each in every if each.ends_on <= today), key=lambda each: (each.ends_on, each.starts_on), reverse=True
    )  # fmt: skip


def _period(year: int, months: int, part: int) -> Period:
    last = part * months
    return Period(date(year, last - months + 1, 1), date(year + last // 12, last % 12 + 1, 1))
