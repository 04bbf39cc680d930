"""How a case begins."""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content import CaseContent, Law
from academy.cases.rules.machine.powers import enter
from academy.cases.rules.machine.time import settle
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Due, State, Thing


def start(case: CaseContent, law: Law) -> State:
    """Return the state before the first action: everybody where she starts, nothing done. Raises ValueError where the
    case has no place to begin in."""
    seats = case.seats
    state = State(
        clocks=dict.fromkeys(seats, 0),
        places={role: _starts_at(case, role) for role in seats},
        worn=dict.fromkeys(seats, ()),
        counters={key: counter.starts for key, counter in case.counters.items()},
        known=dict.fromkeys(seats, ()),
        things={key: Thing(exhibit.place) for key, exhibit in case.exhibits.items()},
        due=tuple(sorted(_due(case), key=lambda each: (each.minute, each.kind, each.key))),
        news=dict.fromkeys(seats, ()),
    )
    turn = Turn(case, law, state, seats[0])
    for role in seats:
        turn.role = role
        turn.fact(f"visited:{turn.place}")
        enter(turn, turn.place)
    turn.is_unlawful = False
    settle(turn)
    return state


def _starts_at(case: CaseContent, role: str) -> str:
    own = case.roles[role].starts_at if role in case.roles else None
    first = own or next(iter(case.places), None)
    if first is None or first not in case.places:
        raise ValueError("a case needs a place to begin in")
    return first


def _due(case: CaseContent) -> Iterator[Due]:
    yield Due(case.clock.minutes, "closing", "scene")
    for key, event in case.events.items():
        if event.at is not None:
            yield Due(event.at, "event", key)
    for key, exhibit in case.exhibits.items():
        if exhibit.decays is not None:
            yield Due(exhibit.decays.after, "decay", key)
