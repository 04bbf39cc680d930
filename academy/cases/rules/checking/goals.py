"""What has to be possible in a case: each ending reached, each exhibit found, each criterion earned, and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from academy.cases.content import CaseContent
from academy.cases.content.conditions import (
    Before,
    Both,
    ByMinute,
    Comparison,
    Either,
    Negated,
    Predicate,
    Tree,
    Within,
)
from academy.cases.rules.checking.grounding import SO, Ground, fact
from academy.cases.rules.checking.relaxing import Reach
from academy.cases.rules.conditions import MINUTE

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Goal:
    """Something that has to be possible."""

    #: ``ending``, ``exhibit``, ``earned``, ``lost``.
    kind: str
    name: str
    #: When it is so.
    tree: Tree = field(compare=False, repr=False)


def goals_of(case: CaseContent, ground: Ground) -> Iterator[Goal]:
    """Yield everything that has to be possible, in the order of the document."""
    for name in case.exhibits:
        yield Goal("exhibit", name, fact(f"found:{name}"))
    earlier: list[Tree] = []
    for name, ending in case.endings.items():
        when = ground.of(ending.when)
        yield Goal("ending", name, Both((when, *(Negated(each) for each in earlier))))
        earlier.append(when)
    for name, criterion in case.criteria.items():
        fails = ground.of(criterion.fails_if) if criterion.fails_if else Either(())
        earned = Both((ground.of(criterion.earn), Negated(fails)))
        yield Goal("earned", name, earned)
        yield Goal("lost", name, Negated(earned))


def wanted(tree: Tree) -> Tree:
    """Return what has to come about for a tree to hold: what must not come about is left out."""
    match tree:
        case Both(parts):
            return Both(tuple(wanted(part) for part in parts))
        case Either(parts):
            return Either(tuple(wanted(part) for part in parts))
        case Negated(part):
            return _unwanted(part)
    return tree


def _unwanted(tree: Tree) -> Tree:
    """Return what has to come about for a tree not to hold."""
    match tree:
        case Both(parts):
            return Either(tuple(_unwanted(part) for part in parts))
        case Either(parts):
            return Both(tuple(_unwanted(part) for part in parts))
        case Negated(part):
            return wanted(part)
        case Before(first, second):
            return Either((_unwanted(first), wanted(second)))
        case ByMinute(part, minute):
            return Either((_unwanted(part), Comparison(MINUTE, ">=", minute)))
        case Comparison(name, sign, number) if sign in _OPPOSITE:
            return Comparison(name, _OPPOSITE[sign], number)
    return SO


def plan(reach: Reach, tree: Tree) -> frozenset[str]:
    """Return the facts one kind way to a condition leads through: a measure of how far a state is from it."""
    found: set[str] = set()
    _plan(reach, wanted(tree), found)
    return frozenset(found)


def _plan(reach: Reach, tree: Tree, found: set[str]) -> None:
    match tree:
        case Predicate(name):
            _plan_fact(reach, name, found)
        case Either(parts):
            there = [part for part in parts if reach.of(part).is_there]
            if there:
                _plan(reach, min(there, key=lambda part: _cost(reach, part)), found)
        case Both(parts):
            _plan_all(reach, parts, found)
        case Before(first) | ByMinute(first):
            _plan(reach, first, found)
        case Within(first, _minutes, second):
            _plan_all(reach, (first, second), found)


def _plan_all(reach: Reach, parts: Iterable[Tree], found: set[str]) -> None:
    for part in parts:
        _plan(reach, part, found)


def _plan_fact(reach: Reach, name: str, found: set[str]) -> None:
    if name in found or not reach.fact(name).is_there:
        return
    found.add(name)
    ways = [rule for rule in reach.rules.get(name, ()) if reach.of(rule.needs).is_there]
    if ways:
        _plan(reach, min(ways, key=lambda rule: _cost(reach, rule.needs)).needs, found)


def _cost(reach: Reach, tree: Tree) -> tuple[int, float]:
    way = reach.of(tree)
    return len(way.marks), way.minute


def cone(reach: Reach, names: frozenset[str]) -> frozenset[str]:
    """Return every fact that some way to one of ``names`` may lead through, or be shut off by."""
    found, waiting = set(names), list(names)
    while waiting:
        for rule in reach.rules.get(waiting.pop(), ()):
            for name in facts_in(rule.needs):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
    return frozenset(found)


def facts_in(tree: Tree) -> Iterator[str]:
    """Yield every fact a grounded tree names."""
    match tree:
        case Predicate(name):
            yield name
        case Both(parts) | Either(parts):
            for part in parts:
                yield from facts_in(part)
        case Negated(part) | ByMinute(part):
            yield from facts_in(part)
        case Before(first, second):
            yield from (*facts_in(first), *facts_in(second))
        case Within(first, _minutes, second):
            yield from (*facts_in(first), *facts_in(second))
