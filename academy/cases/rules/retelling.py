"""A log told again: what each action brought about, for whoever took part in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Happening, Refused


@dataclass(frozen=True)
class Deed:
    """One action of one's own, as it went."""

    number: int
    #: The minute one's own clock had come to.
    minute: int
    action: Action
    news: tuple[Happening, ...]


def retold(case: CaseContent, law: Law, log: Iterable[Action], role: str) -> list[Deed]:
    """Return the actions of a role with what they brought about, in their order.

    Where somebody of a team was forgotten, her actions are missing: it goes as far as it still goes.
    """
    state = start(case, law)
    found: list[Deed] = []
    for action in log:
        try:
            state = apply(case, law, state, action)
        except Refused:
            break
        if action.role == role:
            found.append(Deed(len(found) + 1, state.clock_of(role), action, state.news[role]))
    return found
