"""What an assessor looks for where a graduate teaches, and when that is passed."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass

#: Criterion → whether it is critical: not met, the whole is not passed.
CRITERIA = {
    "objectives": False,
    "safety": True,
    "national-law": False,
    "custody": True,
    "fact-and-inference": False,
    "practice": False,
    "no-open-cases": True,
    "answers": False,
    "assessment": True,
}
#: Share of the others that must be met.
NEEDED = 2 / 3


class Seen(enum.StrEnum):
    """What an assessor saw of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    #: It did not come up: for the result that is as good as not met.
    NOT_SEEN = "not-seen"


@dataclass(frozen=True)
class Judgement:
    """What the findings come to."""

    is_passed: bool
    met: int
    #: The critical criteria that are not met.
    missed: tuple[str, ...]


def is_whole(findings: Mapping[str, str]) -> bool:
    """Say whether every criterion was noted, and nothing else."""
    return findings.keys() == CRITERIA.keys() and set(findings.values()) <= set(Seen)


def judge(findings: Mapping[str, str]) -> Judgement:
    """Return the result: every critical criterion met, and two thirds of the others."""
    met = {key for key in CRITERIA if findings.get(key) == Seen.MET}
    missed = tuple(key for key, is_critical in CRITERIA.items() if is_critical and key not in met)
    others = [key for key, is_critical in CRITERIA.items() if not is_critical]
    enough = math.ceil(NEEDED * len(others))
    return Judgement(not missed and sum(key in met for key in others) >= enough, len(met), missed)
