"""What the people of the demo answer: the right response, or one that is wrong in the way people are wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from zlib import crc32

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response


def given(item: Item, skill: float, chance: random.Random) -> Response:
    """Return the right response, or a wrong or missing one: the oftener the lower the skill (0–1) and the harder the item."""
    kind = kind_named(item.kind)
    right = kind.key_response(item)
    if kind.is_manual or chance.random() >= (1 - skill) * _hardness(item):
        return right
    astray = _ASTRAY.get(item.kind)
    return astray(item, right, chance) if astray and chance.random() < 0.9 else None


def steps(item: Item, response: Any) -> list[Response]:
    """Return what is saved one after the other until a response stands: signs are asked for one by one."""
    if item.kind != "differential" or not response:
        return [response]
    stages = response["stages"]
    return [{"stages": stages[: place + 1], "committed": place} for place in range(len(stages))]


def _hardness(item: Item) -> float:
    """Return how much oftener than others an item is answered wrong, 0.3 to 2.1; the same every time."""
    return 0.3 + crc32(item.key.encode()) % 7 * 0.3


def _other_choice(item: Any, right: Any, chance: random.Random) -> Response:
    others = [letter for letter, _choice in zip("abcdefgh", item.choices, strict=False) if letter != right]
    return chance.choice(others[:1] + others)  # some distractors draw more than others


def _one_missed(_item: Any, right: Any, chance: random.Random) -> Response:
    return sorted(right)[:-1] if len(right) > 1 and chance.random() < 0.6 else None


def _two_swapped(_item: Any, right: Any, chance: random.Random) -> Response:
    place = chance.randrange(len(right) - 1)
    swapped = list(right)
    swapped[place : place + 2] = reversed(swapped[place : place + 2])
    return swapped


def _pair_swapped(_item: Any, right: Any, chance: random.Random) -> Response:
    first, second = chance.sample(sorted(right), 2)
    return {**right, first: right[second], second: right[first]}


def _one_fault_less(_item: Any, right: Any, chance: random.Random) -> Response:
    left_out = chance.choice(sorted(right))
    return {line: reason for line, reason in right.items() if line != left_out} or None


def _too_soon(_item: Any, right: Any, _chance: random.Random) -> Response:
    """Hold from the first sign on what only the last one shows, and be fairly sure of it."""
    early = {"hypothesis": right["stages"][-1]["hypothesis"], "certainty": 2}
    return {**right, "stages": [right["stages"][0], *(early for _stage in right["stages"][1:])]}


_ASTRAY: dict[str, Callable[[Any, Any, random.Random], Response]] = {
    "single-choice": _other_choice,
    "true-false": lambda _item, right, _chance: not right,
    "multiple-choice": _one_missed,
    "key-feature": _one_missed,
    "ordering": _two_swapped,
    "judgement": _two_swapped,
    "matching": _pair_swapped,
    "labels": _pair_swapped,
    "categorise": _pair_swapped,
    "faults": _one_fault_less,
    "differential": _too_soon,
}
