"""What can come about at all: every rule of the machine read kindly, time as the earliest minute, to a fixpoint.

Nothing that came about is ever taken back here, and everybody is everywhere at once. So what is not reached here
is reached nowhere; and what every way to a fact leads through (its marks) was there before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
from academy.cases.rules.conditions import MINUTE

_NEVER = math.inf


@dataclass(frozen=True)
class Rule:
    """One way in which a fact comes about."""

    gives: str
    needs: Tree
    #: Minutes it takes at the least.
    cost: int = 0
    #: The last minute at which what it needs may come about; None for no matter when.
    until: int | None = None


@dataclass(frozen=True)
class Way:
    """How something is reached: the earliest minute, and the facts every way leads through."""

    minute: float
    marks: frozenset[str] = frozenset()

    @property
    def is_there(self) -> bool:
        """Whether there is one."""
        return self.minute < _NEVER


_NO_WAY, _AT_ONCE = Way(_NEVER), Way(0)


class Reach:
    """What rules can bring about."""

    def __init__(self, rules: Iterable[Rule], counters: dict[str, int]) -> None:
        """Carry the rules to their fixpoint."""
        self.rules: dict[str, list[Rule]] = {}
        for rule in rules:
            self.rules.setdefault(rule.gives, []).append(rule)
        self.counters = counters
        self._ways: dict[str, Way] = {}
        while self._go_round():
            pass

    def fact(self, name: str) -> Way:
        """Return how a fact is reached, itself among its marks."""
        way = self._ways.get(name, _NO_WAY)
        return Way(way.minute, way.marks | {name}) if way.is_there else way

    def of(self, tree: Tree) -> Way:
        """Return how a grounded condition is reached."""
        match tree:
            case Predicate(name):
                return self.fact(name)
            case Both(parts):
                return _all([self.of(part) for part in parts])
            case Either(parts):
                return _any([self.of(part) for part in parts])
            case Negated(part):
                return _NO_WAY if part == Both(()) else _AT_ONCE
            case Comparison():
                return self._compared(tree)
        return self._in_time(tree)

    def because(self, tree: Tree) -> list[str]:
        """Return the shortest chain of facts that says why a condition is never reached, its root last."""
        return self._because(tree, frozenset()) or []

    def _go_round(self) -> bool:
        has_changed = False
        for name, rules in self.rules.items():
            if (way := _any([self._by(rule) for rule in rules])) != self._ways.get(name, _NO_WAY):
                self._ways[name] = way
                has_changed = True
        return has_changed

    def _by(self, rule: Rule) -> Way:
        way = self.of(rule.needs)
        if rule.until is not None and way.minute > rule.until:
            return _NO_WAY
        return Way(way.minute + rule.cost, way.marks)

    def _in_time(self, tree: Tree) -> Way:
        match tree:
            case ByMinute(part, minute):
                way = self.of(part)
                return way if way.minute < minute else _NO_WAY
            case Within(first, _minutes, second):
                return _all([self.of(first), self.of(second)])
            case Before(first, second):
                way = self.of(first)
                is_after = isinstance(second, Predicate) and second.name in way.marks
                return _NO_WAY if is_after else way
        return _AT_ONCE

    def _compared(self, tree: Comparison) -> Way:
        if tree.name == MINUTE:
            return (
                Way(tree.number + 1 if tree.operator == ">" else max(0, tree.number))
                if (tree.operator in (">", ">=", "=="))
                else _AT_ONCE
            )
        starts = self.counters.get(tree.name, 0)
        if tree.operator == "==":
            wanted = "+" if tree.number > starts else "-"
            return _AT_ONCE if tree.number == starts else self.fact(f"count:{tree.name}:{wanted}")
        is_met = starts < tree.number if tree.operator[0] == "<" else starts > tree.number
        if is_met or ("=" in tree.operator and starts == tree.number):
            return _AT_ONCE
        return self.fact(f"count:{tree.name}:{'-' if tree.operator[0] == '<' else '+'}")

    def _because(self, tree: Tree, seen: frozenset[str]) -> list[str] | None:
        """Explain a condition that is not reached; None where it only leads round to what is being explained."""
        match tree:
            case Predicate(name):
                return self._because_of(name, seen)
            case Both(parts):
                missing = [part for part in parts if not self.of(part).is_there]
                return _shortest(self._because(part, seen) for part in missing)
            case Either(parts):
                return _shortest(self._because(part, seen) for part in parts)
        inner = getattr(tree, "part", None) or getattr(tree, "first", None)
        if inner is not None and not self.of(inner).is_there:
            return self._because(inner, seen)
        return [said(tree)]

    def _because_of(self, name: str, seen: frozenset[str]) -> list[str] | None:
        if name in seen:
            return None
        below = _shortest(self._because_rule(rule, seen | {name}) for rule in self.rules.get(name, ()))
        return [said(Predicate(name)), *(below or [])]

    def _because_rule(self, rule: Rule, seen: frozenset[str]) -> list[str] | None:
        way = self.of(rule.needs)
        if way.is_there:
            return [f"minute {int(way.minute)} > {rule.until}"]
        return self._because(rule.needs, seen)


def said(tree: Tree) -> str:
    """Write a grounded condition as an author would."""
    match tree:
        case Predicate(name):
            word, _colon, args = name.partition(":")
            return f"{word}({args.replace(':', ', ')})" if args else word
        case Both(parts):
            return " and ".join(map(said, parts))
        case Either(parts):
            return "(" + " or ".join(map(said, parts)) + ")"
        case Negated(part):
            return f"not {said(part)}"
    return _said_in_time(tree)


def _said_in_time(tree: Tree) -> str:
    match tree:
        case Comparison(name, sign, number):
            return f"{name} {sign} {number}"
        case ByMinute(part, minute):
            return f"{said(part)} before minute {minute}"
        case Before(first, second):
            return f"{said(first)} before {said(second)}"
        case Within(first, minutes, second):
            return f"{said(first)} within {minutes} of {said(second)}"
    return ""


def _all(ways: Sequence[Way]) -> Way:
    if not ways:
        return _AT_ONCE
    if len(ways) == 1:
        return ways[0]
    return Way(max(way.minute for way in ways), frozenset().union(*(way.marks for way in ways)))


def _any(ways: Sequence[Way]) -> Way:
    there = [way for way in ways if way.minute < _NEVER]
    if not there:
        return _NO_WAY
    if len(there) == 1:
        return there[0]
    first, *others = there
    return Way(min(way.minute for way in there), first.marks.intersection(*(way.marks for way in others)))


def _shortest(chains: Iterator[list[str] | None]) -> list[str] | None:
    return min((chain for chain in chains if chain is not None), key=len, default=None)
