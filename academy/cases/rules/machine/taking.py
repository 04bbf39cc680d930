"""Taking an exhibit up, and what is done to its packing afterwards."""

from __future__ import annotations

from academy.cases.content.actions import Collect, Duplicate, Repack
from academy.cases.content.keys import Container
from academy.cases.rules import craft
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.looking import slower
from academy.cases.rules.machine.powers import check_power, use_power
from academy.cases.rules.machine.reach import held, lying
from academy.cases.rules.machine.touch import touch
from academy.cases.rules.machine.truth import seal_number, written_label
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused


def _minutes_to_collect(turn: Turn, action: Collect) -> int:
    lying(turn, action.exhibit)
    exhibit = turn.case.exhibits[action.exhibit]
    if exhibit.stays or exhibit.kind in craft.STAYING:
        raise Refused("stays", exhibit=action.exhibit)
    if not turn.holds(exhibit.needs, action.exhibit):
        said = f"exhibits/{action.exhibit}/refusal" if exhibit.refusal else ""
        raise Refused("needs", said=said, exhibit=action.exhibit)
    if action.seal and action.container is None:
        raise Refused("not-packed", exhibit=action.exhibit)
    check_power(turn, action.power)
    return slower(turn, craft.COLLECT)


def _collect(turn: Turn, action: Collect) -> None:
    key = action.exhibit
    if not use_power(turn, action.power, key, turn.case.exhibits[key].powers):
        turn.fact(f"tainted:{key}")
    turn.fact(f"moved:{key}", f"collected:{key}")
    flaws = touch(turn, key, tool=action.tool)
    turn.change(key, holder=turn.role)
    if action.container is not None:
        flaws += pack(turn, key, action.container)
    turn.handle(key, "collected", *flaws)
    if action.seal:
        put_seal(turn, key, action.seal)
    if action.label is not None:
        turn.change(key, label=written_label(turn, key, action.label))
        turn.fact(f"labelled:{key}")
    turn.tell("collected", exhibit=key)


def pack(turn: Turn, key: str, container: Container) -> tuple[str, ...]:
    """Pack an exhibit; return what is wrong with how."""
    exhibit = turn.case.exhibits[key]
    is_right = container in (exhibit.containers or craft.CONTAINERS[exhibit.kind])
    turn.change(key, container=container.value)
    turn.fact(f"packed:{key}", f"packed:{key}:{container.value}")
    if is_right:
        turn.fact(f"packed_well:{key}")
    return () if is_right else ("wrong_container",)


def put_seal(turn: Turn, key: str, written: str) -> None:
    """Put a seal on an exhibit."""
    turn.change(key, seal=seal_number(turn, written))
    turn.fact(f"sealed:{key}")
    turn.handle(key, "sealed")


def _minutes_to_open(turn: Turn, action: Repack) -> int:
    if not held(turn, action.exhibit).container and action.container is None:
        raise Refused("not-packed", exhibit=action.exhibit)
    return craft.OPEN


def _open(turn: Turn, action: Repack) -> None:
    """Break the seal and open; what was sealed is open until it is sealed anew."""
    key = action.exhibit
    flaws = touch(turn, key)
    was_packed = bool(turn.state.things[key].container)
    if action.container is not None:
        flaws += pack(turn, key, action.container)
    if action.note:
        turn.fact("noted", f"noted:{key}")
        flaws += ("noted",)
    turn.change(key, seal="")
    turn.fact(f"opened:{key}")
    turn.handle(key, "opened" if was_packed else "touched", *flaws)
    turn.tell("opened", exhibit=key)


def _minutes_to_duplicate(turn: Turn, action: Duplicate) -> int:
    thing = held(turn, action.exhibit)
    exhibit = turn.case.exhibits[action.exhibit]
    if thing.has_duplicate:
        raise Refused("already", exhibit=action.exhibit)
    if not exhibit.duplicate and exhibit.kind not in craft.PARTABLE:
        raise Refused("cannot-be-parted", exhibit=action.exhibit)
    return craft.DUPLICATE


def _duplicate(turn: Turn, action: Duplicate) -> None:
    key = action.exhibit
    flaws = touch(turn, key)
    turn.change(key, has_duplicate=True)
    turn.fact(f"duplicated:{key}")
    turn.handle(key, "touched", *flaws)
    turn.tell("duplicated", exhibit=key)


DEEDS = {
    Collect: Deed(_minutes_to_collect, _collect),
    Repack: Deed(_minutes_to_open, _open),
    Duplicate: Deed(_minutes_to_duplicate, _duplicate),
}
