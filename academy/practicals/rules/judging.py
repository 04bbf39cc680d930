"""When a practical is passed: every critical criterion met, and enough of the others."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass

from academy.practicals.content import PracticalContent


class Observed(enum.StrEnum):
    """What an assessor saw of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    #: It did not come up: for the result that is as good as not met.
    NOT_SEEN = "not-seen"


@dataclass(frozen=True)
class Judgement:
    """What the observations come to."""

    is_passed: bool
    #: Share of all criteria that are met, 0–1.
    score: float
    met: int
    total: int
    #: Keys of the critical criteria that are not met.
    critical_missed: tuple[str, ...]


def judge(practical: PracticalContent, observed: Mapping[str, str]) -> Judgement:
    """Return the result. A criterion nobody noted counts as not seen."""
    met = {each.key for each in practical.criteria if observed.get(each.key) == Observed.MET}
    missed = tuple(each.key for each in practical.criteria if each.critical and each.key not in met)
    others_met = sum(each.key in met for each in practical.criteria if not each.critical)
    total = len(practical.criteria)
    is_passed = total > 0 and not missed and others_met >= others_needed(practical)
    return Judgement(is_passed, len(met) / total if total else 0.0, len(met), total, missed)


def others_needed(practical: PracticalContent) -> int:
    """Return how many criteria that are not critical must be met: the share, rounded up to whole criteria."""
    others = sum(not each.critical for each in practical.criteria)
    return math.ceil(practical.needed * others - 1e-9)


def goes_of(practical: PracticalContent, granted: int | None = None) -> int | None:
    """Return how many goes there are, those ``granted`` by an override before the edition's; None for any number."""
    return granted or (None if practical.resits is None else practical.resits + 1)


def may_sign(practical: PracticalContent, *, goes: int, is_passed: bool, granted: int | None = None) -> bool:
    """Say whether there is another go after ``goes`` of them; what is passed is passed."""
    allowed = goes_of(practical, granted)
    return not is_passed and (allowed is None or goes < allowed)
