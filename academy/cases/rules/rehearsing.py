"""Playing a draft: as far as its actions still go, since it may have changed under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Refused, State


@dataclass(frozen=True)
class Played:
    """Where a rehearsal stands."""

    #: The actions that go in the draft as it is now.
    actions: tuple[Action, ...]
    state: State
    #: What is kept but does not go any more, the first of it being refused with ``refused``.
    left: tuple[Action, ...] = ()
    refused: Refused | None = None


def played(case: CaseContent, law: Law, actions: Sequence[Action]) -> Played:
    """Play actions in turn; at the first that is refused it stops."""
    state = start(case, law)
    for number, action in enumerate(actions):
        try:
            state = apply(case, law, state, action)
        except Refused as refused:
            return Played(tuple(actions[:number]), state, tuple(actions[number:]), refused)
    return Played(tuple(actions), state)
