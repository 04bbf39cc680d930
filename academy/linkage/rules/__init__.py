"""Decisions about linkage boards: the kind itself, what a sorting is worth, what is said of it afterwards."""

from academy.linkage.rules.attempts import attempts_allowed, may_start
from academy.linkage.rules.debriefing import (
    Debrief,
    Fate,
    FeatureLine,
    LinkLine,
    OwnSeries,
    TrueSeries,
    debrief,
)
from academy.linkage.rules.judging import Judged, Links, Reasons, judge, made_pairs, true_pairs
from academy.linkage.rules.kind import KIND, LinkageKind
from academy.linkage.rules.sorting import ALONE, OPEN, PLACES, Argument, Sorting, sorting_of

__all__ = [
    "ALONE", "KIND", "OPEN", "PLACES", "Argument", "Debrief", "Fate", "FeatureLine", "Judged", "LinkLine", "LinkageKind", "Links",
    "OwnSeries", "Reasons", "Sorting", "TrueSeries", "attempts_allowed", "debrief", "judge", "made_pairs", "may_start", "sorting_of", "true_pairs",
]  # fmt: skip
