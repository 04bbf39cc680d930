"""Meetings: the file, the code on the wall, the clock of a place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.meetings.content import MeetingContent
from academy.meetings.rules import (
    KIND,
    WINDOW,
    by_arrival,
    counts,
    in_zone,
    is_right,
    moment_in,
    new_window_at,
    room_code,
    shown,
    zones,
)

SECRET = "a secret of an installation"
HALL = UUID(int=7)
MOMENTS = st.integers(1_700_000_000_000, 2_200_000_000_000).map(
    lambda ms: datetime.fromtimestamp(ms / 1000, tz=UTC)
)


@pytest.mark.parametrize(
    "meeting",
    [
        MeetingContent(title="A day", minutes=90),
        MeetingContent(
            title="Čas: 2", minutes=1, mode="either", about="One.\n\n*Two*.", bring=["Boots", "- no list"]
        ),
    ],
)
def test_the_file_is_canonical(meeting: MeetingContent) -> None:
    text = KIND.write(meeting)
    assert KIND.read(text) == meeting
    assert KIND.write(KIND.read(text)) == text


def test_the_starter_is_in_order() -> None:
    assert KIND.read(KIND.starter("A day")).title == "A day"
    assert KIND.findings(KIND.read(KIND.starter("A day"))) == []


@pytest.mark.parametrize(
    "wrong", ["", "title: A", "title: A\nminutes: 5\nmode: mars", "- 1", "title: A\nminutes: 5\nday: 1"]
)
def test_what_cannot_be_read(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        KIND.read(wrong)


@given(at=MOMENTS)
def test_a_code_holds_for_its_window_and_the_next(at: datetime) -> None:
    code = room_code(SECRET, HALL, at)
    assert len(code) == 6
    end = new_window_at(at)
    assert timedelta(0) < end - at <= WINDOW
    assert room_code(SECRET, HALL, end - timedelta(milliseconds=1)) == code
    assert is_right(SECRET, HALL, code, at)
    assert is_right(SECRET, HALL, code, end + WINDOW - timedelta(milliseconds=1))
    # a code of this meeting may by chance be that of the next but one: one in a billion
    assert not is_right(SECRET, HALL, code, end + WINDOW) or code in (
        room_code(SECRET, HALL, end + WINDOW), room_code(SECRET, HALL, end)
    )  # fmt: skip
    assert not is_right(SECRET, HALL, code, at - WINDOW) or code == room_code(SECRET, HALL, at - WINDOW)


def test_a_code_is_of_one_meeting_and_one_installation() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    codes = {room_code(SECRET, uuid4(), at) for _ in range(50)} | {room_code("another", HALL, at)}
    assert len(codes) == 51


def test_a_code_as_people_type_it() -> None:
    at = next(
        at
        for minute in range(10_000)
        if "0" in room_code(SECRET, HALL, at := datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minute))
    )
    code = room_code(SECRET, HALL, at)
    assert is_right(SECRET, HALL, shown(code).lower().replace("0", "o"), at)
    for wrong in ("", code[:5], code + "A", "ЖЖЖЖЖЖ", "\ud800"):
        assert not is_right(SECRET, HALL, wrong, at)


def test_who_is_late() -> None:
    starts = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert by_arrival(starts_at=starts, at=starts - timedelta(minutes=40)) == "present"
    assert by_arrival(starts_at=starts, at=starts + timedelta(minutes=15)) == "present"
    assert by_arrival(starts_at=starts, at=starts + timedelta(minutes=15, seconds=1)) == "late"


def test_what_counts() -> None:
    assert [counts(each) for each in ("present", "late", "excused", "absent", None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


@given(moment=MOMENTS, zone=st.sampled_from(zones()))
def test_a_clock_there_and_back(moment: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    day, clock = in_zone(zone, moment)
    back = moment_in(zone, day, clock)
    assert back is not None
    # an hour that comes twice in autumn is taken as the first one
    assert back == moment or (in_zone(zone, back) == (day, clock) and back < moment)


def test_an_hour_that_clocks_skip() -> None:
    assert moment_in("Europe/Skopje", date(2026, 3, 29), time(2, 30)) is None
    assert moment_in("Europe/Skopje", date(2026, 3, 29), time(3, 30)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert moment_in("UTC", date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)


def test_the_zones_offered() -> None:
    assert zones()[0] == "UTC"
    assert {"Europe/Skopje", "Africa/Nairobi", "Asia/Kathmandu"} <= set(zones())
