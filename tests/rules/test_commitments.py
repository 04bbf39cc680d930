"""Commitments: by when, when she is asked, and what the answers come to."""

from __future__ import annotations

from datetime import date

import pytest

from academy.cascade.rules.commitments import (
    Counted,
    Progress,
    asked_after_report,
    figures,
    next_asked,
    obstacle_in_due_day,
)

MADE = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("due_on", "is_good"),
    [
        (MADE, False),
        (date(2026, 12, 1), True),
        (date(2028, 11, 30), True),
        (date(2028, 12, 1), False),
    ],
)
def test_due_from_tomorrow_on_within_two_years(due_on: date, is_good: bool) -> None:
    assert (obstacle_in_due_day(due_on, today=MADE) is None) is is_good


def test_asked_after_three_six_and_twelve_months() -> None:
    """On the same day of the month, or on its last; after the third time never again."""
    days, day = [], next_asked(MADE, after=MADE)
    while day is not None:
        days.append(day)
        day = next_asked(MADE, after=day)
    assert days == [date(2027, 2, 28), date(2027, 5, 30), date(2027, 11, 30)]


@pytest.mark.parametrize(
    ("progress", "today", "following"),
    [
        (Progress.UNDER_WAY, date(2027, 3, 1), date(2027, 5, 30)),
        (Progress.NOT_BEGUN, date(2027, 5, 15), date(2027, 11, 30)),  # the next day would be in two weeks
        (Progress.UNDER_WAY, date(2027, 12, 1), None),
        (Progress.KEPT, date(2027, 3, 1), None),
        (Progress.GIVEN_UP, date(2027, 3, 1), None),
    ],
)
def test_a_report_moves_the_next_question(progress: Progress, today: date, following: date | None) -> None:
    assert asked_after_report(MADE, progress, today=today) == following


def test_figures_by_kind_with_the_rate_of_response() -> None:
    """Withdrawn ones count nowhere but under their own name; who was not asked yet is not held against the rate."""
    found = figures([
        Counted("train", "kept", True, 2), Counted("train", "made", True, 1), Counted("train", "made", False, 4),
        Counted("train", "withdrawn", True, 3), Counted("protocol", "under-way", True, 1), Counted("other", "withdrawn", False, 1),
    ])  # fmt: skip
    train, protocol, other = found.tallies
    assert (train.made, train.kept, train.going_on, train.withdrawn) == (7, 2, 5, 3)
    assert train.share_kept == pytest.approx(2 / 7)
    assert (protocol.made, protocol.going_on, other.share_kept) == (1, 1, None)
    assert (found.asked, found.reported, found.share_reported) == (4, 3, 0.75)
