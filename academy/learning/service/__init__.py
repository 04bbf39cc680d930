"""Writing the learning record: enrolling, attempting, answering, completing."""

from academy.learning.service.attempts import (
    Begun,
    Grade,
    ItemMark,
    Late,
    Receipt,
    Save,
    abandon_attempt,
    grade_attempt,
    save_response,
    settle_attempt,
    start_attempt,
    too_late,
)
from academy.learning.service.cohorts import open_cohort
from academy.learning.service.completions import complete, recount, settle, take_back
from academy.learning.service.enrolments import enrol, enrol_self, withdraw
from academy.learning.service.erasure import erase_person, forget_answers
from academy.learning.service.logs import first_receipt, record_action
from academy.learning.service.moves import move_cohort, move_self
from academy.learning.service.overrides import (
    change_override,
    mark_of,
    remove_override,
    set_override,
    when_overrides_change,
)
from academy.learning.service.prior_learning import record_prior_learning, withdraw_prior_learning
from academy.learning.service.results import Given, Why, change_result

__all__ = [
    "Begun",
    "Given",
    "Grade",
    "ItemMark",
    "Late",
    "Receipt",
    "Save",
    "Why",
    "abandon_attempt",
    "change_override",
    "change_result",
    "complete",
    "enrol",
    "enrol_self",
    "erase_person",
    "first_receipt",
    "forget_answers",
    "grade_attempt",
    "mark_of",
    "move_cohort",
    "move_self",
    "open_cohort",
    "record_action",
    "record_prior_learning",
    "recount",
    "remove_override",
    "save_response",
    "set_override",
    "settle",
    "settle_attempt",
    "start_attempt",
    "take_back",
    "too_late",
    "when_overrides_change",
    "withdraw",
    "withdraw_prior_learning",
]
