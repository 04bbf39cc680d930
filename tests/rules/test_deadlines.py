"""Deadlines are the server's, in UTC: no zone, no change of clocks and no browser moves one by a second."""

from __future__ import annotations

import os
import time
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from academy.learning.rules import Dates
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import Stage, end_of, limits, stage

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
#: No zone changes its clocks and back again within less.
STRIDE = timedelta(days=7)
SECOND = timedelta(seconds=1)
MINUTES = 45
QUIZ = QuizContent(title="Timed", minutes=MINUTES, pass_mark=0.5, time_limit=MINUTES, on_timeout="submit")
#: Zones a server may stand in, with both signs, halves and quarters of hours, and clocks that change at midnight.
SERVERS = (
    "UTC", "Europe/Belgrade", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia",
    "Africa/Casablanca", "Asia/Beirut",
)  # fmt: skip


@cache
def transitions() -> tuple[tuple[str, datetime], ...]:
    """Return every moment at which a zone's clocks change, with one zone that does it then."""
    found: dict[tuple[datetime, timedelta, timedelta], str] = {}
    for name in sorted(zoneinfo.available_timezones()):
        for moment, before, after in _changes(zoneinfo.ZoneInfo(name)):
            found.setdefault((moment, before, after), name)
    return tuple((name, moment) for (moment, _before, _after), name in found.items())


def _changes(zone: zoneinfo.ZoneInfo) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    at = FIRST
    while at < LAST:
        before, after = _offset(at, zone), _offset(at + STRIDE, zone)
        if before != after:
            yield _moment(at, at + STRIDE, zone), before, after
        at += STRIDE


def _moment(early: datetime, late: datetime, zone: zoneinfo.ZoneInfo) -> datetime:
    """Return the first second after a change, between two moments of unlike offsets."""
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _offset(middle, zone) == _offset(early, zone) else (early, middle)
    return late


def _offset(at: datetime, zone: zoneinfo.ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def test_there_is_something_to_try() -> None:
    """Every zone of the database was looked at, and its changes were found."""
    assert len(zoneinfo.available_timezones()) > 400
    named = {name for name, _moment in transitions()}
    assert len(transitions()) > 100
    assert len(named) > 20
    assert (
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        timedelta(hours=1),
        timedelta(hours=2),
    ) in set(_changes(zoneinfo.ZoneInfo("Europe/Belgrade")))


@pytest.fixture(params=SERVERS)
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server whose own clock is set to a zone."""
    kept = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if kept is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = kept
    time.tzset()


def test_a_deadline_on_a_change_of_clocks(server_zone: str) -> None:
    """A second before and on it there is time, a second after there is not; whatever zone the moments are written in."""
    for name, moment in transitions():
        zone = zoneinfo.ZoneInfo(name)
        until = limits(QUIZ, started_at=moment - timedelta(minutes=MINUTES))
        assert until.deadline_at == moment
        for step, expected in ((-1, Stage.OPEN), (0, Stage.OPEN), (1, Stage.OVER)):
            at = moment + step * SECOND
            for written in (at, at.astimezone(zone)):
                found = stage(
                    is_closed=False, deadline_at=until.deadline_at, ends_at=until.ends_at, at=written
                )
                assert found is expected, f"{name}, {moment}, {step:+} s, server in {server_zone}"


def test_an_attempt_across_a_change_lasts_as_long(server_zone: str) -> None:
    """Minutes are minutes: an hour that is missing or comes twice neither takes nor gives time; extra time likewise."""
    for name, moment in transitions():
        started_at = moment - timedelta(minutes=20)
        extra = limits(QUIZ, Dates(extra_minutes=15), started_at=started_at)
        assert extra.deadline_at is not None
        assert extra.deadline_at - started_at == timedelta(minutes=MINUTES + 15), name
        assert extra.deadline_at.utcoffset() == timedelta()


def test_a_last_day_ends_with_the_day_in_utc(server_zone: str) -> None:
    """On each day on which somebody's clocks change."""
    for day in sorted({moment.date() for _name, moment in transitions()}):
        until = limits(QUIZ, Dates(closes_on=day), started_at=end_of(day) - timedelta(minutes=10))
        assert (
            until.deadline_at
            == end_of(day)
            == datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
        )
    assert end_of(date(2026, 10, 25)) - end_of(date(2026, 10, 24)) == timedelta(days=1)
