"""Doing an action: refuse it or let its time pass, move the world on, then bring it about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from academy.cases.content import Action, CaseContent, Law
from academy.cases.rules.machine import asking, custody, deciding, looking, moving, recording, taking
from academy.cases.rules.machine.beginning import start
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.time import move_on, settle
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused, State

#: Type of action → how it is done.
DEEDS: dict[type[Any], Deed] = {
    kind: deed
    for family in (moving, looking, recording, taking, custody, asking, deciding)
    for kind, deed in family.DEEDS.items()
}


def apply(case: CaseContent, law: Law, state: State, action: Action) -> State:
    """Return the state after an action; the one before is left as it is. Raises Refused."""
    turn, deed, minutes = _deed(case, law, state, action)
    turn.open()
    _let_pass(turn, minutes)
    if not turn.is_stirred or _still_goes(turn, deed, action):
        deed.do(turn, action)
    settle(turn)
    return turn.state


def refusal(case: CaseContent, law: Law, state: State, action: Action) -> Refused | None:
    """Return why an action cannot be done now; None where it can. Nothing is changed, and nothing begun."""
    try:
        _deed(case, law, state, action)
    except Refused as refused:
        return refused
    return None


def _deed(case: CaseContent, law: Law, state: State, action: Action) -> tuple[Turn, Deed, int]:
    """Return the turn, how the action is done and how long it takes. Raises Refused."""
    if state.is_over:
        raise Refused("over")
    if action.role not in state.places:
        raise Refused("not-yours")
    turn = Turn(case, law, state, action.role)
    deed = DEEDS[type(action)]
    return turn, deed, deed.minutes(turn, action)


def _let_pass(turn: Turn, minutes: int) -> None:
    if not minutes:
        return
    end = turn.clock + minutes
    move_on(turn, max(turn.state.minute, end))
    turn.state.clocks[turn.role] = max(turn.clock, end)


def _still_goes(turn: Turn, deed: Deed, action: Action) -> bool:
    """Ask again after the world has stirred: what was begun may have come to nothing, and its time is gone all the same."""
    try:
        deed.minutes(turn, action)
    except Refused as refusal:
        if action.do != "wait":
            turn.tell("came-to-nothing", refusal.said, reason=refusal.reason)
            return False
    return True


def replay(case: CaseContent, law: Law, log: Iterable[Action]) -> State:
    """Return the state a log of actions leads to. Raises Refused where one of them cannot be done."""
    state = start(case, law)
    for action in log:
        state = apply(case, law, state, action)
    return state
