"""Items answered on a picture: regions and what they hold, hotspots, labels; and that no page gives a region away."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.content import letters
from academy.items.kinds import kind_named
from academy.items.kinds.hotspot.regions import Region, share
from academy.items.kinds.kind import BadResponse
from academy.items.kinds.spots import spots_of

from .browser import Browser, reviewed, shown
from .samples import item

PICTURE = {"file": "scene.svg", "alt": "A meadow with a carcass"}
CIRCLE = {"label": "The bait", "right": True, "shape": "circle", "x": 421, "y": 313, "radius": 47}
RECT = {"label": "The gate", "shape": "rect", "x": 607, "y": 809, "width": 131, "height": 97}
SHAPE = {"label": "The stream", "shape": "polygon", "corners": "11,17 223,19 211,233 13,227"}
HOTSPOT: dict[str, Any] = {
    "key": "find-it",
    "kind": "hotspot",
    "prompt": "Where is the bait?",
    "picture": PICTURE,
    "regions": [CIRCLE, RECT, SHAPE],
}
LABELS: dict[str, Any] = {
    "key": "name-it",
    "kind": "labels",
    "prompt": "What is where?",
    "picture": PICTURE,
    "spots": [
        {"x": 500, "y": 900, "label": "Tape"},
        {"x": 500, "y": 100, "label": "Path"},
        {"x": 100, "y": 120, "label": "Car"},
    ],
    "extra": ["Tent"],
}
SAMPLES = (
    HOTSPOT,
    {**HOTSPOT, "mode": "several", "regions": [CIRCLE, {**RECT, "right": True}, SHAPE]},
    {**HOTSPOT, "mode": "point"},
    LABELS,
)
_ALL = pytest.mark.parametrize("sample", SAMPLES, ids=["one", "several", "point", "labels"])


def page_of(sample: dict[str, Any], response: Any, seed: int = 7, **more: Any) -> str:
    """Render a sample with its picture."""
    return shown(item(sample), response, seed=seed, picture="/media/scene.svg", **more)


# Regions


def _inside(corners: list[tuple[int, int]], x: int, y: int) -> bool:
    """Cast a ray to the right, as W. R. Franklin's PNPOLY does: an independent way of asking the same."""
    inside, before = False, corners[-1]
    for corner in corners:
        (x1, y1), (x2, y2) = corner, before
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
        before = corner
    return inside


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=7),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_polygon_holds_what_a_ray_says_it_holds(corners: list[tuple[int, int]], x: int, y: int) -> None:
    region = Region(label="a", shape="polygon", corners=" ".join(f"{a},{b}" for a, b in corners))
    if any(abs((x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)) == 0 for (x1, y1), (x2, y2) in _sides(corners)):
        return  # on the line of a side the two may differ
    assert region.holds(x, y) == _inside(corners, x, y)


def _sides(corners: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(corners, corners[1:] + corners[:1], strict=True))


@given(
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.integers(1, 300),
    st.integers(0, 1000),
    st.integers(0, 1000),
)
def test_a_circle_holds_what_is_no_further_than_its_radius(cx: int, cy: int, r: int, x: int, y: int) -> None:
    region = Region(label="a", x=cx, y=cy, radius=r)
    assert region.holds(x, y) == ((x - cx) ** 2 + (y - cy) ** 2 <= r * r)


def test_the_share_counts_every_place_once() -> None:
    regions = [Region.model_validate({**each, "right": True}) for each in (CIRCLE, RECT, SHAPE)]
    regions.append(Region(label="over the bait", shape="rect", x=400, y=300, width=100, height=100))
    for each in regions:
        assert not any(each.holds(x, y) for x, y in ((999, 5), (300, 999), (0, 999), (999, 999)))
    places = {(x, y) for each, left, top in ((regions[0], 350, 250), (regions[1], 600, 800), (regions[2], 0, 0), (regions[3], 350, 250))
              for x in range(left, left + 250) for y in range(top, min(1001, top + 250)) if each.holds(x, y)}  # fmt: skip
    count = len(places)
    assert share(regions) == count / 1001**2
    assert share([Region(label="all", shape="rect", x=0, y=0, width=1000, height=1000)]) == 1
    assert share([]) == 0


@pytest.mark.parametrize("region", [CIRCLE, RECT, SHAPE])
def test_a_number_stands_in_its_region(region: dict[str, Any]) -> None:
    read = Region.model_validate(region)
    assert read.holds(*read.middle)


@pytest.mark.parametrize(
    "fault",
    [
        {"radius": None},
        {"x": 1001},
        {"radius": 0},
        {"x": 1.5},
        {"shape": "rect"},
        {"shape": "polygon", "corners": "1,2 3,4"},
        {"shape": "polygon", "corners": "1,2 3,4 5000,1"},
        {"shape": "polygon", "corners": "a"},
    ],
    ids=str,
)
def test_a_region_without_its_measures_is_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Region.model_validate({**CIRCLE, **fault})


def test_spots_are_numbered_as_one_reads() -> None:
    middles = {"a": (900, 100), "b": (100, 140), "c": (500, 500), "d": (100, 900)}
    assert [spot.letter for spot in spots_of(middles)] == ["b", "a", "c", "d"]
    assert [spot.number for spot in spots_of(middles)] == [1, 2, 3, 4]
    assert (spots_of(middles)[0].left, spots_of(middles)[0].top) == ("10%", "14%")


# Marks


@pytest.mark.parametrize(
    ("sample", "response", "score"),
    [
        (SAMPLES[0], "a", 1),
        (SAMPLES[0], "b", 0),
        (SAMPLES[1], ["a", "b"], 1),
        (SAMPLES[1], ["a"], 0.5),
        (SAMPLES[1], ["a", "c"], 0),
        ({**SAMPLES[1], "marking": "all-or-nothing"}, ["a"], 0),
        ({**SAMPLES[1], "marking": "all-or-nothing"}, ["a", "b"], 1),
        (SAMPLES[2], "a", 1),
        (SAMPLES[2], "c", 0),
        (SAMPLES[2], {"point": [421, 360]}, 1),
        (SAMPLES[2], {"point": [421, 361]}, 0),
        (SAMPLES[2], {"point": [700, 850]}, 0),
        (LABELS, {"a": "a", "b": "b"}, 2 / 3),
        (LABELS, {"a": "b", "b": "a"}, 0),
        ({**LABELS, "marking": "all-or-nothing"}, {"a": "a", "b": "b"}, 0),
    ],
)
def test_marks(sample: dict[str, Any], response: Any, score: float) -> None:
    mark = kind_named(sample["kind"]).mark(item(sample), response)
    assert mark.score == pytest.approx(score)
    assert not mark.waits


def test_a_place_in_two_regions_is_right_where_one_of_them_is() -> None:
    over = {"label": "The carcass", "shape": "rect", "x": 300, "y": 200, "width": 300, "height": 300}
    one = item(HOTSPOT, mode="point", regions=[over, CIRCLE])
    mark = kind_named("hotspot").mark(one, {"point": [421, 313]})
    assert mark.is_right
    assert mark.parts == {"a": None, "b": True}


@_ALL
def test_the_key_scores_one_and_nothing_scores_nought(sample: dict[str, Any]) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    key = kind.key_response(one)
    kind.check(one, key)
    assert kind.is_complete(one, key)
    assert kind.mark(one, key).score == 1
    assert kind.outline(one, key)
    assert kind.mark(one, None).score == 0
    assert set(kind.mark(one, None).parts.values()) == {None}
    assert not kind.is_complete(one, None)
    assert kind.outline(one, None) == ""


@_ALL
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from("abcdez"),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "point", "z"]), inner, max_size=3)))  # fmt: skip
def test_any_response_is_marked_from_nought_to_one_or_refused(sample: dict[str, Any], response: Any) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    try:
        kind.check(one, response)
    except BadResponse:
        for verb in (kind.mark, kind.is_complete, kind.outline):
            with pytest.raises(BadResponse):
                verb(one, response)
        return
    assert 0 <= kind.mark(one, response).score <= 1
    assert isinstance(kind.outline(one, response), str)


@pytest.mark.parametrize(
    "response", [{"point": [1, 2, 3]}, {"point": [True, 1]}, {"point": [1.0, 1]}, {"point": [-1, 1]}, {"point": [1, 1001]},
                 {"point": "1,2"}, {"point": [1, 2], "a": 1}, ["a"], "d"], ids=str)  # fmt: skip
def test_no_other_point_is_taken(response: Any) -> None:
    with pytest.raises(BadResponse):
        kind_named("hotspot").check(item(SAMPLES[2]), response)


def test_the_guess_is_the_mean_score_of_all_responses() -> None:
    kind = kind_named("hotspot")
    for marking in ("partial", "all-or-nothing"):
        one = item(SAMPLES[1], marking=marking)
        names = letters(3)
        scores = [kind.mark(one, [*picks]).score for n in (1, 2, 3) for picks in combinations(names, n)]
        assert kind.guess(one) == pytest.approx(sum(scores) / len(scores))
    assert kind.guess(item(HOTSPOT)) == pytest.approx(1 / 3)
    point = item(SAMPLES[2])
    count = sum(point.regions[0].holds(x, y) for x in range(350, 500) for y in range(250, 400))  # type: ignore[attr-defined]
    assert kind.guess(point) == count / 1001**2
    for marking in ("per-spot", "all-or-nothing"):
        one = item(LABELS, marking=marking)
        given_ones = [dict(zip("abc", chosen, strict=True)) for chosen in product("abcd", repeat=3)]
        scores = [kind_named("labels").mark(one, response).score for response in given_ones]
        assert kind_named("labels").guess(one) == pytest.approx(sum(scores) / len(scores))


@pytest.mark.parametrize(
    "fault",
    [
        {"picture": None},
        {"mode": "one", "regions": [CIRCLE, {**RECT, "right": True}]},
        {"regions": [{**CIRCLE, "right": False}, RECT], "mode": "point"},
        {"regions": [CIRCLE, {**RECT, "right": True}], "mode": "several"},
        {"regions": [CIRCLE, {**RECT, "label": "the  bait"}]},
    ],
    ids=str,
)
def test_hotspots_without_a_fair_key_are_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(HOTSPOT, **fault)


def test_labels_that_nobody_could_tell_apart_are_refused() -> None:
    for fault in (
        {"extra": ["tape"]},
        {"spots": [LABELS["spots"][0], {**LABELS["spots"][0], "label": "Other"}]},
        {"extra": [f"Extra {number}" for number in range(24)]},
    ):
        with pytest.raises(ValidationError):
            item(LABELS, **fault)


# Pages


@_ALL
@pytest.mark.parametrize("seed", [None, 1, 5])
def test_a_shown_response_is_sent_and_read_as_it_was(sample: dict[str, Any], seed: int | None) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    given_ones: list[Any] = [None, kind.key_response(one)]
    if sample.get("mode") == "point":
        given_ones += [{"point": [0, 1000]}, {"point": [421, 313]}]
    for response in given_ones:
        page = Browser(shown(one, response, seed=seed, picture="/media/scene.svg"))
        assert kind.read(kind.presented(one, seed), page.fields, "q") == response


def test_naming_a_place_takes_the_point_back_without_a_script() -> None:
    kind = kind_named("hotspot")
    presented = kind.presented(item(SAMPLES[2]), 1)
    assert kind.read(presented, MultiDict({"q": "b", "q.point": "1,2"}), "q") == "b"
    for sent in ({"q.point": "1,2000"}, {"q.point": "1"}, {"q": ["a", "b"]}, {"q": "d"}):
        with pytest.raises(BadResponse):
            kind.read(presented, MultiDict(sent), "q")


@_ALL
def test_every_control_has_a_label_an_id_of_its_own_and_can_be_disabled(sample: dict[str, Any]) -> None:
    one = item(sample)
    page = Browser(page_of(sample, None))
    ids = [control["id"] for control in page.controls]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(control["is-wrapped"] or control["id"] in page.labelled for control in page.controls)
    closed = Browser(page_of(sample, kind_named(one.kind).key_response(one), disabled=True))
    assert not closed.fields
    assert all("disabled" in control for control in closed.controls)


def test_where_one_points_no_region_is_on_the_page() -> None:
    """Nothing but names: no measure of any region, no spot, in the page or in what it is made from."""
    for response in (None, "b", {"point": [5, 6]}):
        html = page_of(SAMPLES[2], response) + repr(kind_named("hotspot").presented(item(SAMPLES[2]), 7))
        html += reviewed(item(SAMPLES[2]), response, released=False, picture="/media/scene.svg")
        for secret in (
            "421",
            "42.1",
            "313",
            "31.3",
            "607",
            "60.7",
            "809",
            "80.9",
            "223",
            "22.3",
            "data-spot",
            "<polygon",
            "<rect",
        ):
            assert secret not in html
    assert "<ellipse" in reviewed(item(SAMPLES[2]), {"point": [5, 6]}, picture="/media/scene.svg")


@pytest.mark.parametrize("mode", ["one", "point"])
def test_hotspots_that_differ_in_their_key_look_the_same(mode: str) -> None:
    twin = [{**CIRCLE, "right": False}, {**RECT, "right": True}, SHAPE]
    one, other = {**HOTSPOT, "mode": mode}, {**HOTSPOT, "mode": mode, "regions": twin}
    assert page_of(one, None) == page_of(other, None)
    assert reviewed(item(one), None, released=False) == reviewed(item(other), None, released=False)


def test_the_same_page_can_come_of_any_labels() -> None:
    spots = [
        {**spot, "label": label}
        for spot, label in zip(LABELS["spots"], ("Tent", "Tape", "Path"), strict=True)
    ]
    twin = {**LABELS, "spots": spots, "extra": ["Car"]}
    pages = {page_of(twin, None, seed=seed) for seed in range(200)}
    assert all(page_of(LABELS, None, seed=seed) in pages for seed in range(5))


@_ALL
def test_an_unreleased_review_shows_the_response_and_no_verdict(sample: dict[str, Any]) -> None:
    one = item({**sample, "feedback": {"right": "zqcanary", "wrong": "zqcanary"}, "source": "zqcanary"})
    html = reviewed(one, kind_named(one.kind).key_response(one), released=False, picture="/media/scene.svg")
    for word in ("Right", "Not right", "would have been", "zqcanary", "region-"):
        assert word not in html
    assert "zqcanary" not in page_of({**sample, "source": "zqcanary"}, None)


def test_a_released_review_says_what_was_right() -> None:
    html = reviewed(item(SAMPLES[1]), ["a", "c"], picture="/media/scene.svg")
    assert html.count("choice-right") == html.count("choice-wrong") == html.count("choice-missed") == 1
    html = reviewed(item(LABELS), {"a": "b"}, picture="/media/scene.svg")
    assert html.index(">3</b>") < html.index("Path", html.index(">3</b>")) < html.index("Tape")


def test_pictures_are_shown_only_where_there_is_an_address() -> None:
    for sample in SAMPLES:
        assert "<img" not in shown(item(sample), None)
        assert 'alt="A meadow with a carcass"' in page_of(sample, None)
