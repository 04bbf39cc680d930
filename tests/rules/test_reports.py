"""What reports decide: when a letter comes, why somebody stands still, what a chart draws, what is said of few."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.learning.rules.charts import WIDTH, reach, share, stacked
from academy.reports.rules.cohorts import Competency, Exam, compared, pairs_of
from academy.reports.rules.schedules import Rhythm, next_date
from academy.reports.rules.stuck import Obstacle, Reason, Why, reason

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG, SHORT = NOW - timedelta(days=14), NOW - timedelta(days=13)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("rhythm", "begun", "after", "expected"),
    [
        (Rhythm.WEEKLY, date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 12)),
        (Rhythm.WEEKLY, date(2026, 1, 5), date(2026, 2, 3), date(2026, 2, 9)),
        (Rhythm.MONTHLY, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (Rhythm.MONTHLY, date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (Rhythm.MONTHLY, date(2024, 1, 30), date(2024, 2, 1), date(2024, 2, 29)),
        (Rhythm.QUARTERLY, date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        (Rhythm.QUARTERLY, date(2026, 11, 30), date(2028, 1, 1), date(2028, 2, 29)),
    ],
)
def test_next_date_keeps_to_the_day_it_began(
    rhythm: Rhythm, begun: date, after: date, expected: date
) -> None:
    assert next_date(rhythm, begun_on=begun, after=after) == expected


@given(rhythm=st.sampled_from(Rhythm), begun=DAYS, wait=st.integers(0, 3000))
def test_next_date_is_the_first_after(rhythm: Rhythm, begun: date, wait: int) -> None:
    """It lies after the day, less than a period later, and asking from the day before it gives it again."""
    after = begun + timedelta(days=wait)
    found = next_date(rhythm, begun_on=begun, after=after)
    assert after < found <= after + timedelta(days=92)
    assert next_date(rhythm, begun_on=begun, after=found - timedelta(days=1)) == found


def why(*obstacles: Obstacle, last: datetime | None = NOW, left: tuple[str, ...] = ()) -> Reason | None:
    return reason(obstacles, last_activity_at=last, left=left, signed_off={"field"}, at=NOW)


def test_whoever_moves_or_has_not_begun_is_not_stuck() -> None:
    assert why(last=None) is None
    assert why(last=SHORT) is None
    assert why(Obstacle("quiz", 2, SHORT), last=SHORT) is None


def test_the_reason_others_can_mend_goes_first() -> None:
    waits, failed = Obstacle("essay", 0, LONG), Obstacle("quiz", 3, None)
    assert why(failed, waits, last=LONG) == Reason(Why.MARKING, "essay", since=LONG)
    assert why(failed, last=LONG) == Reason(Why.FAILED, "quiz", 3)
    assert why(last=LONG, left=("field",)) == Reason(Why.SIGN_OFF, "field", since=LONG)
    assert why(last=LONG, left=("field", "quiz")) == Reason(Why.STILL, since=LONG)


@given(parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_parts_lie_beside_each_other_and_fill_the_bar(parts: list[int]) -> None:
    spans = stacked(parts)
    for before, after in itertools.pairwise(spans):
        assert before.x + before.width == after.x
    assert sum(span.width for span in spans) == (WIDTH if sum(parts) else 0)


@given(value=st.floats(-2, 2), low=st.floats(-2, 2), high=st.floats(-2, 2))
def test_no_drawing_leaves_its_ground(value: float, low: float, high: float) -> None:
    low, high = min(low, high), max(low, high)
    found = reach(value, low, high)
    assert found.zero == WIDTH // 2
    for span in (found.mark, share(value)):
        assert 0 <= span.x <= span.x + span.width <= WIDTH
    assert found.span.width >= 1
    assert reach(0.0, -0.5, 0.5).span.x == WIDTH // 4


def people(count: int) -> list[UUID]:
    return [UUID(int=each) for each in range(count)]


def test_of_few_people_nothing_is_said() -> None:
    begun = [
        (UUID(int=place // 4), NOW - timedelta(days=10), NOW if place < 4 else None) for place in range(6)
    ]
    scores = {"quiz": dict.fromkeys(people(4), 0.9), "before": dict.fromkeys(people(6), 0.4)}
    found = compared(
        head=(UUID(int=1), "Spring", NOW.date()), times=begun, scores=scores, exam=Exam("quiz", "before", "quiz"),
        calibration=None, competencies={},
    )  # fmt: skip
    assert (found.enrolled, found.completed, found.examined, found.pairs) == (6, 4, 4, 4)
    assert (found.median_days, found.mean_score, found.gain) == (None, None, None)
    assert found.edition_id == UUID(int=0)
    assert Competency(people=4, count=40, right=30).share is None
    assert Competency(people=5, count=40, right=30).share == 0.75


def test_pairs_are_of_those_who_took_both() -> None:
    first, second, third = people(3)
    scores = {"before": {first: 0.2, second: 0.4}, "after": {second: 0.9, third: 1.0}}
    assert pairs_of(scores, Exam("after", "before", "after")) == [(0.4, 0.9)]
    assert pairs_of(scores, Exam("after")) == []
