"""Whether a grounded condition can hold at all: what cannot come about is not so, and what came about left its marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

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
from academy.cases.rules.checking.relaxing import Reach
from academy.cases.rules.conditions import IN_COURT, MINUTE, NOW

#: Of each of these a closed case has one at the most.
_ONE_ONLY = ("concluded", "charged", "named")
#: Trials after which nothing is said to be impossible any more.
TRIALS = 3000

Leaf = Predicate | Before | ByMinute | Within | Comparison


@dataclass
class Logic:
    """Tries whether conditions can hold, given what can come about."""

    reach: Reach
    #: Author's facts that can be taken back.
    unset: frozenset[str] = frozenset()
    #: What is so from the beginning, and stays so.
    always: frozenset[str] = frozenset()
    _trials: int = field(default=0, init=False)

    def can_hold(self, tree: Tree) -> bool:
        """Say whether a grounded condition may hold in some state; False is certain, True is not."""
        leaves = list(dict.fromkeys(_leaves(tree)))
        self._trials = 0
        start = {leaf: False for leaf in leaves if not self.reach.of(leaf).is_there}
        start.update(
            {leaf: True for leaf in leaves if isinstance(leaf, Predicate) and leaf.name in self.always}
        )
        return self._try(tree, leaves, start)

    def _try(self, tree: Tree, leaves: list[Leaf], given: dict[Leaf, bool]) -> bool:
        self._trials += 1
        so = value(tree, given)
        if so is not None or self._trials > TRIALS:
            return so is not False
        leaf = next(leaf for leaf in leaves if leaf not in given)
        for choice in (True, False):
            more = self._with(given, leaf, choice, leaves)
            if more is not None and self._try(tree, leaves, more):
                return True
        return False

    def _with(
        self, given: dict[Leaf, bool], leaf: Leaf, choice: bool, leaves: list[Leaf]
    ) -> dict[Leaf, bool] | None:
        """Return what is given with one more choice and what follows from it; None where that cannot be."""
        more = {**given, leaf: choice}
        for other in leaves:
            if other == leaf:
                continue
            follows = (
                self._follows(leaf, other) if choice else (False if self._implies(other, leaf) else None)
            )
            if follows is not None:
                if more.get(other, follows) != follows:
                    return None
                more[other] = follows
        return more

    def _follows(self, leaf: Leaf, other: Leaf) -> bool | None:
        if self._implies(leaf, other):
            return True
        return False if _excludes(leaf, other) else None

    def _implies(self, leaf: Leaf, other: Leaf) -> bool:
        """Say whether one leaf is never so without the other."""
        if not isinstance(other, Predicate) or other.name in self.unset or _is_fleeting(other):
            return False
        return other.name in self.reach.of(leaf).marks


def value(tree: Tree, given: dict[Leaf, bool]) -> bool | None:
    """Return what a tree comes to where some of its leaves are given; None where that is open."""
    match tree:
        case Both(parts) | Either(parts):
            found = [value(part, given) for part in parts]
            decides = isinstance(tree, Either)
            if decides in found:
                return decides
            return None if None in found else not decides
        case Negated(part):
            inner = value(part, given)
            return None if inner is None else not inner
    return given.get(tree) if isinstance(tree, Leaf) else None


def _leaves(tree: Tree) -> Iterator[Leaf]:
    match tree:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _leaves(part)
        case Negated(part):
            yield from _leaves(part)
        case Predicate() | Before() | ByMinute() | Within() | Comparison():
            yield tree


def _is_fleeting(leaf: Predicate) -> bool:
    """Say whether something that was so may be so no longer."""
    word = leaf.name.partition(":")[0]
    return word in NOW or (word in IN_COURT and word != "filed")


def _excludes(leaf: Leaf, other: Leaf) -> bool:
    if isinstance(leaf, Comparison) and isinstance(other, Comparison):
        return leaf.name == other.name == MINUTE and _are_apart(leaf, other)
    if not isinstance(leaf, Predicate) or not isinstance(other, Predicate):
        return False
    word, _colon, what = leaf.name.partition(":")
    rival, _colon, of = other.name.partition(":")
    if word == rival:
        return word in _ONE_ONLY and what != of
    return {word, rival} in ({"admitted", "excluded"}, {"reduced", "excluded"}) and what == of


def _are_apart(one: Comparison, other: Comparison) -> bool:
    """Say whether no minute fits both of two comparisons."""
    (low, high), (least, most) = _span(one), _span(other)
    return max(low, least) > min(high, most)


def _span(tree: Comparison) -> tuple[int, int]:
    """Return the minutes that fit a comparison, as an interval."""
    far = 10**9
    return {
        "<": (0, tree.number - 1), "<=": (0, tree.number), ">": (tree.number + 1, far), ">=": (tree.number, far),
        "==": (tree.number, tree.number),
    }[tree.operator]  # fmt: skip
