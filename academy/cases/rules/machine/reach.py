"""What a role can lay its hands or eyes on; each function refuses what it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from academy.cases.content import CaseContent
from academy.cases.content.parts import Person, Spot
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused, State, Thing


def allowed(turn: Turn, roles: Sequence[str]) -> None:
    """Refuse what is for other roles."""
    if roles and turn.role not in roles:
        raise Refused("not-yours")


def known(turn: Turn, exhibit: str) -> Thing:
    """Return an exhibit the role knows of."""
    if exhibit not in turn.case.exhibits or not turn.knows(exhibit):
        raise Refused("not-known")
    allowed(turn, turn.case.exhibits[exhibit].roles)
    return turn.state.things[exhibit]


def lying(turn: Turn, exhibit: str) -> Thing:
    """Return an exhibit that lies where the role is."""
    thing = known(turn, exhibit)
    if thing.fate == "lost":
        raise Refused("gone", exhibit=exhibit)
    if thing.holder or thing.place != turn.place:
        raise Refused("already" if thing.holder == turn.role else "not-here", exhibit=exhibit)
    return thing


def held(turn: Turn, exhibit: str) -> Thing:
    """Return an exhibit the role holds."""
    thing = known(turn, exhibit)
    if thing.holder != turn.role:
        raise Refused("not-held", exhibit=exhibit)
    return thing


def at_hand(turn: Turn, exhibit: str) -> Thing:
    """Return an exhibit the role holds, or that lies where it is."""
    return held(turn, exhibit) if known(turn, exhibit).holder == turn.role else lying(turn, exhibit)


def hands(case: CaseContent, state: State, role: str) -> int:
    """Return how many are there to search where a role is: itself and colleagues, who is along, who was called and came."""
    seats = sum(place == state.places[role] for place in state.places.values())
    return seats + case.helpers + sum(f"present:{key}" in state.facts for key in case.authorities)


def spot(turn: Turn, key: str) -> Spot:
    """Return a spot of the place where the role is, if it can be made out."""
    found = turn.case.places[turn.place].spots.get(key)
    if found is None:
        raise Refused("not-here")
    if not turn.holds(found.seen_if):
        raise Refused("not-known")
    return found


def person(turn: Turn, key: str) -> Person:
    """Return somebody who is where the role is."""
    found = turn.case.people.get(key)
    if found is None:
        raise Refused("not-known")
    if found.place != turn.place or not turn.holds(found.there_if):
        raise Refused("nobody-there", person=key)
    allowed(turn, found.roles)
    return found
