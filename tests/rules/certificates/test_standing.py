"""Which verdict is possible from where, when a certificate may be renewed, and which warning is due."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.certificates.forms import REASONS as WORDS
from academy.certificates.rules import (
    REASONS,
    WARNING_DAYS,
    State,
    Verdict,
    decided,
    due_warning,
    possible,
    renewed_until,
    window,
)

END = date(2028, 6, 30)
DAYS = st.integers(min_value=-40, max_value=120)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.integers(0, 9)), max_size=12))
def test_any_sequence_keeps_at_most_one_that_counts(steps: list[tuple[Verdict, int]]) -> None:
    issued = [State.VALID]
    for verdict, which in steps:
        place = which % len(issued)
        becomes = decided(issued[place], verdict)
        if becomes is None:
            assert verdict not in possible(issued[place])
            continue
        assert issued[place] not in (State.REVOKED, State.REPLACED)  # what is final stays
        issued[place] = becomes
        if verdict is Verdict.REPLACE:
            issued.append(State.VALID)
        assert sum(state in (State.VALID, State.SUSPENDED) for state in issued) <= 1


def test_every_verdict_has_reasons_and_every_reason_words() -> None:
    assert set(REASONS) == set(Verdict)
    assert {key for keys in REASONS.values() for key in keys} == set(WORDS)


def test_the_window_lies_around_the_end() -> None:
    found = window(END, opens_days=90, grace_days=30)
    inside = [day for day in (-91, -90, 0, 30, 31) if found.holds(END + timedelta(days=day))]
    assert inside == [-90, 0, 30]


def test_early_loses_nothing_and_late_wins_nothing() -> None:
    assert renewed_until(END, 36, completed_on=date(2028, 4, 2)) == date(2031, 6, 30)
    assert renewed_until(END, 36, completed_on=date(2028, 7, 9)) == date(2031, 7, 9)
    assert renewed_until(END, None, completed_on=END) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(DAYS, max_size=20))
def test_each_warning_goes_out_once_nearest_first(left: list[int]) -> None:
    sent: list[int] = []
    for days in sorted(left, reverse=True):
        due = due_warning(END, END - timedelta(days=days), sent)
        if due is not None:
            assert 0 <= days <= due and due in WARNING_DAYS
            assert all(due < each for each in sent)
            sent.append(due)
