"""Capstones: what opens when, what a response may hold, what marks come to, what the check finds."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from academy.capstones.content import CapstoneContent
from academy.capstones.rules import (
    KIND,
    BadLevels,
    BadWork,
    Bag,
    agreement,
    final,
    is_item,
    response_at,
    score,
)
from academy.courses.rules.checks import SENTENCES
from tests.capstones import ANSWER, AUTHORED, CONTENT, ROW

DESCRIBED = {f"object:{each.key}": {"what": "x"} for each in CONTENT.objects}


def bag(**responses: Any) -> Bag:
    return Bag(CONTENT, {name.replace("__", ":"): value for name, value in responses.items()})


def test_things_come_out_one_after_the_other() -> None:
    assert bag().open_number == 1
    assert bag(object__receipt={"what": "x"}).open_number == 2
    assert bag(object__gloves={"what": "x"}).open_number == 1
    assert bag(object__receipt={"marks": "only marks"}).open_number == 1
    assert Bag(CONTENT, DESCRIBED).is_empty


def test_what_is_missing() -> None:
    assert bag().missing == ["inventory", "findings", "profile"]
    assert bag(closed=True, row__2=ROW, question__who={"limits": "x"}).missing == ["profile"]
    whole = bag(closed=True, row__2=ROW, question__who=ANSWER)
    assert whole.missing == []
    assert (whole.rows, whole.free_row) == ([2], 3)
    assert Bag(CONTENT, {"row:40": ROW}).free_row == 1


@pytest.mark.parametrize("item", ["closed", "row:0", "row:41", "row:01", "object:no", "question:no", "x"])
def test_what_is_no_item(item: str) -> None:
    assert not is_item(CONTENT, item)


def test_responses() -> None:
    sent = {"fact": [" A\r\nB "], "objects": ["jar", "receipt"], "certainty": ["2"], "what": ["not of a row"]}
    assert response_at(CONTENT, "row:1", sent) == {
        "fact": "A\nB", "objects": ["receipt", "jar"], "certainty": 2,
    }  # fmt: skip
    assert response_at(CONTENT, "object:jar", {"what": ["  "]}) is None
    for bad in ({"objects": ["gold"]}, {"certainty": ["4"]}, {"fact": ["x" * 3001]}):
        with pytest.raises(BadWork):
            response_at(CONTENT, "row:1", bad)


def test_scores_and_settling() -> None:
    levels = {"facts": 3, "doubt": 0}
    assert score(CONTENT.criteria, levels) == 0.5
    for bad in ({"facts": 3}, {"facts": 4, "doubt": 0}, {**levels, "more": 1}):
        with pytest.raises(BadLevels):
            score(CONTENT.criteria, bad)
    assert final(CONTENT, [0.5]) is None
    assert final(CONTENT, [0.5, 0.7]) == 0.6
    assert final(CONTENT, [0.5, 0.71]) is None
    assert final(CONTENT, [0.2, 0.9, 0.4]) == 0.4


def test_agreement() -> None:
    assert agreement(CONTENT, []) is None
    same, apart = ({"facts": 3, "doubt": 3}, {"facts": 0, "doubt": 3})
    found = agreement(CONTENT, [(same, same), (same, apart)])
    assert found is not None
    assert (found.pairs, found.difference, found.within) == (2, 0.25, 0.5)
    assert found.levels == {"facts": 1.5, "doubt": 0}


def test_findings() -> None:
    assert KIND.findings(CONTENT) == []
    assert KIND.read(KIND.write(CONTENT)) == CONTENT
    assert KIND.references(CONTENT).activities == {"first-lesson"}
    model = {
        **AUTHORED["model"], "limits": "", "inventory": [{"key": "gold", "text": "x"}],
        "profile": [{"key": "why", "text": "x"}], "findings": [{"fact": "x", "inference": "y"}],
    }  # fmt: skip
    criteria = [
        {"key": "one", "title": "One", "levels": [{"text": "a", "points": 1}, {"text": "b", "points": 1}]}
    ]
    broken = CapstoneContent.model_validate(AUTHORED | {"model": model, "criteria": criteria, "safety": ""})
    codes = {each.code for each in [*KIND.findings(broken), *KIND.findings(KIND.read(KIND.starter("New")))]}
    assert codes == {
        "no-briefing", "no-bag-safety", "few-objects", "no-profile-questions", "no-rubric", "levels-alike",
        "no-model-answer", "model-object-unknown", "model-question-unknown", "model-question-open", "model-certainty",
    }  # fmt: skip
    assert codes <= set(SENTENCES)


def test_keys_differ() -> None:
    twice = [AUTHORED["questions"][0]] * 2
    with pytest.raises(ValidationError, match="two questions"):
        CapstoneContent.model_validate(AUTHORED | {"questions": twice})
