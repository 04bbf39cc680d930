"""Matching: each left side has one right side; some right sides may match nothing."""

from academy.items.kinds.matching.rules import MatchingKind

KIND = MatchingKind()
