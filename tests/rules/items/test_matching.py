"""Matching."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.content import letters
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse

from .browser import Browser, shown
from .samples import MATCHING, item

KIND = kind_named("matching")


@pytest.mark.parametrize(
    ("response", "score", "parts"),
    [
        ({"a": "a", "b": "b"}, 1, {"a": True, "b": True}),
        ({"a": "a", "b": "a"}, 0.5, {"a": True, "b": False}),
        ({"a": "a"}, 0.5, {"a": True, "b": None}),
        ({"a": "b", "b": "c"}, 0, {"a": False, "b": False}),
        (None, 0, {"a": None, "b": None}),
    ],
)
def test_marks(response: Any, score: float, parts: dict[str, bool | None]) -> None:
    mark = KIND.mark(item(MATCHING), response)
    assert (mark.score, mark.parts) == (score, parts)


def test_unfinished_work_is_kept() -> None:
    one = item(MATCHING)
    KIND.check(one, {"b": "c"})
    assert not KIND.is_complete(one, {"b": "c"})
    page = Browser(shown(one, {"b": "c"}, seed=9))
    assert KIND.read(KIND.presented(one, 9), page.fields, "q") == {"b": "c"}


@pytest.mark.parametrize(
    "response", [{"a": "d"}, {"c": "a"}, {"a": 1}, {"a": None}, ["a", "b"], "a"], ids=str
)
def test_what_is_no_match(response: Any) -> None:
    with pytest.raises(BadResponse):
        KIND.check(item(MATCHING), response)


def test_a_right_side_that_is_not_on_offer() -> None:
    with pytest.raises(BadResponse):
        KIND.read(KIND.presented(item(MATCHING), 1), MultiDict({"q.a": "d"}), "q")


def test_the_letters_of_right_sides_only_tell_their_place_and_every_order_comes() -> None:
    one = item(MATCHING)
    orders = set()
    for seed in range(100):
        rights = KIND.presented(one, seed).rights
        assert tuple(right.letter for right in rights) == letters(3)
        orders.add(tuple(right.stored for right in rights))
    assert len(orders) == 6


def test_outline() -> None:
    assert KIND.outline(item(MATCHING), {"a": "a", "b": "c"}) == "Feather → Paper bag; Bait → Pocket"


@pytest.mark.parametrize(
    "fault",
    [
        {"pairs": [{"left": "Feather", "right": "Paper bag"}]},
        {"pairs": [{"left": "Feather", "right": "A"}, {"left": "Feather", "right": "B"}]},
        {"pairs": [{"left": "Feather", "right": "A"}, {"left": "Bait", "right": "A"}]},
        {"extra": ["Sealed jar"]},
        {"extra": [f"Place {place}" for place in range(25)]},
    ],
    ids=["one pair", "same left", "same right", "extra is right", "too many"],
)
def test_pairs_that_are_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(MATCHING, **fault)
