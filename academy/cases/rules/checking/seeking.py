"""Looking for a state that shows a goal: best first, guided by what the kind reading of the machine leads through.

States are told apart only by what bears on the goal (its cone of influence), by where people are and what they wear,
and by the stretch of time they are in: the minute as an interval between the moments at which something changes.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Hashable
from itertools import count

from academy.cases.content import CaseContent
from academy.cases.content.conditions import ByMinute, Comparison, parse, parts_of
from academy.cases.rules.candidates import thinkable
from academy.cases.rules.checking.faults import Path
from academy.cases.rules.checking.goals import Goal, cone, facts_in, plan
from academy.cases.rules.checking.playing import Budget, Play
from academy.cases.rules.checking.relaxing import Reach
from academy.cases.rules.conditions import IN_COURT, MINUTE
from academy.cases.rules.hours import starts
from academy.cases.rules.knots import conditions_of
from academy.cases.rules.state import State

#: Closings are tried in so many states at the most that are as near as can be.
_CLOSINGS = 40


def stretches(case: CaseContent) -> list[int]:
    """Return the minutes at which a case may change, in order."""
    found = {case.clock.minutes, *(event.at for event in case.events.values() if event.at is not None)}
    found.update(each.decays.after for each in case.exhibits.values() if each.decays)
    for _slot, text in conditions_of(case):
        for part in parts_of(parse(text)):
            if isinstance(part, ByMinute):
                found.add(part.minute)
            elif isinstance(part, Comparison) and part.name == MINUTE:
                found.update((part.number, part.number + 1))
    if case.clock.daylight_until:
        hours, minutes = case.clock.daylight_until.split(":")
        found.add(int(hours) * 60 + int(minutes) - starts(case))
    return sorted(found)


class Seeker:
    """Seeks states of one case."""

    def __init__(self, play: Play, reach: Reach) -> None:
        """Keep what guides it."""
        self.play, self.reach = play, reach
        self.stretches = stretches(play.case)

    def seek(self, goal: Goal, budget: Budget) -> None:
        """Look for a goal until it is shown or the budget is spent."""
        facts = plan(self.reach, goal.tree)
        near = frozenset(name for name in facts if name.partition(":")[0] not in IN_COURT)
        bears = cone(self.reach, frozenset({*facts, *facts_in(goal.tree)}))
        self._search(goal, near, bears, budget)

    def _search(self, goal: Goal, near: frozenset[str], bears: frozenset[str], budget: Budget) -> None:
        first = self.play.begin()
        queue: list[tuple[int, int, int, State, Path]] = [(len(near - first.facts.keys()), 0, 0, first, ())]
        seen: set[Hashable] = {self._sight(first, bears)}
        numbers, closings, best = count(1), 0, len(near) + 1
        while queue and not budget.is_spent:
            far, length, _number, state, path = heapq.heappop(queue)
            if far < best or (far == best and closings < _CLOSINGS):
                best, closings = far, closings + 1
                self._look(goal, state, path)
            if (goal.kind, goal.name) not in self.play.open:
                return
            for role in self.play.case.seats:
                for action in thinkable(self.play.case, state, role):
                    if action.do == "conclude":
                        continue
                    budget.take()
                    then = self.play.step(state, action)
                    if then is None or (sight := self._sight(then, bears)) in seen:
                        continue
                    seen.add(sight)
                    after = len(near - then.facts.keys())
                    heapq.heappush(queue, (after, length + 1, next(numbers), then, (*path, action)))

    def _look(self, goal: Goal, state: State, path: Path) -> None:
        self.play.note(state, path)
        if goal.kind != "exhibit":
            self.play.close(state, path)

    def _sight(self, state: State, bears: frozenset[str]) -> Hashable:
        """Return what of a state bears on the goal."""
        things = tuple(
            (thing.place, thing.holder, thing.fate, thing.is_revealed)
            for name, thing in sorted(state.things.items())
            if f"found:{name}" in bears
        )
        return (
            frozenset(fact for fact in state.facts if fact in bears),
            tuple(sorted(state.places.items())),
            tuple(sorted(state.worn.items())),
            things,
            bisect_right(self.stretches, state.minute),
            tuple(sorted(state.counters.items())),
            tuple(each.key for each in state.due),
        )
