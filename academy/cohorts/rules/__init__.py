"""Decisions about cohorts at work: who approves, who gets a place, what is worth a reminder."""

from academy.cohorts.rules.nominations import (
    NOT_READY,
    approvals_needed,
    obstacle_to_approving,
    promoted,
    takes_nominations,
    takes_people,
)
from academy.cohorts.rules.reminders import Notice, notice_of_date, notice_of_start

__all__ = [
    "NOT_READY",
    "Notice",
    "approvals_needed",
    "notice_of_date",
    "notice_of_start",
    "obstacle_to_approving",
    "promoted",
    "takes_nominations",
    "takes_people",
]
