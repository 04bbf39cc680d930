"""Who approves, who gets a place, and which dates are worth a reminder."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.cohorts.rules import (
    Notice,
    approvals_needed,
    notice_of_date,
    notice_of_start,
    obstacle_to_approving,
    promoted,
    takes_nominations,
    takes_people,
)

TODAY = date(2026, 3, 10)
ME, YOU, SHE = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("approver", "approvers", "is_restricted", "obstacle"),
    [
        (YOU, (), False, None),
        (YOU, (), True, None),
        (ME, (), False, None),
        (ME, (), True, "nominated-by-you"),
        (YOU, (YOU,), True, "approved-by-you"),
        (SHE, (YOU,), True, None),
        (ME, (YOU,), True, "nominated-by-you"),
    ],
)
def test_who_may_approve(approver, approvers, is_restricted, obstacle) -> None:
    """Two people who are not the nominator for a restricted course, one for any other; nobody twice."""
    found = obstacle_to_approving(
        approver=approver, nominator=ME, approvers=approvers, is_restricted=is_restricted
    )
    assert found == obstacle


def test_how_many_approve() -> None:
    assert approvals_needed(is_restricted=True) == 2
    assert approvals_needed(is_restricted=False) == 1


@given(
    waiting=st.lists(st.integers(), max_size=30),
    capacity=st.none() | st.integers(0, 20),
    taken=st.integers(0, 30),
)
def test_places_are_given_in_order_and_never_too_many(waiting, capacity, taken) -> None:
    """Those who get a place are the first of the list; nobody waits while there is room."""
    given_ = list(promoted(waiting, capacity=capacity, taken=taken))
    assert given_ == waiting[: len(given_)]
    if capacity is None:
        assert given_ == waiting
    else:
        assert taken + len(given_) <= max(capacity, taken)
        assert len(given_) == len(waiting) or taken + len(given_) >= capacity


@pytest.mark.parametrize(
    ("until", "closes_on", "is_open"),
    [
        (None, None, False),
        (TODAY, None, True),
        (TODAY - timedelta(days=1), None, False),
        (TODAY, TODAY, True),
        (TODAY, TODAY - timedelta(days=1), False),
    ],
)
def test_when_agencies_nominate(until, closes_on, is_open) -> None:
    """The last day counts, of nominations as of the cohort."""
    assert takes_nominations(nominations_until=until, closes_on=closes_on, today=TODAY) is is_open


def test_late_joiners() -> None:
    assert takes_people(closes_on=None, today=TODAY)
    assert takes_people(closes_on=TODAY, today=TODAY)
    assert not takes_people(closes_on=TODAY - timedelta(days=1), today=TODAY)


@pytest.mark.parametrize(
    ("days", "notice"),
    [
        (8, None), (7, Notice.WEEK), (6, Notice.WEEK), (2, Notice.WEEK), (1, Notice.DAY), (0, Notice.DAY),
        (-1, Notice.OVERDUE), (-14, Notice.OVERDUE), (-15, None),
    ],
)  # fmt: skip
def test_reminders_of_a_due_date(days, notice) -> None:
    assert notice_of_date(TODAY + timedelta(days=days), today=TODAY) == notice


def test_no_date_no_reminder() -> None:
    assert notice_of_date(None, today=TODAY) is None


@pytest.mark.parametrize(("days", "notice"), [(2, None), (1, Notice.START), (0, Notice.START), (-1, None)])
def test_reminder_of_the_beginning(days, notice) -> None:
    assert notice_of_start(TODAY + timedelta(days=days), today=TODAY) == notice
