"""Essays, uploads and the rubric they are marked by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.kinds import kind_named, parse
from academy.items.kinds.essay.rules import LONGEST
from academy.items.kinds.essay.words import word_count
from academy.items.kinds.kind import BadResponse
from academy.items.kinds.rubric import BadLevels

from .browser import Browser, reviewed, shown
from .samples import item

CRITERIA: list[dict[str, Any]] = [
    {
        "title": "Order of steps",
        "guidance": "zqguidance",
        "levels": [
            {"points": 0, "title": "None"},
            {"points": 1, "title": "Some"},
            {"points": 2, "title": "All"},
        ],
    },
    {
        "key": "own-safety",
        "title": "Own safety",
        "levels": [{"points": 0, "title": "Forgotten"}, {"points": 3, "title": "First"}],
    },
]
ESSAY: dict[str, Any] = {
    "key": "report",
    "kind": "essay",
    "prompt": "What do you do first, and why?",
    "least": 3,
    "most": 6,
    "model_answer": "zqmodel",
    "criteria": CRITERIA,
}
UPLOAD: dict[str, Any] = {
    "key": "photos",
    "kind": "upload",
    "prompt": "Hand in the photo record.",
    "files": 2,
    "model_answer": "zqmodel",
    "criteria": CRITERIA,
}
ONE, TWO, THREE = (str(UUID(int=number)) for number in (1, 2, 3))
GIVEN = {"essay": "Keep\n\npeople away", "upload": {"files": [ONE, TWO]}}
_BOTH = pytest.mark.parametrize("sample", [ESSAY, UPLOAD], ids=["essay", "upload"])


@_BOTH
def test_a_person_marks_it(sample: dict[str, Any]) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    assert kind.is_manual
    assert not kind.is_a_check
    assert kind.key_response(one) is None
    assert kind.guess(one) == 0
    given_one: Any = GIVEN[one.kind]
    mark = kind.mark(one, given_one)
    assert mark.waits
    assert not mark.is_right
    nothing = kind.mark(one, None)
    assert not nothing.waits
    assert nothing.score == 0
    assert kind.is_complete(one, given_one)
    assert not kind.is_complete(one, None)
    assert kind.outline(one, None) == ""
    assert "\n" not in kind.outline(one, given_one)


@_BOTH
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from([ONE, TWO]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["files", "a"]), inner, max_size=2)))  # fmt: skip
def test_any_response_is_taken_or_refused(sample: dict[str, Any], response: Any) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    try:
        kind.check(one, response)
    except BadResponse:
        for verb in (kind.mark, kind.is_complete, kind.outline):
            with pytest.raises(BadResponse):
                verb(one, response)
        return
    assert kind.mark(one, response).score == 0
    assert kind.mark(one, response).waits == (response is not None)


@pytest.mark.parametrize(
    "response",
    [{"files": []}, {"files": [ONE, ONE]}, {"files": [ONE, TWO, THREE]}, {"files": [ONE.upper().replace("0", "A")]},
     {"files": ["../x"]}, {"files": ONE}, [ONE], {"files": [ONE], "more": 1}],
    ids=str,
)  # fmt: skip
def test_no_other_files_are_taken(response: Any) -> None:
    with pytest.raises(BadResponse):
        kind_named("upload").check(item(UPLOAD), response)


def test_an_essay_is_read_as_it_was_written() -> None:
    kind = kind_named("essay")
    presented = kind.presented(item(ESSAY), 1)
    assert kind.read(presented, MultiDict({"q": "  One\r\ntwo \r\n"}), "q") == "One\ntwo"
    assert kind.read(presented, MultiDict({"q": " \r\n"}), "q") is None
    assert kind.read(presented, MultiDict(), "q") is None
    with pytest.raises(BadResponse) as caught:
        kind.read(presented, MultiDict({"q": "a" * (LONGEST + 1)}), "q")
    assert caught.value.reason == "too-long"
    for wrong in (" padded", "", "a" * (LONGEST + 1)):
        with pytest.raises(BadResponse):
            kind.check(item(ESSAY), wrong)


def test_the_form_of_files_changes_no_response() -> None:
    kind = kind_named("upload")
    assert kind.read(kind.presented(item(UPLOAD), 1), MultiDict({"q": ONE, "file": "x"}), "q") is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" – … !", 0),
        ("Keep people away.", 3),
        ("the officer's well-known X-ray", 4),
        ("’quoted’ words- here", 3),
        ("Лешинарот е мртов: 112", 4),
        ("Șapte păsări și o momeală", 5),
        ("النسر ميت هنا", 3),
        ("e\u0301tat", 1),
        ("गिद्ध मर गया", 3),
        ("毒餌を探す", 5),
        ("ab毒cd", 3),
        ("1,5 km", 3),
    ],
)
def test_words_are_counted_in_any_script(text: str, count: int) -> None:
    assert word_count(text) == count


def test_too_few_and_too_many_words_are_kept_but_not_complete() -> None:
    kind = kind_named("essay")
    for text, is_complete in (
        ("one two", False),
        ("one two three", True),
        ("1 2 3 4 5 6", True),
        ("1 2 3 4 5 6 7", False),
    ):
        kind.check(item(ESSAY), text)
        assert kind.is_complete(item(ESSAY), text) is is_complete


def test_a_rubric_adds_up_the_chosen_levels() -> None:
    rubric = item(ESSAY).rubric  # type: ignore[attr-defined]
    assert [criterion.key for criterion in rubric.criteria] == ["criterion-1", "own-safety"]
    assert rubric.points == 5
    assert rubric.score({"criterion-1": 2, "own-safety": 1}) == 1
    assert rubric.score({"criterion-1": 1, "own-safety": 0}) == pytest.approx(0.2)
    assert rubric.score({"criterion-1": 0, "own-safety": 0}) == 0
    for levels in ({}, {"criterion-1": 0}, {"criterion-1": 3, "own-safety": 0}, {"criterion-1": -1, "own-safety": 0},
                   {"criterion-1": True, "own-safety": 0}, {"criterion-1": 0, "own-safety": 0, "more": 0}):  # fmt: skip
        with pytest.raises(BadLevels):
            rubric.score(levels)


@pytest.mark.parametrize(
    "fault",
    [
        {"criteria": []},
        {"criteria": [{**CRITERIA[0], "levels": [{"points": 1, "title": "Only"}]}]},
        {"criteria": [{**CRITERIA[0], "levels": [{"points": 0, "title": "a"}, {"points": 0, "title": "b"}]}]},
        {"criteria": [{**CRITERIA[0], "levels": [{"points": 0, "title": "a"}, {"points": 1, "title": "A"}]}]},
        {"criteria": [CRITERIA[1], {**CRITERIA[0], "key": "own-safety"}]},
        {"criteria": [CRITERIA[1], {**CRITERIA[1], "key": "other"}]},
        {"agreement": 2},
    ],
    ids=str,
)
@_BOTH
def test_rubrics_nobody_could_mark_by_are_refused(sample: dict[str, Any], fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(sample, **fault)


def test_fewest_words_above_most_are_refused() -> None:
    with pytest.raises(ValidationError):
        item(ESSAY, least=7)


@_BOTH
def test_keys_of_criteria_stay_when_they_are_written_back(sample: dict[str, Any]) -> None:
    one = item(sample)
    written = one.model_dump(mode="json", exclude_defaults=True) | {"kind": one.kind}
    assert parse(written) == one
    assert [each["key"] for each in written["criteria"]] == ["criterion-1", "own-safety"]
    more = [*written["criteria"], {**CRITERIA[0], "title": "Third"}]
    assert [each.key for each in item(sample, criteria=more).criteria] == [
        "criterion-1",
        "own-safety",
        "criterion-2",
    ]  # type: ignore[attr-defined]


@_BOTH
def test_what_is_for_markers_stays_with_them(sample: dict[str, Any]) -> None:
    one = item(sample)
    given_one: Any = GIVEN[one.kind]
    before = shown(one, None) + shown(one, given_one) + reviewed(one, given_one, released=False)
    for secret in ("zqmodel", "zqguidance", "Forgotten"):
        assert secret not in before
    after = reviewed(one, given_one)
    assert "zqmodel" in after
    assert "Forgotten" in after
    assert "zqguidance" not in after
    assert "Not right" not in after


def test_an_essay_is_shown_with_its_words_and_escaped() -> None:
    html = shown(item(ESSAY), "<b>one</b> two")
    assert "<b>one" not in html
    assert ">4</span>" in html
    assert 'data-most="6"' in html
    assert "<b>one" not in reviewed(item(ESSAY), "<b>one</b> two")
    assert "disabled" in shown(item(ESSAY), None, disabled=True)


def test_where_files_are_sent_every_control_has_its_label() -> None:
    page = Browser(shown(item(UPLOAD), None, where={}))
    assert [control["type"] for control in page.controls] == ["file"]
    assert page.controls[0]["id"] in page.labelled
