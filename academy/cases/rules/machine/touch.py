"""What hands do: who is endangered by touching something, and what becomes of its traces. Nobody is told; the debrief is."""

from __future__ import annotations

from academy.cases.content.keys import Gear, Hazard, Tool
from academy.cases.rules.craft import FORBIDDEN, NEEDED
from academy.cases.rules.machine.turn import Turn

USED = "used_gloves"
#: Before the exhibits that worn gloves have traces of.
_ON = "on:"


def touch(turn: Turn, key: str, *, tool: Tool = Tool.HAND) -> tuple[str, ...]:
    """Touch an exhibit, with all that follows; return what mars it."""
    exhibit = turn.case.exhibits[key]
    worn = turn.state.worn[turn.role]
    turn.fact(f"touched:{key}")
    if not NEEDED[exhibit.hazard].issubset(worn):
        turn.fact("exposed", f"exposed:{exhibit.hazard.value}")
    flaws = tuple(_flaws(turn, key, tool))
    if "bare" in flaws:
        turn.fact(f"touched_bare:{key}")
    if "contaminated" in flaws:
        turn.fact(f"contaminated:{key}")
    if "wrong_tool" in flaws or ("bare" in flaws and exhibit.traces):
        _destroy(turn, key)
    if Gear.GLOVES in worn and (exhibit.traces or exhibit.hazard is not Hazard.NONE):
        turn.state.worn[turn.role] = tuple(sorted({*worn, USED, _ON + key}))
    return flaws


def _flaws(turn: Turn, key: str, tool: Tool) -> list[str]:
    exhibit = turn.case.exhibits[key]
    worn = turn.state.worn[turn.role]
    found = []
    if Gear.GLOVES not in worn and tool is Tool.HAND:
        found.append("bare")
    if tool in FORBIDDEN.get(exhibit.kind, ()):
        found.append("wrong_tool")
    if any(each.startswith(_ON) and each != _ON + key for each in worn):
        found.append("contaminated")
    return found


def _destroy(turn: Turn, key: str) -> None:
    turn.fact(f"destroyed:{key}")
    if not turn.state.things[key].fate:
        turn.change(key, fate="spoilt")


def fresh(worn: tuple[str, ...]) -> set[str]:
    """Return what is worn without the gloves and what is on them."""
    return {each for each in worn if each not in (Gear.GLOVES, USED) and not each.startswith(_ON)}


def visible_gear(worn: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is worn as anybody can see it: gear, without what has come on the gloves."""
    return tuple(each for each in worn if each != USED and not each.startswith(_ON))
