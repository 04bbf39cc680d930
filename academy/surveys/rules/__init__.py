"""Decisions about surveys: the kind itself, what may be answered, what a group's answers come to."""

from academy.surveys.rules.answering import LONGEST_WORDS, problems, read_answers
from academy.surveys.rules.kind import KIND, SurveyKind
from academy.surveys.rules.tallying import SMALLEST_GROUP, Tally, tally

__all__ = [
    "KIND", "LONGEST_WORDS", "SMALLEST_GROUP", "SurveyKind", "Tally", "problems", "read_answers", "tally",
]  # fmt: skip
