"""What several who work at once owe each other. Who sits at a role is no part of a state: whoever asks says it."""

from __future__ import annotations

from collections.abc import Collection

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.actions import Wait
from academy.cases.rules.machine.deciding import may_conclude
from academy.cases.rules.machine.moving import DEEDS
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused, State


def leave_others_their_day(
    case: CaseContent, law: Law, state: State, action: Action, held: Collection[str]
) -> None:
    """Refuse a wait that would end the day at the scene for somebody of the roles ``held`` who is still out there."""
    if not isinstance(action, Wait) or "scene_closed" in state.facts or action.role not in state.places:
        return
    turn = Turn(case, law, state, action.role)
    is_last = turn.clock + DEEDS[Wait].minutes(turn, action) >= case.clock.minutes
    if is_last and any(_is_out(case, state, role) for role in held if role != action.role):
        raise Refused("others-at-work")


def can_begin(case: CaseContent, state: State, held: Collection[str]) -> bool:
    """Say whether a team can begin: two at least, and one of them can send the file in the end."""
    closers = [role for role in held if may_conclude(Turn(case, Law(), state, role))]
    return len(held) > 1 and bool(closers)


def _is_out(case: CaseContent, state: State, role: str) -> bool:
    return not case.places[state.places[role]].is_base
