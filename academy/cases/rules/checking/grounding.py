"""Conditions with everything spelt out: no ``it``, no quantifier, what the court finds put down to what it rests on.

A grounded tree is made of the same nodes as a condition; each ``Predicate`` in it is one fact by its full name
(``searched:clearing:strip``), ``Both(())`` is so, ``Either(())`` is not.
"""

from __future__ import annotations

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
)
from academy.cases.rules.conditions import IT, LISTED
from academy.cases.rules.naming import CANNOT_SAY

SO = Both(())
NEVER = Either(())


def fact(name: str) -> Predicate:
    """Return the tree of one fact."""
    return Predicate(name)


class Ground:
    """Spells out the conditions of one case."""

    def __init__(self, case: CaseContent) -> None:
        """Keep the case."""
        self.case = case
        #: What the court finds of a conclusion → what it comes to.
        self.of_court: dict[str, Tree] = {}
        #: Element → what proves it; one may rest on those before it.
        self.proofs: dict[str, Tree] = {}
        self.of_court = self._findings()
        for key, element in case.elements.items():
            self.proofs[key] = self.of(element.proof)

    def of(self, text: str, it: str = IT) -> Tree:
        """Return the grounded tree of a condition; an empty one is so."""
        return self._of(parse(text), it) if text else SO

    def _of(self, tree: Tree, it: str) -> Tree:
        match tree:
            case Predicate():
                return self._predicate(tree, it)
            case Both(parts):
                return Both(tuple(self._of(part, it) for part in parts))
            case Either(parts):
                return Either(tuple(self._of(part, it) for part in parts))
            case Negated(part):
                return Negated(self._of(part, it))
            case Quantified():
                return self._quantified(tree)
            case Comparison():
                return tree
        return self._in_time(tree, it)

    def _in_time(self, tree: Before | ByMinute | Within, it: str) -> Tree:
        match tree:
            case ByMinute(part, minute):
                return ByMinute(self._of(part, it), minute)
            case Within(first, minutes, second):
                return Within(self._of(first, it), minutes, self._of(second, it))
            case Before(first, second):
                return Before(self._of(first, it), self._of(second, it))

    def _quantified(self, tree: Quantified) -> Tree:
        parts: list[Tree] = []
        for name, exhibit in self.case.exhibits.items():
            part = self._of(tree.part, name)
            if tree.among or tree.selector in ("", exhibit.kind, exhibit.hazard):
                if not tree.among or name in tree.among:
                    parts.append(part)
            elif tree.selector in ("held", "found", "filed", "admitted", "whole"):
                chosen = fact(f"{tree.selector}:{name}")
                parts.append(
                    Either((Negated(chosen), part)) if tree.quantifier == "each" else Both((chosen, part))
                )
        return Both(tuple(parts)) if tree.quantifier == "each" else Either(tuple(parts))

    def _predicate(self, tree: Predicate, it: str) -> Tree:
        args = [it if arg == IT else arg for arg in tree.args]
        if tree.name == "always":
            return SO
        if tree.name == "proved" and args[0] in self.proofs:
            return self.proofs[args[0]]
        if tree.name in self.of_court:
            return self.of_court[tree.name]
        if tree.name in LISTED and len(args) > 1:
            return Both(tuple(fact(f"{tree.name}:{args[0]}:{arg}") for arg in args[1:]))
        return fact(":".join([tree.name, *args]))

    def _findings(self) -> dict[str, Tree]:
        case = self.case
        right = tuple(fact(f"charged:{key}") for key, charge in case.charges.items() if charge.is_right)
        charged = tuple(fact(f"charged:{key}") for key in case.charges)
        named = tuple(fact(f"named:{key}") for key, person in case.people.items() if person.is_suspect)
        supported = self.of(case.supported_if)
        return {
            "right_cause": fact(f"concluded:{case.cause or CANNOT_SAY}"),
            "right_charge": Either(right) if right else Negated(Either(charged)),
            "right_culprit": fact(f"named:{case.culprit}") if case.culprit else Negated(Either(named)),
            "premature": Both((Negated(fact(f"concluded:{CANNOT_SAY}")), Negated(supported))),
        }
