"""Decisions about courses: freezing them, checking them before publication, what must be so before something opens."""

from academy.courses.rules.checks import Known, check, sentence
from academy.courses.rules.conditions import Facts, holds
from academy.courses.rules.former import former
from academy.courses.rules.freezing import canonical, digest, freeze, localised, parse, phrases, thaw, units
from academy.courses.rules.prerequisites import Waiting, circle, cycle, named_courses, unreachable, waiting
from academy.courses.rules.seals import seal
from academy.courses.rules.searching import asked, excerpt, folded

__all__ = [
    "Facts", "Known", "Waiting", "asked", "canonical", "check", "circle", "cycle", "digest", "excerpt", "folded",
    "former", "freeze", "holds", "localised", "named_courses", "parse", "phrases", "seal", "sentence", "thaw", "units",
    "unreachable", "waiting",
]  # fmt: skip
