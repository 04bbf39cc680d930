"""The world moving on: what arrives, happens, decays and is lost while time runs, and what is found afterwards."""

from __future__ import annotations

from collections.abc import Callable

from academy.cases.content import CaseContent
from academy.cases.content.parts import Exhibit
from academy.cases.rules.conditions import MINUTE, names_in
from academy.cases.rules.machine.effects import bring_about, lose, spoil
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Due, State, Thing


def move_on(turn: Turn, minute: int) -> None:
    """Move the world to a minute: what is due until then comes about, in its order."""
    while True:
        due = turn.state.due
        if due and due[0].minute <= minute:
            _come_about(turn, due[0])
            _notice(turn)
        elif turn.state.minute < minute:
            turn.set("minute", minute)
            _notice(turn, watches=_watches_the_clock)
        else:
            return


def settle(turn: Turn) -> None:
    """Let what has become so have its consequences, then let everybody see what there is to see."""
    _notice(turn)
    move_on(turn, turn.state.minute)
    _look_round(turn)


def _come_about(turn: Turn, due: Due) -> None:
    turn.set("due", turn.state.due[1:])
    turn.set("minute", max(turn.state.minute, due.minute))
    turn.is_stirred = True
    _KINDS[due.kind](turn, due.key)


def _always(_condition: str) -> bool:
    return True


def _watches_the_clock(condition: str) -> bool:
    """Say whether the mere passing of time can make a condition so."""
    return MINUTE in names_in(condition)


def _notice(turn: Turn, *, watches: Callable[[str], bool] = _always) -> None:
    """Set off the events whose time has come, and lose what cannot be kept any longer."""
    state = turn.state
    for key, event in turn.case.events.items():
        is_open = event.at is None and key not in state.past and watches(event.when)
        if is_open and not _is_due(state, key) and turn.holds(event.when):
            turn.schedule(state.minute + event.after, "event", key)
    for key, exhibit in turn.case.exhibits.items():
        gone_if = exhibit.lost_if
        if gone_if and _lies(state.things[key]) and watches(gone_if) and turn.holds(gone_if, key):
            lose(turn, key)


def _is_due(state: State, event: str) -> bool:
    return any(due.kind == "event" and due.key == event for due in state.due)


def _lies(thing: Thing) -> bool:
    return not thing.holder and thing.fate != "lost"


def _event(turn: Turn, key: str) -> None:
    event = turn.case.events[key]
    turn.set("past", (*turn.state.past, key))
    if (event.at is not None and not turn.holds(event.when)) or (event.unless and turn.holds(event.unless)):
        return
    turn.fact(f"happened:{key}")
    bring_about(turn, event.then)
    turn.tell_all("event", f"events/{key}/text", place=event.place, event=key)


def _authority(turn: Turn, key: str) -> None:
    authority = turn.case.authorities[key]
    turn.fact(f"present:{key}")
    bring_about(turn, authority.on_arrival)
    for role in authority.roles or turn.case.seats:
        turn.tell("authority-arrived", f"authorities/{key}/arrival", role=role, authority=key)


def _request(turn: Turn, key: str) -> None:
    turn.fact(f"arrived:{key}")
    for role in turn.case.seats:
        if key in turn.state.known[role]:
            turn.tell("answer-arrived", role=role, request=key)


def _decay(turn: Turn, key: str) -> None:
    decays = turn.case.exhibits[key].decays
    if decays is None or not (decays.unless and turn.holds(decays.unless, key)):
        spoil(turn, key)


def _closing(turn: Turn, _key: str) -> None:
    """Bring everybody who is out to base: the day at the scene is over."""
    turn.fact("scene_closed")
    for role in turn.case.seats:
        base = base_of(turn.case, role)
        if base is None or turn.case.places[turn.state.places[role]].is_base:
            continue
        turn.state.places[role] = base
        turn.state.clocks[role] = max(turn.state.clocks[role], turn.state.minute)
        turn.fact(f"visited:{base}")
        turn.tell("scene-closed", role=role, place=base)


#: Kind of what is due → what its coming does.
_KINDS: dict[str, Callable[[Turn, str], None]] = {
    "authority": _authority,
    "closing": _closing,
    "decay": _decay,
    "event": _event,
    "request": _request,
}


def base_of(case: CaseContent, role: str) -> str | None:
    """Return where a role goes when the scene closes; None where the case has no base."""
    own = case.roles[role].starts_at if role in case.roles else None
    if own and case.places[own].is_base:
        return own
    bases = (key for key, place in case.places.items() if place.is_base and role in (place.roles or (role,)))
    return next(bases, None)


def _look_round(turn: Turn) -> None:
    """Let every role find what can be found where it is."""
    state = turn.state
    for role, place in sorted(state.places.items()):
        known = state.known[role]
        for key, exhibit in turn.case.exhibits.items():
            if key not in known and _lies(state.things[key]) and role in (exhibit.roles or (role,)):
                _find(turn, role, key, place)


def _find(turn: Turn, role: str, key: str, place: str) -> None:
    thing, exhibit = turn.state.things[key], turn.case.exhibits[key]
    is_hidden_part = exhibit.part_of is not None and not turn.is_so(f"found:{key}")
    lies_at = _place_of_part(turn.state, exhibit, thing) if is_hidden_part else thing.place
    if lies_at != place or not _can_be_seen(turn, key, exhibit, thing):
        return
    if lies_at != thing.place:
        turn.change(key, place=lies_at)
    turn.fact(f"found:{key}")
    turn.learn(key, role)
    turn.tell("found", role=role, exhibit=key, place=place)
    if _is_tainted(turn, place):
        turn.fact(f"tainted:{key}")


def _can_be_seen(turn: Turn, key: str, exhibit: Exhibit, thing: Thing) -> bool:
    if thing.is_revealed:
        return True
    if exhibit.part_of and not turn.is_so(f"found:{key}") and not _was_examined(turn, exhibit.part_of):
        return False
    return turn.holds(exhibit.seen_if, key)


def _place_of_part(state: State, exhibit: Exhibit, thing: Thing) -> str:
    """Return where a part comes to light: with its whole; where the author says once others have that."""
    whole = state.things[exhibit.part_of or ""]
    if whole.holder in state.places:
        return state.places[whole.holder]
    return thing.place if whole.holder else whole.place


def _was_examined(turn: Turn, whole: str) -> bool:
    if turn.is_so(f"opened:{whole}"):
        return True
    requests = turn.case.requests.items()
    return any(whole in request.on and turn.is_so(f"result:{key}") for key, request in requests)


def _is_tainted(turn: Turn, place: str) -> bool:
    """Say whether what is found at a place now is the fruit of an unlawful act."""
    if turn.is_unlawful:
        return True
    return turn.is_so(f"unlawful:{place}") and not turn.is_so(f"lawful:{place}")
