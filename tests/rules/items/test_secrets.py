"""The key never reaches a learner before the release: not as words, not as letters, not by an order."""

from __future__ import annotations

from typing import Any

import pytest

from academy.items.kinds import kind_named
from academy.items.kinds.kind import Presented

from .browser import Browser, reviewed, shown
from .samples import MATCHING, MULTIPLE, NUMERIC, ORDERING, SAMPLES, SINGLE, TRUE_FALSE, item
from .writing import CLOZE, KEY_FEATURE, SHORT_ANSWER, WRITTEN

CANARY = "zqcanaryqz"
WRITTEN_KINDS = {sample["kind"] for sample in WRITTEN}
_FEEDBACK = {"right": f"{CANARY} right", "wrong": f"{CANARY} wrong"}
_HIDDEN = {"feedback": _FEEDBACK, "source": f"{CANARY} source", "competency": CANARY}


def _with_canaries(sample: dict[str, Any]) -> dict[str, Any]:
    changed = {**sample, **_HIDDEN}
    if "choices" in sample:
        words = f"{CANARY} of a choice"
        changed["choices"] = [{**choice, "feedback": words} for choice in sample["choices"]]
    for part in ("answers", "options", "categories"):
        if sample["kind"] in WRITTEN_KINDS and part in sample:
            changed[part] = [{**each, "feedback": f"{CANARY} of a part"} for each in sample[part]]
    if sample["kind"] == "cloze":
        changed["gaps"] = [
            {
                **gap,
                **{
                    part: [{**each, "feedback": f"{CANARY} of a gap"} for each in gap[part]]
                    for part in ("answers", "choices")
                    if part in gap
                },
            }
            for gap in sample["gaps"]
        ]
    if sample["kind"] == "numeric":
        changed |= {"answer": "918273.5", "tolerance": "645.25"}
    return changed


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["kind"] for sample in SAMPLES])
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_no_canary_is_shown(sample: dict[str, Any], seed: int | None) -> None:
    one = item(_with_canaries(sample))
    presented = kind_named(one.kind).presented(one, seed)
    for seen in (shown(one, None, seed=seed), repr(presented)):
        for secret in (CANARY, "918273", "645", "right=", "stored"):
            assert secret not in seen
    assert CANARY not in reviewed(one, None, released=False)


def _keyless_twins() -> list[Any]:
    """Pair items that differ in nothing but their key: the same page must come of both."""
    other_right = [{**choice, "right": not choice.get("right", False)} for choice in MULTIPLE["choices"]]
    moved = [{"text": choice["text"], "right": place == 3} for place, choice in enumerate(SINGLE["choices"])]
    return [
        pytest.param(item(SINGLE), item(SINGLE, choices=moved), id="single-choice"),
        pytest.param(item(MULTIPLE), item(MULTIPLE, choices=other_right), id="multiple-choice"),
        pytest.param(item(TRUE_FALSE), item(TRUE_FALSE, answer=False), id="true-false"),
        pytest.param(item(NUMERIC), item(NUMERIC, answer=4, tolerance=0), id="numeric"),
        pytest.param(
            item(SHORT_ANSWER),
            item(SHORT_ANSWER, answers=[{"text": "a log"}], case_sensitive=True),
            id="short-answer",
        ),
        pytest.param(item(CLOZE), item(CLOZE, gaps=_other_gaps(), wildcards=True), id="cloze"),
        pytest.param(item(KEY_FEATURE), item(KEY_FEATURE, options=_other_options()), id="key-feature"),
    ]


def _other_gaps() -> list[dict[str, Any]]:
    choices = [{"text": each["text"], "right": each["text"] == "hat"} for each in CLOZE["gaps"][1]["choices"]]
    return [{"answers": [{"text": "rope*"}]}, {"choices": choices, "points": 3}]


def _other_options() -> list[dict[str, Any]]:
    return [
        {"text": each["text"], "points": int(place == 5), "harmful": place < 2}
        for place, each in enumerate(KEY_FEATURE["options"])
    ]


@pytest.mark.parametrize(("one", "twin"), _keyless_twins())
def test_two_items_that_differ_in_their_key_look_the_same(one: Any, twin: Any) -> None:
    assert shown(one, None) == shown(twin, None)
    assert repr(kind_named(one.kind).presented(one, 7)) == repr(kind_named(one.kind).presented(twin, 7))


@pytest.mark.parametrize(
    ("sample", "changes"),
    [
        (ORDERING, {"steps": ["Wait", "Call", "Look", "Stop"]}),
        (
            MATCHING,
            {
                "pairs": [{"left": "Feather", "right": "Sealed jar"}, {"left": "Bait", "right": "Pocket"}],
                "extra": ["Paper bag"],
            },
        ),
    ],
    ids=["ordering", "matching"],
)
def test_the_same_page_can_come_of_any_key(sample: dict[str, Any], changes: dict[str, Any]) -> None:
    """Names and values of fields must not tell keys apart: some seed shows the twin as the very same page."""
    one, twin = item(sample), item(sample, **changes)
    pages = {shown(twin, None, seed=seed) for seed in range(500)}
    reprs = {repr(kind_named(twin.kind).presented(twin, seed)) for seed in range(500)}
    for seed in range(5):
        if "steps" in sample and _is_order_of(twin, kind_named(one.kind).presented(one, seed)):
            continue
        assert shown(one, None, seed=seed) in pages
        assert repr(kind_named(one.kind).presented(one, seed)) in reprs


def _is_order_of(twin: Any, presented: Presented) -> bool:
    return [step.text for step in presented.choices] == list(twin.steps)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["kind"] for sample in SAMPLES])
def test_an_unreleased_review_shows_the_response_and_no_verdict(sample: dict[str, Any]) -> None:
    one = item(_with_canaries(sample))
    kind = kind_named(one.kind)
    html = reviewed(one, kind.key_response(one), released=False)
    for word in ("Right", "Not right", "would have been", CANARY):
        assert word not in html
    assert not Browser(html).fields


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["kind"] for sample in SAMPLES])
def test_a_released_review_gives_the_feedback(sample: dict[str, Any]) -> None:
    one = item(_with_canaries(sample))
    kind = kind_named(one.kind)
    assert f"{CANARY} right" in reviewed(one, kind.key_response(one))
    nothing = reviewed(one, None)
    assert f"{CANARY} wrong" in nothing
    assert "You gave no answer." in nothing


def test_an_unfinished_order_is_not_listed_in_the_right_one_before_the_release() -> None:
    everything_first: Any = {"places": {"a": 1, "b": 1, "c": 1, "d": 1}}
    html = reviewed(item(ORDERING), everything_first, released=False)
    places = [html.index(f">{text}<") for text in sorted(ORDERING["steps"])]
    assert places == sorted(places)
