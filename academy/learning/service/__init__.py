"""Writing the learning record: enrolling, attempting, answering, completing."""

from academy.learning.service.attempts import (
    Grade,
    ItemMark,
    Receipt,
    Save,
    grade_attempt,
    save_response,
    start_attempt,
)
from academy.learning.service.cohorts import open_cohort
from academy.learning.service.completions import complete, recount, settle, take_back
from academy.learning.service.enrolments import enrol, enrol_self, withdraw
from academy.learning.service.erasure import erase_person
from academy.learning.service.moves import move_cohort, move_self
from academy.learning.service.overrides import change_override, mark_of, remove_override, set_override
from academy.learning.service.prior_learning import record_prior_learning, withdraw_prior_learning

__all__ = [
    "Grade",
    "ItemMark",
    "Receipt",
    "Save",
    "change_override",
    "complete",
    "enrol",
    "enrol_self",
    "erase_person",
    "grade_attempt",
    "mark_of",
    "move_cohort",
    "move_self",
    "open_cohort",
    "record_prior_learning",
    "recount",
    "remove_override",
    "save_response",
    "set_override",
    "settle",
    "start_attempt",
    "take_back",
    "withdraw",
    "withdraw_prior_learning",
]
