"""Which facts a condition waits for: a quick no, asked long before the condition is looked at in full."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from academy.cases.content.conditions import Before, Both, ByMinute, Predicate, Tree, Within, parse
from academy.cases.rules.conditions import IN_COURT, IT, LISTED, NOW


@cache
def awaited(condition: str) -> tuple[str, ...]:
    """Return facts without which a condition cannot hold: not all there are, only those that are plain to see."""
    return tuple(dict.fromkeys(_awaited(parse(condition)))) if condition else ()


def _awaited(tree: Tree) -> Iterator[str]:
    match tree:
        case Predicate(name, args):
            is_fact = name != "always" and name not in NOW | IN_COURT | LISTED and IT not in args
            if is_fact:
                yield ":".join((name, *args))
        case Both(parts):
            for part in parts:
                yield from _awaited(part)
        case Before(first, _second):
            yield from _awaited(first)
        case ByMinute(part, _minute):
            yield from _awaited(part)
        case Within(latter, _minutes, former):
            yield from _awaited(latter)
            yield from _awaited(former)
