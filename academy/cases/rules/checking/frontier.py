"""Where a way ends: the shortest path to the point from which something never comes about."""

from __future__ import annotations

from academy.cases.content.conditions import Both, Either, Predicate, Tree
from academy.cases.rules.candidates import thinkable
from academy.cases.rules.checking.faults import Path
from academy.cases.rules.checking.goals import facts_in, wanted
from academy.cases.rules.checking.playing import Play
from academy.cases.rules.checking.relaxing import Reach
from academy.cases.rules.checking.shrinking import shrunk
from academy.cases.rules.conditions import IN_COURT
from academy.cases.rules.state import State

#: States looked at to get there breadth first, before the expert's own path is shortened instead.
_STATES = 1500


def frontier(play: Play, reach: Reach, tree: Tree) -> Path:
    """Return the shortest path found to where most of what a condition needs is there, and the rest never comes."""
    there = frozenset(_reached(reach, wanted(tree), set()))
    expert = _along_the_expert(play, there)
    return _breadth_first(play, there, expert)


def _reached(reach: Reach, tree: Tree, seen: set[str]) -> set[str]:
    """Return the facts that can come about where a condition is reached as far as it can be."""
    match tree:
        case Predicate(name):
            return _reached_of(reach, name, seen)
        case Both(parts):
            return set().union(*(_reached(reach, part, seen) for part in parts))
        case Either(parts):
            found = [_reached(reach, part, seen) for part in parts]
            return min(found, key=len, default=set())
    return {name for part in facts_in(tree) for name in _reached_of(reach, part, seen)}


def _reached_of(reach: Reach, name: str, seen: set[str]) -> set[str]:
    if reach.fact(name).is_there:
        return {name} if name.partition(":")[0] not in IN_COURT else set(_below_court(reach, name))
    if name in seen:
        return set()
    seen.add(name)
    found = [_reached(reach, wanted(rule.needs), seen) for rule in reach.rules.get(name, ())]
    return min(found, key=len, default=set())


def _below_court(reach: Reach, name: str) -> set[str]:
    return {mark for mark in reach.fact(name).marks if mark.partition(":")[0] not in IN_COURT}


def _along_the_expert(play: Play, there: frozenset[str]) -> Path:
    """Return as much of the expert's path as it takes to have all of it, shortened."""
    state = play.begin()
    path: Path = ()
    for step in play.case.expert:
        if there <= state.facts.keys():
            break
        if step.act.do != "conclude" and (then := play.step(state, step.act)) is not None:
            state, path = then, (*path, step.act)
    had = there & state.facts.keys()
    return shrunk(path, lambda shorter: had <= play.run(shorter)[0].facts.keys(), play.budget)


def _breadth_first(play: Play, there: frozenset[str], known: Path) -> Path:
    """Return a path that is shorter than the one known, if there is one among the first states."""
    first = play.begin()
    if there <= first.facts.keys():
        return ()
    layer: list[tuple[State, Path]] = [(first, ())]
    looked = 0
    sights = {frozenset(first.facts)}
    while layer and looked < _STATES and not play.budget.is_overdrawn and len(layer[0][1]) + 1 < len(known):
        after: list[tuple[State, Path]] = []
        for state, path in layer:
            for role in play.case.seats:
                for action in thinkable(play.case, state, role):
                    looked += 1
                    then = None if action.do == "conclude" or looked > _STATES else play.step(state, action)
                    if then is None or (sight := frozenset(then.facts)) in sights:
                        continue
                    if there <= then.facts.keys():
                        return (*path, action)
                    sights.add(sight)
                    after.append((then, (*path, action)))
        layer = after
    return known
