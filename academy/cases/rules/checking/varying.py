"""The expert's path, and paths a little off it: cheap to play, and they show most of what can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from academy.cases.content import Action
from academy.cases.content.actions import Collect, Conclude, Wait
from academy.cases.rules.candidates import thinkable
from academy.cases.rules.checking.faults import Path
from academy.cases.rules.checking.playing import Play
from academy.cases.rules.state import State

#: At how many places of a long path closing and waiting are tried.
_PLACES = 24
_LONG = 240


class Varying:
    """Plays the expert's path of one case in many ways."""

    def __init__(self, play: Play, path: Path) -> None:
        """Play it once; a step the machine refuses is left out, and tried again in the variations."""
        self.play = play
        self.path: list[Action] = [action for action in path if not isinstance(action, Conclude)]
        #: After so many steps of the path: where that leads, and what of it was done.
        self.states: list[State] = [play.begin()]
        self.done: list[Path] = [()]
        for action in self.path:
            then = play.step(self.states[-1], action)
            self.states.append(then or self.states[-1])
            self.done.append(self.done[-1] if then is None else (*self.done[-1], action))

    def go(self) -> None:
        """Try variations until everything is shown, or nothing is left of the budget."""
        for number in self._places():
            self._look(self.states[number], self.done[number])
        for start, rest in self._variations():
            if not self.play.open or self.play.budget.is_spent:
                return
            self._try(start, rest)

    def _places(self) -> Sequence[int]:
        every = max(1, len(self.path) // _PLACES)
        return sorted({*range(0, len(self.states), every), len(self.path)})

    def _look(self, state: State, path: Path) -> None:
        self.play.note(state, path)
        if not self.play.budget.is_spent:
            self.play.close(state, path)

    def _try(self, start: int, rest: Sequence[Action]) -> None:
        """Play ``rest`` after so many steps of the path, and look where it leads."""
        state, played = self.play.run(rest, self.states[start])
        self._look(state, (*self.done[start], *played))

    def _variations(self) -> Iterator[tuple[int, list[Action]]]:
        """Yield (steps of the path that stay, what follows them)."""
        path = self.path
        for kind in dict.fromkeys(action.do for action in path):
            yield 0, [action for action in path if action.do != kind]
        yield 0, [_bare(action) for action in path if action.do != "wear"]
        yield 0, [_bare(action) for action in path]
        for number in range(len(path)):
            yield number, path[number + 1 :]
        for number in self._places():
            waits = [Wait(role=role, minutes=_LONG) for role in self.play.case.seats]
            yield number, [*waits, *path[number:]]
            yield number, [*waits, *waits, *waits, *path[number:]]
        yield from self._beside()

    def _beside(self) -> Iterator[tuple[int, list[Action]]]:
        """Yield the path with one action more, where that brings something about the path never does."""
        known = set(self.states[-1].facts)
        for number in range(len(self.states)):
            for role in self.play.case.seats:
                for action in thinkable(self.play.case, self.states[number], role):
                    if self.play.budget.is_spent:
                        return
                    then = None if action.do == "conclude" else self.play.step(self.states[number], action)
                    if then is not None and (new := then.facts.keys() - known):
                        known |= new
                        yield number, [action, *self.path[number:]]


def _bare(action: Action) -> Action:
    """Return an action as somebody careless does it."""
    return Collect(role=action.role, exhibit=action.exhibit) if isinstance(action, Collect) else action
