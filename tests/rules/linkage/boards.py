"""Boards for tests: one written by hand, and any board there can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from academy.linkage.content import LETTERS, LinkageContent, Sort
from academy.linkage.rules import ALONE, KIND, OPEN, Argument, Sorting
from tests.world import PACKAGES

TWO_HANDS = PACKAGES / "kinds" / "modules" / "all" / "two-hands.linkage.yaml"


def two_hands() -> LinkageContent:
    """Return the board of the test package."""
    content = KIND.read(TWO_HANDS.read_text())
    assert isinstance(content, LinkageContent)
    return content


def perfect(board: LinkageContent) -> Sorting:
    """Return the truth, as somebody would sort it who knew it."""
    letters = dict(zip(board.series, LETTERS, strict=False))
    series_of = board.series_of
    return Sorting(
        {each.key: letters[series_of[each.key]] if each.key in series_of else ALONE for each in board.incidents},
        {each.key: each.truth.value for each in board.features},
        {letters[key]: Argument(tuple(each.links), "So it is.") for key, each in board.series.items()},
    )  # fmt: skip


@st.composite
def boards(draw: st.DrawFn) -> LinkageContent:
    """Draw a board with one to three series and at least one unrelated incident."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    count = sum(sizes) + draw(st.integers(1, 4))
    keys = draw(st.permutations([f"i{number}" for number in range(count)]))
    series: dict[str, Any] = {}
    rest = list(keys)
    for number, size in enumerate(sizes):
        series[f"s{number}"] = {"incidents": rest[:size], "links": [f"f{number}"]}
        rest = rest[size:]
    sorts = [draw(st.sampled_from(list(Sort))) for _ in range(len(sizes) + 1)]
    return LinkageContent.model_validate({
        "title": "Any", "minutes": 5, "series": series,
        "incidents": [{"key": f"i{number}", "title": "I", "text": "T"} for number in range(count)],
        "features": [{"key": f"f{number}", "title": "F", "truth": sort} for number, sort in enumerate(sorts)],
        "pass_mark": draw(st.sampled_from([0.01, 0.5, 1.0])),
    })  # fmt: skip


@st.composite
def sortings(draw: st.DrawFn, board: LinkageContent) -> Sorting:
    """Draw what somebody might make of a board, reasons and names too."""
    places: Mapping[str, str | None] = {
        each.key: draw(st.sampled_from([*LETTERS, ALONE, OPEN, None])) for each in board.incidents
    }
    features = [each.key for each in board.features]
    return Sorting(
        {key: place for key, place in places.items() if place},
        {key: draw(st.sampled_from(list(Sort))).value for key in features},
        {letter: Argument(tuple(draw(st.sets(st.sampled_from(features))))) for letter in draw(st.sets(st.sampled_from(LETTERS)))},
    )  # fmt: skip
