"""What would have come of a case, had one thing been otherwise: its court is held again over an imagined state.

Nothing is played again: the file, the facts and the conclusion are taken as they are but for what one exhibit's
defects, or one criterion, asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from academy.cases.content import CaseContent, Law
from academy.cases.content.conditions import (
    Before,
    Both,
    ByMinute,
    Either,
    Negated,
    Predicate,
    Quantified,
    Tree,
    Within,
    parse,
)
from academy.cases.content.parts import Criterion
from academy.cases.rules.conditions import IN_COURT, IT, LISTED, NOW
from academy.cases.rules.court import Judgement, hold_court
from academy.cases.rules.custody import SEVERITIES
from academy.cases.rules.state import Conclusion, Moment, State

_EVERY = frozenset(SEVERITIES)
#: Fact about an exhibit → the defects there would not be, had it been (or, of a mistake, not been) so.
_CURES = {
    **dict.fromkeys(("admitted", "unbroken", "filed", "collected", "held", "reduced", "excluded"), _EVERY),
    **dict.fromkeys(("photographed", "moved"), frozenset({"unrecorded_position"})),
    **dict.fromkeys(("touched_bare", "destroyed"), frozenset({"bare_hands", "wrong_tool", "contaminated"})),
    **dict.fromkeys(("packed", "packed_well"), frozenset({"wrong_container"})),
    **dict.fromkeys(("tainted", "unlawful", "lawful"), frozenset({"tainted"})),
    **dict.fromkeys(("cooled", "decayed"), frozenset({"decayed"})),
    **dict.fromkeys(("handed", "received"), frozenset({"gap", "unsigned"})),
    "contaminated": frozenset({"contaminated"}),
    "sealed": frozenset({"no_seal"}),
    "labelled": frozenset({"no_label", "label_incomplete", "label_wrong"}),
    "recorded": frozenset({"no_line", "opened_unrecorded", "late_line", "impossible_time", "no_time", "unnamed"}),
    "duplicated": frozenset({"no_duplicate"}),
    "stored": frozenset({"pocket"}),
}  # fmt: skip
#: What puts an exhibit into the file that is not there.
_FILES = frozenset({"admitted", "filed", "collected"})


@dataclass(frozen=True)
class Wish:
    """A fact that a condition wants, or does not want, and that is otherwise."""

    name: str
    args: tuple[str, ...]
    is_wanted: bool

    @property
    def fact(self) -> str:
        """Return its name among the facts."""
        return ":".join((self.name, *self.args))


def had_it_been_whole(case: CaseContent, law: Law, state: State, exhibit: str) -> str:
    """Return the ending there would have been, had nothing been wrong with an exhibit of the file."""
    return hold_court(case, law, state, sparing={exhibit: _EVERY}).ending


def had_it_been_done(
    case: CaseContent, law: Law, state: State, judgement: Judgement, criterion: Criterion
) -> str:
    """Return the ending there would have been, had a criterion been earned and not failed."""
    look = _Look(case, state, judgement.facts)
    wishes = [*look.wishes(criterion.earn, True), *look.wishes(criterion.fails_if, False)]
    imagined = _imagined(case, state, wishes)
    return hold_court(case, law, imagined, sparing=_spared(case, state, wishes)).ending


@dataclass(frozen=True)
class _Look:
    """One look at what a condition lacks."""

    case: CaseContent
    state: State
    court: frozenset[str]
    it: str = IT

    def wishes(self, text: str, is_wanted: bool) -> list[Wish]:
        """Return what a condition lacks."""
        return [*self.of(parse(text), is_wanted)] if text else []

    def of(self, tree: Tree, is_wanted: bool) -> Iterator[Wish]:
        """Yield what a part lacks."""
        match tree:
            case Predicate():
                yield from self._of_predicate(tree, is_wanted)
            case Both(parts) | Either(parts):
                for part in parts:
                    yield from self.of(part, is_wanted)
            case Negated(part):
                yield from self.of(part, not is_wanted)
            case Before(first, second):
                yield from self._of_order(first, second, is_wanted)
            case ByMinute(part) | Within(part):
                yield from self.of(part, is_wanted)
            case Quantified():
                yield from self._of_each(tree, is_wanted)

    def _of_each(self, tree: Quantified, is_wanted: bool) -> Iterator[Wish]:
        """Yield what a part lacks for the exhibits it names, or for those of the file."""
        filed = (name for name in self.case.exhibits if f"filed:{name}" in self.court)
        for name in tree.among or filed:
            yield from replace(self, it=name).of(tree.part, is_wanted)

    def _of_predicate(self, tree: Predicate, is_wanted: bool) -> Iterator[Wish]:
        if tree.name == "premature" and not is_wanted:
            yield from self.wishes(self.case.supported_if, True)
            return
        for each in self._wanted(tree, is_wanted):
            if self._is_so(each) is not is_wanted:
                yield each

    def _wanted(self, tree: Predicate, is_wanted: bool) -> Iterator[Wish]:
        args = tuple(self.it if arg == IT else arg for arg in tree.args)
        if tree.name in LISTED and len(args) > 1:
            for arg in args[1:]:
                yield Wish(tree.name, (args[0], arg), is_wanted)
        else:
            yield Wish(tree.name, args, is_wanted)

    def _is_so(self, wish: Wish) -> bool:
        if wish.name in NOW:
            thing = self.state.things.get(wish.args[0]) if wish.args else None
            return thing is not None and bool(thing.holder)
        return wish.fact in (self.court if wish.name in IN_COURT else self.state.facts)

    def _of_order(self, first: Tree, second: Tree, is_wanted: bool) -> Iterator[Wish]:
        """Yield what the first part lacks; all that it names, where it came too late."""
        lacking = [*self.of(first, is_wanted)]
        if lacking or not is_wanted:
            yield from lacking
            return
        former, latter = (
            [wish for part in _predicates(each) for wish in self._wanted(part, True)]
            for each in (first, second)
        )
        since = [found.step for wish in latter if (found := self.state.first(wish.fact))]
        for wish in former:
            found = self.state.first(wish.fact)
            if found and since and found.step >= min(since):
                yield wish


def _predicates(tree: Tree) -> Iterator[Predicate]:
    if isinstance(tree, Predicate):
        yield tree
    elif isinstance(tree, (Both, Either)):
        for part in tree.parts:
            yield from _predicates(part)


def _spared(case: CaseContent, state: State, wishes: Iterable[Wish]) -> dict[str, frozenset[str]]:
    """Return which defects of which exhibits would not be there; a lawful act anywhere clears what it tainted."""
    spared: dict[str, frozenset[str]] = {}
    for wish in wishes:
        cured = _CURES.get(wish.name, frozenset())
        about = [arg for arg in wish.args if arg in case.exhibits]
        if wish.name in ("unlawful", "lawful") and not about:
            about = [*case.exhibits]
        for name in about:
            spared[name] = spared.get(name, frozenset()) | cured
    return spared


def _imagined(case: CaseContent, state: State, wishes: Sequence[Wish]) -> State:
    """Return the state as it would be."""
    now = Moment(state.step, state.minute)
    facts = dict(state.facts)
    for wish in wishes:
        if wish.name in IN_COURT or wish.name in NOW:
            continue
        if wish.is_wanted:
            facts.setdefault(wish.fact, now)
        else:
            facts.pop(wish.fact, None)
    conclusion = state.conclusion
    for wish in wishes:
        if conclusion is not None and wish.is_wanted:
            conclusion = _reconcluded(case, conclusion, wish)
    return replace(state, facts=facts, conclusion=conclusion)


def _reconcluded(case: CaseContent, conclusion: Conclusion, wish: Wish) -> Conclusion:
    """Return a conclusion as a wish would have it."""
    change = _CONCLUSIONS.get(wish.name)
    return change(case, conclusion, wish.args) if change else conclusion


def _filed(case: CaseContent, conclusion: Conclusion, args: tuple[str, ...]) -> Conclusion:
    return replace(conclusion, file=tuple({**dict.fromkeys(conclusion.file), **dict.fromkeys(args[:1])}))


def _cited(case: CaseContent, conclusion: Conclusion, args: tuple[str, ...]) -> Conclusion:
    element, what = args
    return replace(
        conclusion, cites={**conclusion.cites, element: [*conclusion.cites.get(element, []), what]}
    )


def _right_charge(case: CaseContent, conclusion: Conclusion, args: tuple[str, ...]) -> Conclusion:
    return replace(
        conclusion, charge=next((key for key, each in case.charges.items() if each.is_right), None)
    )


_CONCLUSIONS: dict[str, Callable[[CaseContent, Conclusion, tuple[str, ...]], Conclusion]] = {
    **dict.fromkeys(_FILES, _filed),
    "cited": _cited,
    "right_charge": _right_charge,
    "right_cause": lambda case, made, args: replace(made, cause=case.cause or made.cause),
    "right_culprit": lambda case, made, args: replace(made, suspect=case.culprit),
    "concluded": lambda case, made, args: replace(made, cause=args[0]),
    "charged": lambda case, made, args: replace(made, charge=args[0]),
    "named": lambda case, made, args: replace(made, suspect=args[0]),
}
