"""Looking at what is there, and searching for what is not seen at once."""

from __future__ import annotations

from academy.cases.content.actions import Observe, Search
from academy.cases.rules import craft
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.effects import bring_about
from academy.cases.rules.machine.powers import check_power, use_power
from academy.cases.rules.machine.reach import at_hand, hands, person, spot
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused


def slower(turn: Turn, minutes: int) -> int:
    """Return how long work outside takes by this light."""
    return minutes * craft.IN_THE_DARK if turn.is_dark else minutes


def _minutes_to_observe(turn: Turn, action: Observe) -> int:
    minutes = craft.OBSERVE
    if action.what in turn.case.exhibits:
        at_hand(turn, action.what)
    elif action.what in turn.case.people:
        person(turn, action.what)
    elif action.what is not None and action.what != turn.place:
        minutes = spot(turn, action.what).minutes
    return slower(turn, minutes)


def _observe(turn: Turn, action: Observe) -> None:
    what = action.what or turn.place
    is_first = not turn.is_so(f"observed:{what}")
    turn.fact(f"observed:{what}")
    if action.near:
        turn.fact(f"observed:{what}:near")
    if turn.case.is_joint:  # what one of a team has seen, the others have not
        turn.learn(looked_at(what, is_near=action.near))
    spots = turn.case.places[turn.place].spots
    if what in spots:
        turn.tell("observed", f"places/{turn.place}/spots/{what}/text", what=what)
        if is_first:
            bring_about(turn, spots[what].then)
    else:
        turn.tell("observed", _slot(turn, what, action.near), what=what)


def looked_at(what: str, *, is_near: bool) -> str:
    """Return what a role of a team knows once it has looked at something itself."""
    return f"{what}:near" if is_near else f"{what}:seen"


def _slot(turn: Turn, what: str, near: bool) -> str:
    if what in turn.case.exhibits:
        is_close = near and turn.case.exhibits[what].close
        return f"exhibits/{what}/{'close' if is_close else 'text'}"
    return f"people/{what}/text" if what in turn.case.people else f"places/{what}/text"


def _minutes_to_search(turn: Turn, action: Search) -> int:
    terms = turn.case.places[turn.place].search
    if terms is None:
        raise Refused("nothing-to-search")
    if action.team > hands(turn.case, turn.state, turn.role):
        raise Refused("too-few-hands")
    check_power(turn, action.power)
    is_known = turn.is_so(f"searched:{turn.place}:{action.pattern.value}")
    if is_known and turn.is_so(f"searched_well:{turn.place}"):
        raise Refused("already")
    return slower(turn, terms.minutes)


def _search(turn: Turn, action: Search) -> None:
    place = turn.case.places[turn.place]
    use_power(turn, action.power, turn.place, place.powers)
    turn.fact(f"searched:{turn.place}", f"searched:{turn.place}:{action.pattern.value}")
    if (
        place.search
        and action.pattern in place.search.good
        and action.team >= place.search.team
        and not turn.is_dark
    ):
        turn.fact(f"searched_well:{turn.place}")
    turn.tell("searched", place=turn.place)


DEEDS = {
    Observe: Deed(_minutes_to_observe, _observe),
    Search: Deed(_minutes_to_search, _search),
}
