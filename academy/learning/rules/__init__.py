"""Decisions of the learning record: what is done, open or locked, when it is due, what a newer edition means."""

from academy.learning.rules.answers import (
    Act,
    Answer,
    Current,
    current_responses,
    fold,
    given,
    payload_hash,
    seconds_spent,
)
from academy.learning.rules.dates import (
    NO_DATES,
    WHOLE_COURSE,
    Dates,
    StandIn,
    attempts_granted,
    dates,
    start_of,
)
from academy.learning.rules.moves import Move, digest_of, moved
from academy.learning.rules.standing import (
    ActivityStanding,
    ActivityState,
    Lock,
    ModuleStanding,
    Standing,
    asks_for_other_courses,
    completes,
    conditions_of,
    modules_done,
    required_of,
    standing,
)
from academy.learning.rules.totals import ROUNDING, Result, Terms, Total, Weight, total

__all__ = [
    "NO_DATES", "ROUNDING", "WHOLE_COURSE", "Act", "ActivityStanding", "ActivityState", "Answer", "Current", "Dates", "Lock",
    "ModuleStanding", "Move", "Result", "StandIn", "Standing", "Terms", "Total", "Weight", "asks_for_other_courses",
    "attempts_granted", "completes", "conditions_of", "current_responses", "dates", "digest_of", "fold", "given",
    "modules_done", "moved", "payload_hash", "required_of", "seconds_spent", "standing", "start_of", "total",
]  # fmt: skip
