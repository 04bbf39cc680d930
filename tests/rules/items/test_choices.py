"""Single choice, multiple choice, true or false."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse

from .samples import MULTIPLE, SINGLE, TRUE_FALSE, choices_of, item


@pytest.mark.parametrize(("response", "score"), [("a", 0), ("b", 1), ("c", 0), (None, 0)])
def test_single_choice_marks(response: str | None, score: float) -> None:
    mark = kind_named("single-choice").mark(item(SINGLE), response)
    assert mark.score == score
    assert mark.parts == {letter: (letter == "b" if letter == response else None) for letter in "abcd"}


@pytest.mark.parametrize(
    ("response", "partial", "exact"),
    [
        (["a", "c"], 1, 1),
        (["a"], 0.5, 0),
        (["a", "b"], 0, 0),
        (["a", "b", "c"], 0.5, 0),
        (["a", "b", "c", "d"], 0, 0),
        (["b", "d"], 0, 0),
        (None, 0, 0),
    ],
)
def test_multiple_choice_marks(response: Any, partial: float, exact: float) -> None:
    kind = kind_named("multiple-choice")
    assert kind.mark(item(MULTIPLE), response).score == partial
    assert kind.mark(item(MULTIPLE, marking="all-or-nothing"), response).score == exact


def test_the_parts_of_a_multiple_choice_tell_right_from_wrong_picks() -> None:
    mark = kind_named("multiple-choice").mark(item(MULTIPLE), ["a", "b"])
    assert mark.parts == {"a": True, "b": False, "c": None, "d": None}


@pytest.mark.parametrize(
    ("answer", "response", "score"),
    [(True, True, 1), (True, False, 0), (False, False, 1), (False, True, 0), (False, None, 0)],
)
def test_true_false_marks(answer: bool, response: bool | None, score: float) -> None:
    assert kind_named("true-false").mark(item(TRUE_FALSE, answer=answer), response).score == score


@pytest.mark.parametrize(
    ("sample", "sent", "response"),
    [
        (SINGLE, {"q": "b"}, "b"),
        (SINGLE, {"q": ""}, None),
        (SINGLE, {}, None),
        (MULTIPLE, {"q": ["c", "a"]}, ["a", "c"]),
        (MULTIPLE, {"q": ["c", "c"]}, ["c"]),
        (MULTIPLE, {}, None),
        (TRUE_FALSE, {"q": "true"}, True),
        (TRUE_FALSE, {"q": "false"}, False),
        (TRUE_FALSE, {}, None),
    ],
)
def test_what_forms_are_read_as(sample: dict[str, Any], sent: dict[str, Any], response: Any) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    assert kind.read(kind.presented(one, 3), MultiDict(sent), "q") == response


@pytest.mark.parametrize(
    ("sample", "values"),
    [
        (SINGLE, ["e"]),
        (SINGLE, ["a", "b"]),
        (MULTIPLE, ["a", "e"]),
        (TRUE_FALSE, ["yes"]),
        (TRUE_FALSE, ["true", "false"]),
    ],
)
def test_what_no_form_can_send(sample: dict[str, Any], values: list[str]) -> None:
    one = item(sample)
    kind = kind_named(one.kind)
    with pytest.raises(BadResponse):
        kind.read(kind.presented(one, 3), MultiDict({"q": values}), "q")


@pytest.mark.parametrize(
    ("sample", "response"),
    [
        (SINGLE, ["b"]),
        (SINGLE, True),
        (MULTIPLE, "a"),
        (MULTIPLE, ["c", "a"]),
        (MULTIPLE, ["a", "a"]),
        (TRUE_FALSE, "true"),
    ],
)
def test_responses_have_one_way_to_be_written(sample: dict[str, Any], response: Any) -> None:
    with pytest.raises(BadResponse):
        kind_named(sample["kind"]).check(item(sample), response)


@pytest.mark.parametrize(
    ("kind", "rights"),
    [
        ("single-choice", (False, False)),
        ("single-choice", (True, True)),
        ("multiple-choice", (False, False)),
        ("multiple-choice", (True, True)),
        ("single-choice", (True,)),
        ("single-choice", (True, *[False] * 26)),
    ],
)
def test_choices_without_a_fair_key_are_refused(kind: str, rights: tuple[bool, ...]) -> None:
    with pytest.raises(ValidationError):
        item(SINGLE, kind=kind, choices=choices_of(rights))


def test_two_choices_that_read_the_same_are_refused() -> None:
    with pytest.raises(ValidationError, match="same text"):
        item(SINGLE, choices=[{"text": "A dog", "right": True}, {"text": "a  Dog"}])


def test_without_a_seed_choices_stand_as_authored_and_with_one_they_move() -> None:
    kind = kind_named("single-choice")
    assert [one.letter for one in kind.presented(item(SINGLE), None).choices] == ["a", "b", "c", "d"]
    orders = {tuple(one.letter for one in kind.presented(item(SINGLE), seed).choices) for seed in range(200)}
    assert len(orders) == 24


def test_outlines() -> None:
    assert kind_named("single-choice").outline(item(SINGLE), "d") == "A dog"
    assert kind_named("multiple-choice").outline(item(MULTIPLE), ["a", "c"]) == "Gloves; A mask"
    assert kind_named("true-false").outline(item(TRUE_FALSE), False) == "false"
