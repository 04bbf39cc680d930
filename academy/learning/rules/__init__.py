"""Decisions of the learning record: what is done, open or locked, when it is due, what a newer edition means."""

from academy.learning.rules.answers import Answer, current_responses, payload_hash
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

__all__ = [
    "NO_DATES", "WHOLE_COURSE", "ActivityStanding", "ActivityState", "Answer", "Dates", "Lock", "ModuleStanding", "Move",
    "StandIn", "Standing", "asks_for_other_courses", "attempts_granted", "completes", "conditions_of", "current_responses", "dates", "digest_of", "modules_done",
    "moved", "payload_hash", "required_of", "standing", "start_of",
]  # fmt: skip
