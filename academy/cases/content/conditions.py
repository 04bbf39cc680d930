"""Conditions as authors write them: a small closed language, parsed into a tree; nothing is ever run as code.

Examples: ``cordoned(clearing) before minute 30``; ``minute > 90 and rain``;
``each held exhibit: photographed(it, overview, mid, close, scale) before moved(it)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError
from pydantic import AfterValidator, Field

GRAMMAR = r"""
?start: either
?either: both ("or" both)*
?both: denied ("and" denied)*
?denied: "not" denied -> negated
       | timed
?timed: atom "before" "minute" INT -> by_minute
      | atom "before" atom -> before
      | atom "within" INT "of" atom -> within
      | atom
?atom: "(" either ")"
     | quantified
     | comparison
     | predicate
quantified: QUANTIFIER selector ":" either
selector: NAME? "exhibit" -> kind_of
        | "of" "[" NAME ("," NAME)* "]" -> these
comparison: NAME OPERATOR NUMBER
predicate: NAME ["(" NAME ("," NAME)* ")"]

QUANTIFIER.2: /(each|any)\b/
OPERATOR: "<=" | ">=" | "==" | "<" | ">"
NUMBER: /-?[0-9]+/
NAME: /(?!(and|or|not|before|within|each|any|exhibit|of)\b)[a-z][a-z0-9_]*/
%import common.INT
%import common.WS
%ignore WS
"""


@dataclass(frozen=True)
class Predicate:
    """Something that is so or not, and has a moment at which it first was: ``searched(clearing, strip)``.

    Without arguments and unknown to the machine it is a fact the author sets: ``rain``.
    """

    name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Both:
    """All of these."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Negated:
    """Not this."""

    part: Tree


@dataclass(frozen=True)
class Before:
    """The first came about, and the second not before it (or never)."""

    first: Tree
    second: Tree


@dataclass(frozen=True)
class ByMinute:
    """It came about before this minute of the case."""

    part: Tree
    minute: int


@dataclass(frozen=True)
class Within:
    """Both came about, the first at most this many minutes after the second."""

    first: Tree
    minutes: int
    second: Tree


@dataclass(frozen=True)
class Comparison:
    """A counter, or ``minute``, against a number."""

    name: str
    operator: str
    number: int


@dataclass(frozen=True)
class Quantified:
    """The part holds for each, or for any, of some exhibits; in it ``it`` stands for the exhibit.

    ``selector`` is a word before ``exhibit`` (``held``, ``filed``, ``found``, ``toxic``, a kind; empty for every
    exhibit) or, in ``among``, exhibits by name.
    """

    quantifier: str
    selector: str
    among: tuple[str, ...]
    part: Tree


Tree = Predicate | Both | Either | Negated | Before | ByMinute | Within | Comparison | Quantified
#: What has a moment of its own, and so can stand on either side of ``before``.
DATED = (Predicate, Both, Either, Quantified)


class _Reader(Transformer[Token, Tree]):
    """Turns what the grammar found into the tree."""

    def either(self, parts: list[Any]) -> Tree:
        return Either(tuple(parts))

    def both(self, parts: list[Any]) -> Tree:
        return Both(tuple(parts))

    def negated(self, parts: list[Any]) -> Tree:
        return Negated(parts[0])

    def before(self, parts: list[Any]) -> Tree:
        return Before(_dated(parts[0]), _dated(parts[1]))

    def by_minute(self, parts: list[Any]) -> Tree:
        return ByMinute(_dated(parts[0]), int(parts[1]))

    def within(self, parts: list[Any]) -> Tree:
        return Within(_dated(parts[0]), int(parts[1]), _dated(parts[2]))

    def comparison(self, parts: list[Any]) -> Tree:
        return Comparison(str(parts[0]), str(parts[1]), int(parts[2]))

    def predicate(self, parts: list[Any]) -> Tree:
        name, *args = [str(part) for part in parts if part is not None]
        return Predicate(name, tuple(args))

    def kind_of(self, parts: list[Any]) -> Any:
        return str(parts[0]) if parts else "", ()

    def these(self, parts: list[Any]) -> Any:
        return "", tuple(str(part) for part in parts)

    def quantified(self, parts: list[Any]) -> Tree:
        selector, among = parts[1]
        return Quantified(str(parts[0]), selector, among, parts[2])


def _dated(part: Tree) -> Tree:
    if not isinstance(part, DATED):
        raise ValueError("only what comes about at a moment can stand beside “before” and “within”")
    return part


@cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


@cache
def parse(text: str) -> Tree:
    """Parse a condition. Raises ValueError with the place of the mistake."""
    try:
        found: Tree = _Reader().transform(_grammar().parse(text))
    except UnexpectedInput as error:
        where = f"column {error.column}" if error.column > 0 else "its end"
        raise ValueError(f"the condition “{text}” cannot be read at {where}") from None
    except VisitError as error:
        raise ValueError(f"the condition “{text}”: {error.orig_exc}") from None
    return found


def parts_of(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and everything in it."""
    yield tree
    inner: tuple[Tree, ...] = ()
    if isinstance(tree, (Both, Either)):
        inner = tree.parts
    elif isinstance(tree, (Negated, ByMinute, Quantified)):
        inner = (tree.part,)
    elif isinstance(tree, (Before, Within)):
        inner = (tree.first, tree.second)
    for part in inner:
        yield from parts_of(part)


def _checked(text: str) -> str:
    if text:
        parse(text)
    return text


#: A condition; empty where none is set.
Condition = Annotated[str, Field(max_length=500), AfterValidator(_checked)]
