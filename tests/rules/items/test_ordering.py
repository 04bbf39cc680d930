"""Ordering."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.content import letters
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse

from .browser import Browser, shown
from .samples import ORDERING, item

KIND = kind_named("ordering")


@pytest.mark.parametrize(
    ("response", "exact", "distance"),
    [
        (["a", "b", "c", "d"], 1, 1),
        (["b", "a", "c", "d"], 0, 0.75),
        (["b", "c", "d", "a"], 0, 0.25),
        (["d", "c", "b", "a"], 0, 0),
        ({"places": {"a": 1, "b": 2, "c": 3}}, 0, 1 - 3 / 8),
        ({"places": {"a": 1}}, 0, 1 - 7 / 8),
        ({"places": {"d": 1}}, 0, 0),
        ({"places": {"a": 2, "b": 2, "c": 2, "d": 2}}, 0, 0),
        (None, 0, 0),
    ],
    ids=str,
)
def test_marks(response: Any, exact: float, distance: float) -> None:
    assert KIND.mark(item(ORDERING), response).score == exact
    assert KIND.mark(item(ORDERING, marking="distance"), response).score == distance


def test_the_parts_are_steps_at_their_place() -> None:
    assert KIND.mark(item(ORDERING), ["a", "c", "b", "d"]).parts == {
        "a": True,
        "b": False,
        "c": False,
        "d": True,
    }
    unfinished: Any = {"places": {"a": 1, "b": 3, "c": 3}}
    assert KIND.mark(item(ORDERING), unfinished).parts == {"a": True, "b": None, "c": None, "d": None}


@pytest.mark.parametrize("count", range(2, 8))
def test_the_largest_distance_is_half_the_square(count: int) -> None:
    sums = [sum(abs(one - place) for place, one in enumerate(order)) for order in permutations(range(count))]
    assert max(sums) == count**2 // 2


@pytest.mark.parametrize("response", [{"places": {"a": 2}}, {"places": {"a": 2, "b": 2, "c": 1, "d": 4}}])
def test_unfinished_work_is_kept(response: Any) -> None:
    one = item(ORDERING)
    KIND.check(one, response)
    assert not KIND.is_complete(one, response)
    page = Browser(shown(one, response, seed=4))
    assert KIND.read(KIND.presented(one, 4), page.fields, "q") == response


@pytest.mark.parametrize(
    "response",
    [
        ["a", "b", "c"],
        ["a", "a", "b", "c"],
        ["a", "b", "c", "e"],
        {"a": 1},
        {"places": {"a": 0}},
        {"places": {"a": 5}},
        {"places": {"a": True}},
        {"places": {"a": "1"}},
        {"places": {"e": 1}},
        {"places": {"a": 1}, "more": 1},
        {"places": {"a": 1, "b": 2, "c": 3, "d": 4}},
    ],
    ids=str,
)
def test_what_is_no_order(response: Any) -> None:
    with pytest.raises(BadResponse):
        KIND.check(item(ORDERING), response)


@pytest.mark.parametrize("value", ["0", "5", "x", "1.0", "١"])
def test_places_that_are_not_on_offer(value: str) -> None:
    with pytest.raises(BadResponse):
        KIND.read(KIND.presented(item(ORDERING), 1), MultiDict({"q.a": value}), "q")


@pytest.mark.parametrize("seed", [None, *range(300)])
def test_steps_are_never_shown_in_the_right_order(seed: int | None) -> None:
    three = item(ORDERING, steps=["One", "Two", "Three"])
    assert [step.stored for step in KIND.presented(three, seed).choices] != ["a", "b", "c"]


def test_two_steps_are_shown_either_way() -> None:
    two = item(ORDERING, steps=["One", "Two"])
    assert {KIND.presented(two, seed).choices[0].stored for seed in range(30)} == {"a", "b"}


def test_what_the_page_sends_tells_nothing_of_the_order() -> None:
    one = item(ORDERING)
    for seed in range(20):
        presented = KIND.presented(one, seed)
        assert [step.letter for step in presented.choices] == list(letters(4))
        names = [control["name"] for control in Browser(shown(one, None, seed=seed)).controls]
        assert names == ["q.a", "q.b", "q.c", "q.d"]


def test_a_finished_order_is_shown_as_the_learner_left_it() -> None:
    html = shown(item(ORDERING), ["c", "a", "d", "b"])
    places = [html.index(f">{text}<") for text in ("Call", "Stop", "Wait", "Look")]
    assert places == sorted(places)


def test_outline_sorts_steps_that_share_a_place_by_their_words() -> None:
    assert KIND.outline(item(ORDERING), ["b", "a", "c", "d"]) == "1. Look; 2. Stop; 3. Call; 4. Wait"
    assert KIND.outline(item(ORDERING), {"places": {"a": 1, "b": 1}}) == "1. Look; 1. Stop"


@pytest.mark.parametrize(
    "steps", [["One"], ["Same", "same"], [f"Step {place}" for place in range(27)]], ids=len
)
def test_steps_that_are_refused(steps: list[str]) -> None:
    with pytest.raises(ValidationError):
        item(ORDERING, steps=steps)
