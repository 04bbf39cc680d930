"""Playing a case for the checker: every state counted, and what each shows noted with the actions that led there."""

from __future__ import annotations

import time
from collections.abc import Iterable

from academy.cases.content import Action, CaseContent, Law
from academy.cases.rules.assessing import Assessment, marks
from academy.cases.rules.checking.closings import Closings
from academy.cases.rules.checking.faults import Path
from academy.cases.rules.checking.goals import Goal
from academy.cases.rules.court import Judgement, hold_court
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Refused, State

#: What the judging of a closed case costs, in states.
_COURT = 5
#: Seconds that making paths shorter may take beyond the budget.
_TO_TELL = 1.0


class Budget:
    """How much may be looked at: so many states, and so many seconds of the processor."""

    def __init__(self, *, states: int, seconds: float) -> None:
        """Begin to count."""
        self.most = states
        self.states = 0
        self._until = time.process_time() + seconds

    def take(self, states: int = 1) -> None:
        """Count states."""
        self.states += states

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.states >= self.most or time.process_time() > self._until

    @property
    def is_overdrawn(self) -> bool:
        """Whether it is time to say what was found, in as many words as there are by now."""
        return time.process_time() > self._until + _TO_TELL

    def part(self, share: float) -> Budget:
        """Return a budget of a part of what is left, which is not taken from this one before it is given back."""
        left = max(0.0, self._until - time.process_time())
        return Budget(states=int((self.most - self.states) * share), seconds=left * share)


class Play:
    """One case under one law, and what was shown of it so far."""

    def __init__(self, case: CaseContent, law: Law, budget: Budget, goals: Iterable[Goal]) -> None:
        """Begin with every goal open."""
        self.case, self.law, self.budget = case, law, budget
        self.closings = Closings(case)
        self.open: dict[tuple[str, str], Goal] = {(goal.kind, goal.name): goal for goal in goals}
        #: (kind, name) → the shortest actions found that show it.
        self.shown: dict[tuple[str, str], Path] = {}
        #: Actions after which the case closes without an ending.
        self.dead_end: Path | None = None

    def begin(self) -> State:
        """Return the first state."""
        self.budget.take()
        return start(self.case, self.law)

    def step(self, state: State, action: Action) -> State | None:
        """Return the state after an action; None where it is refused."""
        self.budget.take()
        try:
            return apply(self.case, self.law, state, action)
        except Refused:
            return None

    def run(self, actions: Iterable[Action], state: State | None = None) -> tuple[State, Path]:
        """Play actions, leaving out what is refused; return where that leads and what was played."""
        now = state or self.begin()
        played: list[Action] = []
        for action in actions:
            if (then := self.step(now, action)) is not None:
                now = then
                played.append(action)
        return now, tuple(played)

    def judged(self, state: State) -> tuple[Judgement, Assessment]:
        """Return what a closed case comes to."""
        self.budget.take(_COURT)
        judgement = hold_court(self.case, self.law, state)
        return judgement, marks(self.case, state, judgement)

    def note(self, state: State, path: Path) -> None:
        """Note what a state shows, open or closed."""
        for kind, name in list(self.open):
            if kind == "exhibit" and f"found:{name}" in state.facts:
                self._show((kind, name), path)
        if state.is_over:
            self._note_closed(state, path)

    def close(self, state: State, path: Path) -> None:
        """Try every way to close the case here, as long as something is open that closing can show."""
        for conclusion in self.closings.of(state):
            if not self.asks_for_closing:
                return
            if (then := self.step(state, conclusion)) is not None:
                self._note_closed(then, (*path, conclusion))

    @property
    def asks_for_closing(self) -> bool:
        """Whether anything is open that shows only when the case is closed."""
        return (self.dead_end is None and self.can_end_dead) or any(
            kind != "exhibit" for kind, _name in self.open
        )

    @property
    def can_end_dead(self) -> bool:
        """Whether the case may close without an ending: the last of them waits for something."""
        endings = list(self.case.endings.values())
        return bool(endings) and bool(endings[-1].when)

    def shows(self, goal: Goal, path: Iterable[Action]) -> bool:
        """Say whether actions, without what is refused of them, show a goal."""
        state, _played = self.run(path)
        if goal.kind == "exhibit":
            return f"found:{goal.name}" in state.facts
        return state.is_over and (goal.kind, goal.name) in self._closed_shows(state)

    def ends_dead(self, path: Iterable[Action]) -> bool:
        """Say whether actions, without what is refused of them, close the case without an ending."""
        state, _played = self.run(path)
        return state.is_over and not self.judged(state)[0].ending

    def _note_closed(self, state: State, path: Path) -> None:
        for key in self._closed_shows(state):
            if key == ("ending", ""):
                self.dead_end = (
                    path if self.dead_end is None or len(path) < len(self.dead_end) else self.dead_end
                )
            elif key in self.open:
                self._show(key, path)

    def _closed_shows(self, state: State) -> list[tuple[str, str]]:
        judgement, assessment = self.judged(state)
        criteria = [
            ("earned" if each.is_earned else "lost", name) for name, each in assessment.criteria.items()
        ]
        return [("ending", judgement.ending), *criteria]

    def _show(self, key: tuple[str, str], path: Path) -> None:
        self.shown[key] = path
        del self.open[key]
