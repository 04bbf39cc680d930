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
