"""Going somewhere, dressing for it, closing it off, and letting time pass."""

from __future__ import annotations

from academy.cases.content.actions import Cordon, Move, TakeOff, Wait, Wear
from academy.cases.content.keys import Gear
from academy.cases.rules import craft
from academy.cases.rules.machine import touch
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.powers import enter
from academy.cases.rules.machine.reach import allowed
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused

#: What somebody waits for.
AWAITED = ("authority", "request")


def way(turn: Turn, to: str) -> int | None:
    """Return how many minutes it is to a place; None where no way leads there from here."""
    places = turn.case.places
    if to not in places or to == turn.place:
        return None
    there = places[turn.place].ways.get(to)
    return places[to].ways.get(turn.place) if there is None else there


def _minutes_to_move(turn: Turn, action: Move) -> int:
    minutes = way(turn, action.to)
    if minutes is None:
        raise Refused("no-way")
    check_open(turn, action.to)
    return minutes


def check_open(turn: Turn, key: str) -> None:
    """Refuse a place that is shut to the role now."""
    place = turn.case.places[key]
    allowed(turn, place.roles)
    if not place.is_base and turn.is_so("scene_closed"):
        raise Refused("day-over")
    if not turn.holds(place.needs):
        raise Refused("closed", said=f"places/{key}/closed" if place.closed else "", place=key)


def _move(turn: Turn, action: Move) -> None:
    turn.state.places[turn.role] = action.to
    turn.fact(f"visited:{action.to}")
    turn.tell("moved", f"places/{action.to}/text", place=action.to)
    enter(turn, action.to)


def _minutes_to_wear(turn: Turn, action: Wear) -> int:
    kit = turn.case.roles[turn.role].kit if turn.role in turn.case.roles else list(Gear)
    if any(gear not in kit for gear in action.gear):
        raise Refused("no-kit")
    return craft.WEAR


def _wear(turn: Turn, action: Wear) -> None:
    worn = turn.state.worn[turn.role]
    kept = touch.fresh(worn) if Gear.GLOVES in action.gear else set(worn)
    gear = [each.value for each in action.gear]
    turn.state.worn[turn.role] = tuple(sorted({*kept, *gear}))
    turn.fact(*(f"wore:{each}" for each in gear))
    turn.tell("worn", gear=", ".join(sorted(set(gear))))


def _minutes_to_take_off(turn: Turn, action: TakeOff) -> int:
    if any(gear not in turn.state.worn[turn.role] for gear in action.gear):
        raise Refused("not-worn")
    return craft.TAKE_OFF


def _take_off(turn: Turn, action: TakeOff) -> None:
    worn = turn.state.worn[turn.role]
    kept = touch.fresh(worn) if Gear.GLOVES in action.gear else set(worn)
    turn.state.worn[turn.role] = tuple(sorted(kept - {each.value for each in action.gear}))
    turn.tell("taken-off", gear=", ".join(sorted({each.value for each in action.gear})))


def _lines(action: Cordon, place: str) -> list[str]:
    """Return what a cordon of this kind makes so."""
    more = ("wide" if action.wide else "", "log" if action.log else "")
    return [f"cordoned:{place}", *(f"cordoned:{place}:{each}" for each in more if each)]


def _minutes_to_cordon(turn: Turn, action: Cordon) -> int:
    if turn.case.places[turn.place].is_base:
        raise Refused("at-base")
    if all(turn.is_so(fact) for fact in _lines(action, turn.place)):
        raise Refused("already")
    first = 0 if turn.is_so(f"cordoned:{turn.place}") else craft.CORDON
    return first + craft.CORDON_WIDE * action.wide + craft.CORDON_LOG * action.log


def _cordon(turn: Turn, action: Cordon) -> None:
    turn.fact(*_lines(action, turn.place))
    turn.tell("cordoned", place=turn.place)


def _minutes_to_wait(turn: Turn, action: Wait) -> int:
    if action.minutes is not None:
        return action.minutes
    due = [each.minute for each in turn.state.due if each.kind in AWAITED]
    if not due:
        raise Refused("wait-nothing")
    return max(craft.WAIT_LEAST, min(due) - turn.clock)


def _wait(turn: Turn, _action: Wait) -> None:
    turn.tell("waited")


DEEDS = {
    Move: Deed(_minutes_to_move, _move),
    Wear: Deed(_minutes_to_wear, _wear),
    TakeOff: Deed(_minutes_to_take_off, _take_off),
    Cordon: Deed(_minutes_to_cordon, _cordon),
    Wait: Deed(_minutes_to_wait, _wait),
}
