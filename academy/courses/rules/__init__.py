"""Decisions about courses: freezing them, checking them before publication, what must be so before something opens."""

from academy.courses.rules.checks import Known, check, sentence
from academy.courses.rules.conditions import Facts, holds
from academy.courses.rules.freezing import canonical, digest, freeze, localised, parse, phrases, thaw, units

__all__ = [
    "Facts", "Known", "canonical", "check", "digest", "freeze", "holds", "localised", "parse", "phrases", "sentence",
    "thaw", "units",
]  # fmt: skip
