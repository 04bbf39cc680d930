"""Reading a board's file, and what the check finds in one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from academy.courses.kinds import Finding
from academy.courses.rules.checks import SENTENCES
from academy.linkage.content import LinkageContent
from academy.linkage.rules import KIND, Fate, Sorting, debrief
from tests.rules.linkage.boards import TWO_HANDS, perfect, two_hands


def changed(**changes: Any) -> LinkageContent:
    return LinkageContent.model_validate(yaml.safe_load(TWO_HANDS.read_text()) | changes)


def codes(found: list[Finding]) -> dict[str, bool]:
    assert all(SENTENCES[each.code] % dict(each.values) for each in found)
    return {each.code: each.blocks for each in found}


def test_reading_and_writing() -> None:
    board = two_hands()
    assert KIND.read(KIND.write(board)) == board
    assert KIND.references(board).media == {"scene.svg"}


def test_a_board_in_order_has_a_guess_score_only() -> None:
    assert codes(KIND.findings(two_hands())) == {"guess-score": False}
    assert KIND.findings(two_hands()) == KIND.findings(two_hands())


def test_a_new_one_wants_incidents() -> None:
    assert codes(KIND.findings(KIND.read(KIND.starter("New")))) == {"linkage-no-incidents": True}


@pytest.mark.parametrize(("changes", "code", "blocks"), [
    ({"series": {}}, "linkage-no-series", True),
    ({"series": {"all": {"incidents": [each.key for each in two_hands().incidents], "links": ["night"]}}}, "linkage-no-unrelated", True),
    ({"series": {"one": {"incidents": ["ford", "mill", "ridge"], "links": ["flat-stone"]}}}, "linkage-not-shared", True),
    ({"series": {"one": {"incidents": ["ford", "mill"], "links": ["blue-thread", "knots"]}}}, "linkage-links-nothing", True),
    ({"series": {"one": {"incidents": ["ford", "ridge"], "links": ["night"]}}}, "linkage-circumstance", False),
    ({"series": {"one": {"incidents": ["ford", "mill"], "links": ["blue-thread"]}}}, "linkage-no-why", False),
    ({"pass_mark": 0.01}, "guessable", True),
])  # fmt: skip
def test_what_the_check_finds(changes: dict[str, Any], code: str, blocks: bool) -> None:
    assert codes(KIND.findings(changed(**changes)))[code] is blocks


def test_names_missing_and_features_nowhere() -> None:
    features = [{"key": "odd", "title": "Odd", "truth": "circumstance"}, *yaml.safe_load(TWO_HANDS.read_text())["features"]]  # fmt: skip
    assert "linkage-nowhere" in codes(KIND.findings(changed(features=features)))
    plain = [each | {"truth": "circumstance"} for each in features]
    assert {"linkage-no-signature", "linkage-no-way"} <= set(codes(KIND.findings(changed(features=plain))))


@pytest.mark.parametrize(("changes", "words"), [
    ({"series": {"one": {"incidents": ["ford", "moon"], "links": ["knots"]}}}, "there is no incident “moon”"),
    ({"series": {"one": {"incidents": ["ford", "mill"], "links": ["moon"]}}}, "there is no feature “moon”"),
    ({"series": {"one": {"incidents": ["ford", "ford"], "links": ["knots"]}}}, "in two series"),
    ({"series": {"one": {"incidents": ["ford"], "links": ["knots"]}}}, "at least 2"),
    ({"incidents": [{"key": "a", "title": "A", "text": "A"}] * 2, "series": {}}, "the same key"),
])  # fmt: skip
def test_what_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        changed(**changes)


def test_the_debrief_names_every_fault() -> None:
    board = two_hands()
    right = perfect(board)
    wrong = Sorting({**right.places, "quarry": "A", "reeds": "alone"}, {}, {})
    said = debrief(board, wrong, [])
    faults = [each for each in said.links if each.fate is not Fate.RIGHT]
    assert [(each.numbers, each.fate, each.under) for each in faults] == [
        ((1, 6), "false", "quarry"), ((2, 6), "false", "quarry"), ((3, 6), "false", "quarry"), ((4, 5), "missed", "zqknotseries"),
    ]  # fmt: skip
    assert [each.key for each in faults[0].shared] == ["flat-stone", "night"]
    assert [each.key for each in faults[3].shared] == ["corridor", "knots"]
    assert [each.is_found for each in said.series] == [False, False]
    assert said.others == 0


def test_others_are_counted_from_five_on() -> None:
    board = two_hands()
    nothing, everything = {}, {each.key: "A" for each in board.incidents}
    few = debrief(board, Sorting(nothing, {}, {}), [everything] * 4)
    assert (few.others, few.links[0].others) == (0, None)
    many = debrief(board, Sorting(nothing, {}, {}), [everything, everything, nothing, nothing, nothing])
    assert (many.others, many.links[0].others) == (5, (2, 5))
