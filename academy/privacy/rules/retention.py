"""How long things are kept: the academy's own periods, and the bounds within which an agency may set another.

The one table. The privacy page, the agency's page, the duty that forgets and ADR 14 all go by it.
"""

from __future__ import annotations

import enum
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

#: How long before the day a letter says that an unused account will be erased.
WARNED_BEFORE = timedelta(days=30)
#: How long a sent letter stays in the spool.
LETTERS_KEPT = timedelta(days=30)
#: Longer than any article's name.
LONGEST_GROUND = 300


class What(enum.StrEnum):
    """What is kept for a time."""

    #: Her account, once she stops signing in.
    ACCOUNT_UNUSED = "account-unused"
    #: Her account, once she serves in no agency.
    LEFT = "left"
    #: Single answers, files and case logs, once the enrolment has ended; results stay.
    ANSWERS = "answers"
    #: A request to come in that was declined or withdrawn.
    ADMISSION_DECLINED = "admission-declined"
    #: What an agency keeps of somebody who was erased: only where its own rule says so.
    TRAINING_RECORD = "training-record"


class Reason(enum.StrEnum):
    """Why somebody was erased, as the ledger says it."""

    #: She did it herself, or asked for it.
    REQUEST = "request"
    #: An administrator did, for a cause other than her asking.
    DECISION = "decision"
    #: It was made by mistake, or twice.
    MISTAKE = "mistake"
    UNUSED = "unused"
    LEFT = "left"


@dataclass(frozen=True)
class Keeping:
    """How many months something is kept, and between which bounds an agency may set its own."""

    #: The academy's own period; 0 where nothing is kept unless an agency's rule says so.
    months: int
    #: None: no agency sets its own.
    bounds: tuple[int, int] | None = None

    def takes(self, months: int) -> bool:
        """Say whether an agency may keep it so long."""
        return self.bounds is not None and self.bounds[0] <= months <= self.bounds[1]


DEFAULTS: Mapping[What, Keeping] = MappingProxyType({
    # a certificate that holds for three years is asked for that long; whoever is away longer is invited anew
    What.ACCOUNT_UNUSED: Keeping(36),
    # a year to come back from a post abroad, or to take her record to another agency
    What.LEFT: Keeping(12, (1, 36)),
    # a regrade or an appeal needs the single answer; after two years nobody may ask for either
    What.ANSWERS: Keeping(24, (6, 60)),
    # long enough to see that the same request was made before
    What.ADMISSION_DECLINED: Keeping(6, (1, 12)),
    # only a law obliges an agency to keep a training record of somebody who was erased
    What.TRAINING_RECORD: Keeping(0, (1, 480)),
})  # fmt: skip


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the last of its month where that month is shorter."""
    return _moved(day, -months)


def months_later(day: date, months: int) -> date:
    """Return the day so many months later; the last of its month where that month is shorter."""
    return _moved(day, months)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
