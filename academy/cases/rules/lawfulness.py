"""Which acts of a run rested on a power, and what each wanted to be lawful: for the debrief alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.actions import Collect, Interview, Move, PowerUse, Search
from academy.cases.rules.machine.powers import may_enter, wanting
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import State


@dataclass(frozen=True)
class Acted:
    """An act that needed a power, with the power it was done by."""

    role: str
    minute: int
    action: Action
    #: Key of the power that was named; None where none was, or where one only went in.
    power: str | None
    #: What it wanted to be lawful (``machine.powers.wanting``, or ``entered``); empty for a lawful act.
    wants: tuple[str, ...]


def acted(case: CaseContent, law: Law, after: State, action: Action) -> Iterator[Acted]:
    """Yield what an action was by the law, seen from the state it led to; nothing where it needed no power."""
    if any(each.code == "came-to-nothing" for each in after.news.get(action.role, ())):
        return
    turn = Turn(case, law, after, action.role)
    if isinstance(action, Move):
        if not may_enter(turn, turn.place):
            yield Acted(action.role, turn.clock, action, None, ("entered",))
    elif (powers := _owed(case, turn, action)) and isinstance(action, Search | Collect | Interview):
        use: PowerUse = action.power
        yield Acted(action.role, turn.clock, action, use.power, tuple(wanting(turn, use, powers)))


def _owed(case: CaseContent, turn: Turn, action: Action) -> list[str]:
    """Return the powers an action could rest on; none where anybody may do it."""
    if isinstance(action, Search):
        return case.places[turn.place].powers
    if isinstance(action, Collect):
        return case.exhibits[action.exhibit].powers
    return case.people[action.person].powers if isinstance(action, Interview) else []
