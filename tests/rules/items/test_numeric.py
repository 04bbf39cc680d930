"""Numeric."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse
from academy.items.kinds.numeric.content import written
from academy.items.kinds.numeric.rules import parsed

from .browser import Browser, reviewed, shown
from .samples import NUMERIC, item

KIND = kind_named("numeric")


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        ("30", "30"),
        (" 30 ", "30"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("007", "7"),
        ("1 250", "1250"),
        ("1\u00a0250,5", "1250.5"),
        ("1\u202f250", "1250"),
        (",5", "0.5"),
        ("5.", "5"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("-0,00", "0"),
        ("100", "100"),
        ("٣٠٫٥", "30.5"),
        ("", None),
        ("   ", None),
    ],
)
def test_what_people_type(typed: str, response: str | None) -> None:
    assert KIND.read(KIND.presented(item(NUMERIC), 1), MultiDict({"q": typed}), "q") == response


@pytest.mark.parametrize(
    "typed",
    [
        "thirty",
        "30 min",
        "1,000.5",
        "1.000,5",
        "1e3",
        "NaN",
        "Infinity",
        "-",
        ".",
        ",",
        "--3",
        "3-",
        "0x10",
        "½",
        "9" * 21,
    ],
)
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(BadResponse) as caught:
        KIND.read(KIND.presented(item(NUMERIC), 1), MultiDict({"q": typed}), "q")
    assert caught.value.reason == "not-a-number"
    assert caught.value.field == "q"


@pytest.mark.parametrize(
    ("response", "score"),
    [("30", 1), ("27.5", 1), ("32.5", 1), ("27.49", 0), ("32.500000000000001", 0), ("-30", 0), (None, 0)],
)
def test_marks(response: str | None, score: float) -> None:
    mark = KIND.mark(item(NUMERIC), response)
    assert mark.score == score
    assert mark.parts == {"value": None if response is None else bool(score)}


def test_marks_are_decimal_not_binary() -> None:
    assert KIND.mark(item(NUMERIC, answer="0.3", tolerance="0.1"), "0.2").score == 1
    assert KIND.mark(item(NUMERIC, answer="0.3", tolerance="0.1"), "0.4").score == 1


@pytest.mark.parametrize("response", ["30.0", "030", "+30", "12,5", " 30", "-0", "1e1", "٣٠", 30, 30.0, True])
def test_responses_have_one_way_to_be_written(response: Any) -> None:
    with pytest.raises(BadResponse):
        KIND.check(item(NUMERIC), response)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_written_number_is_read_as_itself(number: Decimal) -> None:
    assert parsed(written(number)) == number
    assert written(parsed(written(number)) or Decimal(0)) == written(number)


def test_the_answer_is_written_plainly() -> None:
    one = item(NUMERIC, answer="1E+2", tolerance=0.5)
    assert KIND.key_response(one) == "100"
    assert one.accepted == ("99.5", "100.5")  # type: ignore[attr-defined]
    assert KIND.outline(one, "12.5") == "12.5 minutes"
    assert KIND.outline(item(NUMERIC, unit=None), "12.5") == "12.5"


@pytest.mark.parametrize(
    "fault", [{"answer": "NaN"}, {"answer": "ten"}, {"answer": "9" * 21}, {"tolerance": -1}], ids=str
)
def test_numbers_that_are_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(NUMERIC, **fault)


DISTANCE: dict[str, Any] = {
    "key": "distance",
    "kind": "numeric",
    "prompt": "How far?",
    "answer": 1.2,
    "tolerance": 5,
    "tolerance_in": "percent",
    "unit": "km",
    "units": [
        {"text": "m", "factor": 0.001, "also": ["metres", "meter"]},
        {"text": "mm", "factor": "0.000001"},
    ],
    "unit_is": "typed",
    "unit_penalty": 0.25,
}
CHOSEN = {**DISTANCE, "unit_is": "chosen"}


@pytest.mark.parametrize(
    ("number", "unit", "score"),
    [
        ("1.2", "km", 1),
        ("1200", "m", 1),
        ("1200", "M", 1),
        ("1200", "Metres", 1),
        ("1200", "м", 1),
        ("1200000", "mm", 1),
        ("1140", "m", 1),
        ("1260", "m", 1),
        ("1139.999999", "m", 0),
        ("1260.000001", "m", 0),
        ("1200", "km", 0.75),
        ("1.2", "m", 0.75),
        ("1.2", "miles", 0.75),
        ("1.2", None, 0.75),
        ("7", "km", 0),
        ("7", None, 0),
    ],
)
def test_units_are_converted_and_a_wrong_one_costs_what_the_author_says(
    number: str, unit: str | None, score: float
) -> None:
    response: Any = {"number": number, "unit": unit} if unit else number
    assert KIND.mark(item(DISTANCE), response).score == score
    letter = {"km": "a", "m": "b", "mm": "c"}.get(unit or "")
    if letter:
        assert KIND.mark(item(CHOSEN), {"number": number, "unit": letter}).score == score


def test_a_wrong_unit_costs_everything_unless_the_author_says_otherwise() -> None:
    changed = {key: value for key, value in DISTANCE.items() if key != "unit_penalty"}
    assert KIND.mark(item(changed), {"number": "1200", "unit": "km"}).score == 0


def test_a_share_of_the_answer_is_exact() -> None:
    one = item(NUMERIC, answer="-0.3", tolerance="10", tolerance_in="percent")
    assert one.accepted == ("-0.33", "-0.27")  # type: ignore[attr-defined]
    assert [KIND.mark(one, number).score for number in ("-0.33", "-0.27", "-0.3300000000001")] == [1, 1, 0]


@given(
    st.sampled_from([DISTANCE, CHOSEN]),
    st.decimals(-(10**6), 10**6, places=4),
    st.sampled_from("abc"),
    st.booleans(),
)
def test_numbers_with_units_are_sent_and_read_as_they_were(
    sample: dict[str, Any], number: Decimal, letter: str, has_number: bool
) -> None:
    one = item(sample)
    unit = letter if sample is CHOSEN else {"a": "km", "b": "m", "c": "верста"}[letter]
    response: Any = {"number": written(number), "unit": unit} if has_number else {"unit": unit}
    page = Browser(shown(one, response))
    assert KIND.read(KIND.presented(one, 7), page.fields, "q") == response
    assert KIND.is_complete(one, response) is has_number
    assert 0 <= KIND.mark(one, response).score <= 1
    assert KIND.outline(one, response)


@pytest.mark.parametrize("sample", [DISTANCE, CHOSEN], ids=["typed", "chosen"])
def test_the_key_has_its_unit(sample: dict[str, Any]) -> None:
    one = item(sample)
    assert KIND.mark(one, KIND.key_response(one)).is_right
    assert "1.2" not in shown(one, None)
    assert "0.001" not in repr(KIND.presented(one, 1))
    assert KIND.outline(one, KIND.key_response(one)) == "1.2 km"
    assert "Not the right one for this number." in reviewed(one, {"number": "1200", "unit": "a"})


@pytest.mark.parametrize(
    ("sample", "response"),
    [
        (DISTANCE, {}),
        (DISTANCE, {"number": "1.2"}),
        (DISTANCE, {"number": None, "unit": "km"}),
        (DISTANCE, {"number": "1,2", "unit": "km"}),
        (DISTANCE, {"number": "1.2", "unit": " km"}),
        (DISTANCE, {"number": "1.2", "unit": "km", "more": 1}),
        (CHOSEN, {"number": "1.2", "unit": "km"}),
        (CHOSEN, {"number": "1.2", "unit": "d"}),
        (CHOSEN, {"unit": ["a"]}),
        (NUMERIC, {"number": "30", "unit": "a"}),
    ],
    ids=str,
)
def test_malformed_units(sample: dict[str, Any], response: Any) -> None:
    with pytest.raises(BadResponse):
        KIND.mark(item(sample), response)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"unit": None}, "no_unit"),
        ({"unit_is": "chosen", "units": []}, "one_unit"),
        ({"unit_is": "shown"}, "unit_unasked"),
        ({"units": [{"text": "k m", "factor": 1}]}, "same_text"),
        ({"units": [{"text": "m", "factor": 0}]}, "greater_than"),
        ({"unit_penalty": 2}, "less_than_equal"),
    ],
    ids=str,
)
def test_units_that_cannot_be_asked_are_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        item(DISTANCE, **changes)
    assert [error["type"] for error in caught.value.errors()] == [fault]
