"""Decisions about practicals: the kind itself, when one is passed, whether there is another go."""

from academy.practicals.rules.judging import Judgement, Observed, goes_of, judge, may_sign, others_needed
from academy.practicals.rules.kind import KIND, PracticalKind

__all__ = ["KIND", "Judgement", "Observed", "PracticalKind", "goes_of", "judge", "may_sign", "others_needed"]
