"""What a condition comes to in a state: whether it holds, and since when."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from academy.cases.content import CaseContent
from academy.cases.content.conditions import (
    Before,
    Both,
    ByMinute,
    Comparison,
    Either,
    Negated,
    Predicate,
    Quantified,
    Tree,
    Within,
    parse,
    parts_of,
)
from academy.cases.content.keys import ExhibitKind, Hazard
from academy.cases.rules.state import Moment, State

#: What is so now, and has no moment: whoever puts it beside ``before`` has made a mistake.
NOW = frozenset({"held", "whole", "wearing", "at"})
#: What only the court knows, once the case is closed.
IN_COURT = frozenset(
    {
        "filed", "admitted", "reduced", "excluded", "cited", "proved", "charged", "concluded", "named", "premature",
        "unbroken", "right_cause", "right_charge", "right_culprit",
    }
)  # fmt: skip
#: Predicates whose further arguments are each a fact of its own.
LISTED = frozenset({"photographed"})
#: Words that may stand before ``exhibit``.
SELECTORS = frozenset({"", "held", "found", "filed", "admitted", "whole", *ExhibitKind, *Hazard})
IT = "it"
MINUTE = "minute"
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
}  # fmt: skip


def holds(
    case: CaseContent, state: State, text: str, *, it: str | None = None, court: frozenset[str] = frozenset()
) -> bool:
    """Say whether a condition holds; an empty one does. ``court`` are the facts a court found: ``admitted:meat``."""
    return not text or _Look(case, state, it, court).holds(parse(text))


def moment(
    case: CaseContent, state: State, text: str, *, it: str | None = None, court: frozenset[str] = frozenset()
) -> Moment | None:
    """Return since when a condition holds; None where it does not, or has no moment of its own."""
    return _Look(case, state, it, court).moment(parse(text)) if text else None


@cache
def names_in(text: str) -> frozenset[str]:
    """Return every predicate, counter and argument a condition names."""
    return frozenset(_names(parse(text))) if text else frozenset()


def _names(tree: Tree) -> Iterator[str]:
    for part in parts_of(tree):
        if isinstance(part, Predicate):
            yield from (part.name, *part.args)
        elif isinstance(part, Comparison):
            yield part.name
        elif isinstance(part, Quantified):
            yield from part.among


@dataclass(frozen=True)
class _Look:
    """One look at a state."""

    case: CaseContent
    state: State
    it: str | None
    court: frozenset[str]

    def holds(self, tree: Tree) -> bool:
        """Say whether a part holds."""
        match tree:
            case Predicate():
                return self._is_so(tree)
            case Both(parts):
                return all(self.holds(part) for part in parts)
            case Either(parts):
                return any(self.holds(part) for part in parts)
            case Negated(part):
                return not self.holds(part)
            case Comparison(name, sign, number):
                return _COMPARE[sign](self._number(name), number)
            case Quantified(quantifier):
                every = all if quantifier == "each" else any
                return every(look.holds(tree.part) for look in self._looks(tree))
        return self._holds_in_time(tree)

    def _holds_in_time(self, tree: Before | ByMinute | Within) -> bool:
        match tree:
            case ByMinute(part, minute):
                first = self.moment(part)
                return first is not None and first.minute < minute
            case Before(former, latter):
                first, second = self.moment(former), self.moment(latter)
                return first is not None and (second is None or first.step < second.step)
            case Within(latter, minutes, former):
                second, first = self.moment(latter), self.moment(former)
                return (
                    first is not None and second is not None and 0 <= second.minute - first.minute <= minutes
                )

    def moment(self, tree: Tree) -> Moment | None:
        """Return since when a part holds, if it does and has a moment."""
        match tree:
            case Predicate():
                return self._first(tree)
            case Both(parts):
                return _all([self.moment(part) for part in parts])
            case Either(parts):
                return _any(self.moment(part) for part in parts)
            case Quantified(quantifier):
                found = [look.moment(tree.part) for look in self._looks(tree)]
                return _all(found) if quantifier == "each" else _any(found)
        return None

    def _facts(self, predicate: Predicate) -> list[str]:
        """Return the facts that together make a predicate."""
        args = [self.it or IT if arg == IT else arg for arg in predicate.args]
        if predicate.name in LISTED and len(args) > 1:
            return [f"{predicate.name}:{args[0]}:{arg}" for arg in args[1:]]
        return [":".join([predicate.name, *args])]

    def _first(self, predicate: Predicate) -> Moment | None:
        return _all([self.state.first(fact) for fact in self._facts(predicate)])

    def _is_so(self, predicate: Predicate) -> bool:
        facts = self._facts(predicate)
        if predicate.name in IN_COURT:
            return all(fact in self.court for fact in facts)
        if predicate.name in NOW and predicate.args:
            return self._is_now(predicate.name, facts[0].partition(":")[2])
        return predicate.name == "always" or all(fact in self.state.facts for fact in facts)

    def _is_now(self, name: str, what: str) -> bool:
        if name == "wearing":
            return any(what in gear for gear in self.state.worn.values())
        if name == "at":
            return what in self.state.places.values()
        thing = self.state.things.get(what)
        if thing is None:
            return False
        return not thing.fate if name == "whole" else thing.holder in self.case.seats

    def _number(self, name: str) -> int:
        return self.state.minute if name == MINUTE else self.state.counters.get(name, 0)

    def _looks(self, tree: Quantified) -> list[_Look]:
        names = tree.among or [name for name in self.case.exhibits if self._is_selected(name, tree.selector)]
        return [replace(self, it=name) for name in names]

    def _is_selected(self, name: str, selector: str) -> bool:
        exhibit = self.case.exhibits[name]
        if selector in ("held", "whole"):
            return self._is_now(selector, name)
        if selector == "found":
            return f"found:{name}" in self.state.facts
        if selector in ("filed", "admitted"):
            return f"{selector}:{name}" in self.court
        return selector in ("", exhibit.kind, exhibit.hazard)


def _order(found: Moment) -> int:
    return found.step


def _all(found: list[Moment | None]) -> Moment | None:
    """Return when the last of them came about, if all did; of none, the very beginning."""
    there = [each for each in found if each is not None]
    if len(there) < len(found):
        return None
    return max(there, key=_order, default=Moment(0, 0))


def _any(found: Iterable[Moment | None]) -> Moment | None:
    return min((each for each in found if each is not None), key=_order, default=None)
