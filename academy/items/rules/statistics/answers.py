"""Which options an item offers, and which of them a response takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from academy.items.content import Item, letters
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Response

#: An answer in somebody's own words is shown from so many on who gave it: fewer could be known by it.
FEWEST_ALIKE = 5
#: So many different answers are shown.
_MOST = 12
_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True)
class Offered:
    """An option on offer: its letter (or ``true`` and ``false``), its words, and whether it is right to take it."""

    letter: str
    text: str
    is_right: bool


def offered(item: Item) -> list[Offered]:
    """Return the options of an item that offers some; nothing where answers are put together or typed."""
    kind = kind_named(item.kind)
    if item.kind == "true-false":
        right = _named(kind.key_response(item))
        return [Offered(each, each, each in right) for each in (_TRUE, _FALSE)]
    if item.kind not in ("single-choice", "multiple-choice"):
        return []
    right = _named(kind.key_response(item))
    texts = [choice.text for choice in getattr(item, "choices", ())]
    return [
        Offered(letter, str(text), letter in right)
        for letter, text in zip(letters(len(texts)), texts, strict=True)
    ]


def taken(item: Item, response: Response) -> frozenset[str]:
    """Return the letters of the options a response takes."""
    try:
        kind_named(item.kind).check(item, response)
    except BadResponse:
        return frozenset()
    return _named(response)


def common_answers(item: Item, responses: Iterable[Response]) -> tuple[list[tuple[str, int]], int]:
    """Return (answer in words, how many gave it) of what several gave, the commonest first, and how many gave others."""
    kind = kind_named(item.kind)
    if kind.is_manual:
        return [], 0
    counts: Counter[str] = Counter()
    for response in responses:
        try:
            counts[kind.outline(item, response)] += 1
        except BadResponse:
            counts[""] += 1
    shown = [(words, count) for words, count in counts.most_common(_MOST) if count >= FEWEST_ALIKE]
    return shown, counts.total() - sum(count for _words, count in shown)


def _named(response: Response) -> frozenset[str]:
    if isinstance(response, bool):
        return frozenset({_TRUE if response else _FALSE})
    if isinstance(response, str):
        return frozenset({response})
    return frozenset(map(str, response)) if isinstance(response, Sequence) else frozenset()
