"""Powers: whether an act is lawful by the player's law. An unlawful one still happens; the debrief tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from academy.cases.content.actions import PowerUse
from academy.cases.content.keys import RoleKind
from academy.cases.content.law import LawEntry
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused


def check_power(turn: Turn, use: PowerUse) -> None:
    """Refuse a power the case does not have, and one exercised by somebody who is not there."""
    if use.power is not None and use.power not in turn.case.powers:
        raise Refused("not-known")
    if use.by is not None and not turn.is_so(f"present:{use.by}"):
        raise Refused("not-present", authority=use.by)


def use_power(turn: Turn, use: PowerUse, target: str, powers: Sequence[str]) -> bool:
    """Act on a target by a power; return whether it was lawful."""
    if use.power is not None:
        turn.fact(f"used:{use.power}")
    if not powers:
        return True
    if _is_lawful(turn, use, powers):
        turn.fact(f"lawful:{target}")
        return True
    _break_the_law(turn, target)
    return False


def enter(turn: Turn, place: str) -> None:
    """Enter a place. Entering names no power: it is lawful if one of the place's could be used by whoever is there."""
    if not may_enter(turn, place):
        _break_the_law(turn, place)


def _break_the_law(turn: Turn, target: str) -> None:
    turn.is_unlawful = True
    turn.fact("unlawful", f"unlawful:{target}")


def _may_enter_by(turn: Turn, key: str) -> bool:
    power = turn.case.powers[key]
    present = (name for name in turn.case.authorities if turn.is_so(f"present:{name}"))
    return turn.holds(power.needs) and any(
        _has(turn.law.entry(power.entry), kind)
        for kind in [turn.case.kind_of(turn.role), *(turn.case.authorities[name].kind for name in present)]
    )


def _is_lawful(turn: Turn, use: PowerUse, powers: Sequence[str]) -> bool:
    return not any(wanting(turn, use, powers))


def wanting(turn: Turn, use: PowerUse, powers: Sequence[str]) -> Iterator[str]:
    """Yield what an act by a power wants to be lawful: the first thing before all else, then each of its forms."""
    if use.power is None or use.power not in powers:
        yield "unnamed" if use.power is None else "unfit"
        return
    power = turn.case.powers[use.power]
    entry = turn.law.entry(power.entry)
    kind = turn.case.authorities[use.by].kind if use.by else turn.case.kind_of(turn.role)
    if not turn.holds(power.needs):
        yield "ground"
    if not _has(entry, kind):
        yield "holder"
    yield from _missing_forms(entry, use)


def _has(entry: LawEntry, kind: RoleKind | None) -> bool:
    return entry.holders is None or kind in entry.holders


def _missing_forms(entry: LawEntry, use: PowerUse) -> Iterator[str]:
    """Yield the forms the law asks for that were not kept; what it does not say it does not ask."""
    if use.witnesses < (entry.witnesses or 0):
        yield "witnesses"
    if entry.caution and not use.caution:
        yield "caution"
    if entry.record and not use.record:
        yield "record"


def may_enter(turn: Turn, place: str) -> bool:
    """Say whether one of a place's powers could be used by whoever is there."""
    powers = turn.case.places[place].powers
    return not powers or any(_may_enter_by(turn, power) for power in powers)
