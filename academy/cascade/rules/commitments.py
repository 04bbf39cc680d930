"""What a graduate may commit herself to, when she is asked how far she is, and what the answers come to."""

from __future__ import annotations

import enum
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: Commitments that one certificate carries.
MOST = 5
#: Months from today within which one is due.
LONGEST = 24
#: Months after it was made at which she is asked about it.
ASKED_AFTER = (3, 6, 12)
#: Days after which the first question about a commitment has gone out, whatever the months.
FIRST_ASKED = timedelta(days=92)
#: Whoever has reported is left in peace for so long.
REST = timedelta(days=30)
#: Days after a letter that asks on which a reminder goes out.
REMINDED_AFTER = (14, 28)
#: How long a question stays open.
OPEN_DAYS = 90


class Kind(enum.StrEnum):
    """What a graduate does at home with what she learnt."""

    TRAIN = "train"
    PROTOCOL = "protocol"
    EQUIPMENT = "equipment"
    LINE = "line"
    CASE_WORK = "case-work"
    OTHER = "other"


class Progress(enum.StrEnum):
    """How far she says she is."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    KEPT = "kept"
    GIVEN_UP = "given-up"


#: After these nothing is asked any more.
ENDED = (Progress.KEPT, Progress.GIVEN_UP)
#: Where a commitment stands beside what was reported of it last.
MADE, WITHDRAWN = "made", "withdrawn"


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def obstacle_in_due_day(due_on: date, *, today: date) -> str | None:
    """Return why a commitment cannot be due on a day, or None."""
    return None if today < due_on <= months_after(today, LONGEST) else "commitment-day"


def next_asked(made_on: date, *, after: date) -> date | None:
    """Return the first day after another on which somebody is asked; None once nothing is to be asked any more."""
    days = (months_after(made_on, months) for months in ASKED_AFTER)
    return next((day for day in days if day > after), None)


def asked_after_report(made_on: date, progress: Progress, *, today: date) -> date | None:
    """Return when she is asked next who has reported today; nothing is asked of what is kept or given up."""
    return None if progress in ENDED else next_asked(made_on, after=today + REST)


@dataclass(frozen=True)
class Tally:
    """How many commitments of one kind there are, and how far they are; withdrawn ones stand apart."""

    kind: str
    made: int
    kept: int
    given_up: int
    withdrawn: int

    @property
    def going_on(self) -> int:
        """How many are neither kept nor given up."""
        return self.made - self.kept - self.given_up

    @property
    def share_kept(self) -> float | None:
        """The share that was kept, 0–1, of those not withdrawn; None where there are none."""
        return self.kept / self.made if self.made else None


@dataclass(frozen=True)
class Counted:
    """So many commitments of one kind that stand alike."""

    kind: str
    stage: str
    #: Whether the first question about them has come: nobody before that can fail to answer.
    is_asked: bool
    count: int


@dataclass(frozen=True)
class Figures:
    """What the commitments of a branch come to."""

    tallies: tuple[Tally, ...]
    #: About how many the first question has come, and on how many of these there is a report.
    asked: int
    reported: int

    @property
    def share_reported(self) -> float | None:
        """The rate of response, 0–1; None while nothing was asked."""
        return self.reported / self.asked if self.asked else None


def figures(counted: Iterable[Counted]) -> Figures:
    """Return what commitments come to, kind by kind, and how many were reported on of those asked about."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in Kind}
    asked = reported = 0
    for each in counted:
        found[each.kind][each.stage] += each.count
        if each.is_asked and each.stage != WITHDRAWN:
            asked += each.count
            reported += 0 if each.stage == MADE else each.count
    return Figures(tuple(_tally(kind, stages) for kind, stages in found.items() if stages), asked, reported)


def _tally(kind: str, stages: Counter[str]) -> Tally:
    withdrawn = stages[WITHDRAWN]
    return Tally(
        kind, stages.total() - withdrawn, stages[Progress.KEPT], stages[Progress.GIVEN_UP], withdrawn
    )
