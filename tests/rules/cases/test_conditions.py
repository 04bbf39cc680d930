"""The language of conditions: read into a tree, never run; and what it comes to in a state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.cases.content import CaseContent
from academy.cases.content.conditions import parse
from academy.cases.content.effects import change
from academy.cases.content.parts import Exhibit, Place
from academy.cases.rules.conditions import holds, moment, names_in
from academy.cases.rules.state import Moment, State, Thing

CASE = CaseContent(
    title="Two things",
    minutes=5,
    places={"field": Place(title="Field")},
    exhibits={
        "bait": Exhibit(title="Bait", text="Meat", place="field", kind="bait", hazard="toxic"),
        "cup": Exhibit(title="Cup", text="A cup", place="field", kind="object"),
    },
)
STATE = State(
    step=5,
    minute=50,
    facts={
        "wore:gloves": Moment(1, 5),
        "photographed:bait:mid": Moment(2, 12),
        "photographed:bait:close": Moment(3, 15),
        "moved:bait": Moment(4, 40),
        "rain": Moment(5, 45),
    },
    counters={"trust": -2},
    worn={"officer": ("gloves",)},
    places={"officer": "field"},
    things={"bait": Thing("field", holder="officer"), "cup": Thing("field", fate="lost")},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("rain", True),
        ("snow", False),
        ("not snow and rain", True),
        ("snow or rain and minute >= 50", True),
        ("(snow or rain) and minute < 50", False),
        ("trust <= -2", True),
        ("unheard_of == 0", True),
        ("wore(gloves) before moved(bait)", True),
        ("moved(bait) before wore(gloves)", False),
        ("wore(gloves) before moved(cup)", True),
        ("moved(cup) before moved(bait)", False),
        ("moved(bait) before minute 40", False),
        ("moved(bait) before minute 41", True),
        ("moved(bait) within 25 of photographed(bait, mid, close)", True),
        ("moved(bait) within 24 of photographed(bait, mid, close)", False),
        ("photographed(bait, mid, overview)", False),
        ("each held exhibit: photographed(it, close) before moved(it)", True),
        ("each exhibit: moved(it)", False),
        ("any toxic exhibit: moved(it)", True),
        ("wore(gloves) before (any toxic exhibit: moved(it))", True),
        ("each live_animal exhibit: moved(it)", True),
        ("any live_animal exhibit: moved(it)", False),
        ("each of [bait, cup]: held(it)", False),
        ("held(bait) and not held(cup) and whole(bait) and not whole(cup)", True),
        ("wearing(gloves) and not wearing(mask) and at(field)", True),
        ("admitted(bait) and not admitted(cup)", True),
        ("each filed exhibit: admitted(it)", True),
    ],
)
def test_what_a_condition_comes_to(text: str, expected: bool) -> None:
    court = frozenset({"filed:bait", "admitted:bait"})
    assert holds(CASE, STATE, text, court=court) is expected


def test_since_when() -> None:
    assert moment(CASE, STATE, "photographed(bait, mid, close)") == Moment(3, 15)
    assert moment(CASE, STATE, "rain or moved(bait)") == Moment(4, 40)
    assert moment(CASE, STATE, "moved(cup) and rain") is None
    assert moment(CASE, STATE, "moved(it)", it="bait") == Moment(4, 40)


@pytest.mark.parametrize(
    "text",
    [
        "(rain",
        "rain and",
        "rain snow",
        "Rain",
        "minute > x",
        "not (a before b) before c",
        "__import__(os)",
        "a.b",
        "1",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the condition"):
        parse(text)


def test_every_name_is_found() -> None:
    assert names_in("each of [bait, cup]: held(it) or trust > 2") == {"bait", "cup", "held", "it", "trust"}


@given(st.text(alphabet="abit()[],:<>=0 \n", max_size=40))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except ValueError:
        return
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text", ["", "shout", "set", "set Rain", "set a b", "add trust much", "move cup", "eval x"]
)
def test_an_effect_is_one_of_a_few(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        change(text)


def test_an_effect_is_taken_apart() -> None:
    assert change("add trust -1").args == ("trust", "-1")
