"""When items come back: FSRS through the academy's own form of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.recall.rules import KNOWN, Answer, Scheduled, again, answered, begun

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
RATINGS = {Answer.WRONG: Rating.Again, Answer.HARD: Rating.Hard, Answer.RIGHT: Rating.Good}


def test_what_was_missed_comes_back_the_day_after() -> None:
    assert begun(AT).due_at == AT + timedelta(days=1)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(Answer), st.integers(0, 30)), max_size=12))
def test_it_is_the_schedule_of_the_package_itself(answers: list[tuple[Answer, int]]) -> None:
    """Kept as JSON and built anew each time, a card comes back when one that was never taken apart does."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    ours = begun(AT)
    theirs, _log = scheduler.review_card(Card(card_id=1, due=AT), Rating.Again, review_datetime=AT)
    at = AT
    for answer, late in answers:
        at = ours.due_at + timedelta(days=late)
        ours = answered(ours.memory, answer, at=at)
        theirs, _log = scheduler.review_card(theirs, RATINGS[answer], review_datetime=at)
        assert ours.due_at == theirs.due
        assert ours.due_at >= at + timedelta(days=1)


def walked(count: int) -> tuple[Scheduled, list[timedelta]]:
    """Answer rightly so often, each time on the day."""
    found, intervals = begun(AT), []
    for _ in range(count):
        at = found.due_at
        found = answered(found.memory, Answer.RIGHT, at=at)
        intervals.append(found.due_at - at)
    return found, intervals


def test_intervals_grow_until_it_is_known() -> None:
    last, intervals = walked(6)
    assert intervals == sorted(set(intervals))
    assert last.is_known
    assert intervals[-1] >= KNOWN
    assert not walked(3)[0].is_known


@pytest.mark.parametrize("count", [1, 3])
def test_hard_comes_back_sooner_and_counts_once(count: int) -> None:
    """Saying that it was hard takes the place of the answer, it does not add one."""
    before, _intervals = walked(count)
    at = before.due_at
    good = answered(before.memory, Answer.RIGHT, at=at)
    hard = again(good.memory, Answer.HARD, at=at)
    assert hard.due_at < good.due_at
    assert hard == answered(before.memory, Answer.HARD, at=at)
