"""Categorise, and key features: what is sorted, what is picked, and what that scores."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.content import Item
from academy.items.kinds import kind_named, parse
from academy.items.kinds.kind import BadResponse

from .browser import Browser, reviewed, shown
from .samples import MULTIPLE, item
from .writing import CATEGORISE, KEY_FEATURE

SORTING, PICKING = kind_named("categorise"), kind_named("key-feature")


@pytest.mark.parametrize(
    ("response", "partial", "exact"),
    [
        ({"a": "a", "b": "a", "c": "b"}, 1, 1),
        ({"a": "a", "b": "c", "c": "b"}, 2 / 3, 0),
        ({"c": "b"}, 1 / 3, 0),
        ({"a": "c"}, 0, 0),
        (None, 0, 0),
    ],
)
def test_cards_are_marked_one_by_one_or_all_at_once(response: Any, partial: float, exact: float) -> None:
    assert SORTING.mark(item(CATEGORISE), response).score == pytest.approx(partial)
    assert SORTING.mark(item(CATEGORISE, marking="all-or-nothing"), response).score == exact


def test_the_order_of_cards_tells_nothing_of_their_categories() -> None:
    """Cards move with the seed, their letters only tell the place, and no seed at all shows them as authored."""
    orders = set()
    for seed in range(40):
        presented = SORTING.presented(item(CATEGORISE), seed)
        assert [card.letter for card in presented.lefts] == ["a", "b", "c"]
        assert [category.text for category in presented.rights] == ["Police", "Vet", "Nobody"]
        orders.add(tuple(card.text for card in presented.lefts))
    assert len(orders) == 6
    other = item(CATEGORISE, categories=[
        {"text": "Police", "cards": ["A living kite"]}, {"text": "Vet", "cards": ["A trap", "A shot"]}, {"text": "Nobody"}
    ])  # fmt: skip
    pages = {shown(other, None, seed=seed) for seed in range(300)}
    assert shown(item(CATEGORISE), None, seed=3) in pages


def test_before_the_release_cards_are_not_listed_by_category() -> None:
    html = reviewed(item(CATEGORISE), {"a": "b"}, released=False)
    assert html.index("A living kite") < html.index("A shot") < html.index("A trap")
    assert html.index("A shot") < html.index("Vet")


def test_the_review_says_what_each_category_is_for() -> None:
    categories = [
        dict(CATEGORISE["categories"][0], feedback="What happens now."),
        *CATEGORISE["categories"][1:],
    ]
    one = item(CATEGORISE, categories=categories)
    assert "What happens now." in reviewed(one, None)
    assert "What happens now." not in reviewed(one, None, released=False) + shown(one, None)


@pytest.mark.parametrize(
    "categories",
    [
        [{"text": "A", "cards": ["x", "y"]}],
        [{"text": "A", "cards": ["x"]}, {"text": "B"}],
        [{"text": "A", "cards": ["x", "y"]}, {"text": "a"}],
        [{"text": "A", "cards": ["x", "y"]}, {"text": "B", "cards": ["X"]}],
        [{"text": "A", "cards": [str(number) for number in range(27)]}, {"text": "B"}],
    ],
)
def test_cards_that_cannot_be_sorted_are_refused(categories: Any) -> None:
    with pytest.raises(ValidationError):
        item(CATEGORISE, categories=categories)


@pytest.mark.parametrize("sent", [{"q.a": "z"}, {"q.b": ["a", "b"]}])
def test_what_no_form_of_cards_can_send(sent: dict[str, Any]) -> None:
    with pytest.raises(BadResponse):
        SORTING.read(SORTING.presented(item(CATEGORISE), 3), MultiDict(sent), "q")


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (["1", "2"], 1),
        (["1", "2", "4"], 1),
        (["2", "5"], 0.75),
        (["1"], 0.25),
        (["1", "2", "3"], 0),
        (["1", "2", "4", "5"], 0),
        (["4", "5", "6"], 0),
        (None, 0),
    ],
)
def test_only_key_features_count_and_only_within_the_maximum(response: Any, score: float) -> None:
    mark = PICKING.mark(item(KEY_FEATURE), response)
    assert mark.score == score
    assert mark.is_right is (score == 1)


@st.composite
def menus(draw: st.DrawFn) -> Item:
    points = draw(st.lists(st.sampled_from([0, 0, 0, 0.5, 1, 2]), min_size=3, max_size=7))
    if not any(points):
        points[0] = 1
    harmful = [point == 0 and draw(st.booleans()) for point in points]
    needed = sum(point > 0 for point in points)
    most = draw(st.integers(needed, max(needed, len(points) - 1)))
    options = [
        {"text": f"Option {place}", "points": point, "harmful": harm}
        for place, (point, harm) in enumerate(zip(points, harmful, strict=True))
    ]
    if needed == len(points):
        options.append({"text": "Another"})
    return parse({**KEY_FEATURE, "options": options, "most": most})


@given(menus())
def test_the_guess_is_the_mean_score_of_all_picks_within_the_maximum(one: Any) -> None:
    names = [str(number) for number in range(1, len(one.options) + 1)]
    allowed = [[*picks] for size in range(1, one.most + 1) for picks in combinations(names, size)]
    scores = [PICKING.mark(one, picks).score for picks in allowed]
    assert all(0 <= score <= 1 for score in scores)
    assert PICKING.guess(one) == pytest.approx(sum(scores) / len(scores))
    assert PICKING.mark(one, PICKING.key_response(one)).score == 1


@given(menus(), st.integers(0, 99), st.data())
def test_picks_are_sent_and_read_as_they_were(one: Any, seed: int, data: st.DataObject) -> None:
    names = [str(number) for number in range(1, len(one.options) + 1)]
    picks: Any = sorted(data.draw(st.sets(st.sampled_from(names))), key=int) or None
    page = Browser(shown(one, picks, seed=seed))
    assert PICKING.read(PICKING.presented(one, seed), page.fields, "q") == picks


def test_too_many_picks_are_taken_and_warned_of() -> None:
    assert "Too many are chosen" in shown(item(KEY_FEATURE), ["1", "2", "4", "5"])
    assert "Too many are chosen" not in shown(item(KEY_FEATURE), ["1", "2", "4"])
    assert "no more than 3" in shown(item(KEY_FEATURE), None)


def test_a_menu_may_be_longer_than_the_alphabet_and_names_nothing_harmful() -> None:
    options = [{"text": f"Option {number}", "harmful": number > 3} for number in range(60)]
    options[1] = {"text": "Right", "points": 2}
    one = item(KEY_FEATURE, options=options)
    everything: Any = [str(number) for number in range(1, 61)]
    assert (
        PICKING.read(PICKING.presented(one, 4), Browser(shown(one, everything, seed=4)).fields, "q")
        == everything
    )
    assert "harm" not in shown(one, None)
    harmless = [{**option, "harmful": False} for option in options]
    assert shown(one, None) == shown(item(KEY_FEATURE, options=harmless), None)


def test_a_review_before_the_release_shows_the_own_picks_only() -> None:
    html = reviewed(item(KEY_FEATURE), ["1", "4"], released=False)
    assert "Leash the dog" in html
    assert "Call the team" not in html
    released = reviewed(item(KEY_FEATURE), ["1", "3"])
    assert released.index("Call the team") < released.index("would have been") < released.index("does harm")


@pytest.mark.parametrize(
    "response", [["7"], ["2", "1"], ["1", "1"], [1], ["01"], [], "1", {"1": True}], ids=str
)
def test_picks_have_one_way_to_be_written(response: Any) -> None:
    with pytest.raises(BadResponse):
        PICKING.check(item(KEY_FEATURE), response)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"most": 1}, "most_picks"),
        ({"most": 6}, "most_picks"),
        ({"most": 0}, "greater_than_equal"),
        ({"options": [{"text": text} for text in "abc"]}, "no_feature"),
        (
            {"options": [{"text": "a", "points": 1, "harmful": True}, {"text": "b"}, {"text": "c"}]},
            "harmful_points",
        ),
        ({"options": [{"text": "a", "points": 1}, {"text": "A"}, {"text": "c"}]}, "same_text"),
    ],
)
def test_menus_that_cannot_be_answered_are_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        item(KEY_FEATURE, **changes)
    assert [error["type"] for error in caught.value.errors()] == [fault]


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (["a", "c"], 1),
        (["a"], 0.5),
        (["a", "b"], 0.5),
        (["b", "d"], 0),
        (["a", "b", "c"], 0),
        (["a", "b", "c", "d"], 0),
    ],
)
def test_multiple_choice_without_a_penalty(response: Any, score: float) -> None:
    """Nothing is taken off, but whoever picks more than there are right choices has nothing."""
    one = item(MULTIPLE, marking="partial-unpenalised")
    assert kind_named("multiple-choice").mark(one, response).score == score


def test_choices_that_keep_their_order() -> None:
    kind = kind_named("multiple-choice")
    orders = {
        tuple(c.letter for c in kind.presented(item(MULTIPLE, keep_order=True), s).choices) for s in range(20)
    }
    assert orders == {("a", "b", "c", "d")}
