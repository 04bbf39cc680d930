"""Decisions of evaluation: when somebody is asked, what, which answers are shown, for which periods cases are reported."""

from academy.evaluation.rules.dates import MONTHS, OPEN_DAYS, REMINDED_AFTER, asked_between
from academy.evaluation.rules.periods import Period, period_of, periods_over
from academy.evaluation.rules.questions import QUESTIONS, Step, read_answers
from academy.evaluation.rules.shares import FEWEST, Rate, Reply, Tally, counted, rate, tally

__all__ = [
    "FEWEST", "MONTHS", "OPEN_DAYS", "QUESTIONS", "REMINDED_AFTER", "Period", "Rate", "Reply", "Step", "Tally", "asked_between",
    "counted", "period_of", "periods_over", "rate", "read_answers", "tally",
]  # fmt: skip
