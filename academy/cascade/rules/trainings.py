"""What may be proposed, and when what may be done with a training."""

from __future__ import annotations

import enum
from datetime import date, timedelta

#: From the first to the last.
LEVELS = ("basic", "advanced", "supreme")
#: How far ahead one is proposed, how long it goes on, and how many it takes.
FARTHEST, LONGEST, MOST_PLACES = timedelta(days=550), timedelta(days=60), 60


class TrainingState(enum.StrEnum):
    """Where a national training stands."""

    PROPOSED = "proposed"
    #: It has its cohort, and people may be nominated.
    APPROVED = "approved"
    DECLINED = "declined"
    HELD = "held"
    CANCELLED = "cancelled"


#: Whose people learn, or have learnt, from its leader.
TEACHING = (TrainingState.APPROVED, TrainingState.HELD)


def may_teach(*, own_level: str, level: str, is_same_course: bool) -> bool:
    """Say whether a certificate is good for teaching a course: the one it is of, or any of a lower level."""
    return is_same_course or LEVELS.index(level) < LEVELS.index(own_level)


def obstacle_in_days(starts_on: date, ends_on: date, *, today: date) -> tuple[str, str] | None:
    """Return (reason, field) where the days of a proposal cannot be, or None."""
    if starts_on < today or starts_on > today + FARTHEST:
        return "training-day", "starts_on"
    if ends_on < starts_on or ends_on > starts_on + LONGEST:
        return "training-ends", "ends_on"
    return None
