"""Letters for the parts of an item, and shuffles that a stored seed brings back years later."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from academy.items.content import letters
from academy.items.kinds.kind import Shown

T = TypeVar("T")


def lettered(texts: Sequence[str]) -> list[Shown]:
    """Name ``texts`` by the letters of their order."""
    return [
        Shown(letter, text, stored=letter) for letter, text in zip(letters(len(texts)), texts, strict=True)
    ]


def relettered(parts: Sequence[Shown]) -> tuple[Shown, ...]:
    """Name ``parts`` by their place on the page, so that their letters tell nothing of the authored order."""
    named = zip(letters(len(parts)), parts, strict=True)
    return tuple(Shown(letter, part.text, stored=part.stored) for letter, part in named)


def shuffled(values: Sequence[T], *, seed: int | None, key: str, never_as_given: bool = False) -> list[T]:
    """Shuffle ``values`` by ``seed`` and ``key``, and with ``never_as_given`` until the order has changed.

    Python promises that ``random()`` gives the same numbers for a seed in every version, and promises it of
    nothing else in ``random``; hence a sort by such numbers and no ``shuffle``.
    """
    chance = Random(f"{seed}:{key}")  # noqa: S311 - an order on a page, not a secret  # nosec B311
    while True:
        draws = [chance.random() for _ in values]
        places = sorted(range(len(values)), key=draws.__getitem__)
        if not never_as_given or len(values) < 2 or places != sorted(places):
            return [values[place] for place in places]
