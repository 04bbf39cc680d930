"""Numbers, validity and names, as pure rules."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.certificates.rules import (
    ALPHABET,
    NUMBER_BITS,
    Standing,
    State,
    is_same_name,
    number_of,
    read_number,
    standing,
    valid_until,
)

bits = st.integers(min_value=0, max_value=2**NUMBER_BITS - 1)


@given(bits)
def test_a_number_reads_back_as_itself(drawn: int) -> None:
    number = number_of(drawn)
    assert read_number(number) == number
    assert read_number(number.replace("-", " ").lower()) == number
    assert read_number(number.removeprefix("WCA-")) == number


@given(bits, bits)
def test_different_draws_give_different_numbers(one: int, other: int) -> None:
    assert (number_of(one) == number_of(other)) == (one == other)


@given(bits, st.integers(min_value=0, max_value=7), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_is_noticed(drawn: int, place: int, wrong: str) -> None:
    signs = number_of(drawn).removeprefix("WCA-").replace("-", "")
    slipped = signs[:place] + wrong + signs[place + 1 :]
    assert (read_number(slipped) is None) == (slipped != signs)


@given(bits, st.integers(min_value=0, max_value=6))
def test_two_neighbours_changed_over_are_noticed(drawn: int, place: int) -> None:
    signs = number_of(drawn).removeprefix("WCA-").replace("-", "")
    swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    assert (read_number(swapped) is None) == (swapped != signs)


@pytest.mark.parametrize(
    "typed", ["", "WCA", "WCA-0000", "WCA-UUUU-UUUU", "WCA-0000-0000-0", "' OR 1=1 --", "ß" * 8]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_a_cyrillic_keyboard_and_look_alikes_are_understood() -> None:
    number = number_of(int("".join(f"{ALPHABET.index(sign):05b}" for sign in "1K0M5AB"), 2))
    typed = number.replace("1", "l").replace("0", "О").replace("K", "К").replace("M", "М").replace("A", "А")
    assert read_number(typed) == number


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 6, 30), 36, date(2029, 6, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 6, 30), None, None),
    ],
)
def test_validity_counts_in_months(issued: date, months: int | None, last: date | None) -> None:
    assert valid_until(issued, months) == last


@pytest.mark.parametrize(
    ("state", "until", "day", "expected"),
    [
        (State.VALID, date(2026, 6, 30), datetime(2026, 6, 30, 23, 59, tzinfo=UTC), Standing.VALID),
        (State.VALID, date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC), Standing.EXPIRED),
        (State.VALID, None, datetime(2099, 1, 1, tzinfo=UTC), Standing.VALID),
        (State.REVOKED, date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC), Standing.REVOKED),
        (State.REPLACED, date(2030, 6, 30), datetime(2026, 7, 1, tzinfo=UTC), Standing.REPLACED),
    ],
)
def test_a_decision_outweighs_the_calendar(
    state: State, until: date | None, day: datetime, expected: Standing
) -> None:
    assert standing(state, until, day) is expected


@pytest.mark.parametrize(
    "typed",
    [
        "Čedomir Đurđević",
        "cedomir djurdjevic",
        "ЂУРЂЕВИЋ ЧЕДОМИР",
        "  Čedomir   Đurđević. ",
        "Cedomir Durdevic",
    ],
)
def test_one_name_in_many_spellings(typed: str) -> None:
    assert is_same_name(typed, "Čedomir Đurđević")
    assert is_same_name(typed, "Чедомир Ђурђевић")


def test_dj_is_only_another_spelling_where_the_letter_is_printed() -> None:
    assert not is_same_name("Nadja Kos", "Nada Kos")


@pytest.mark.parametrize(
    "typed", ["", "  ", "...", "Čedomir", "Đurđević", "Čedomir Đurđevi", "Čedomir M. Đurđević"]
)
def test_parts_of_a_name_are_not_the_name(typed: str) -> None:
    assert not is_same_name(typed, "Čedomir Đurđević")


def test_an_erased_name_is_nobodys() -> None:
    assert not is_same_name("", "")
    assert not is_same_name("Čedomir", "")
