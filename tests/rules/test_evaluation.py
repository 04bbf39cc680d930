"""When supervisors are asked, which answers are shown, and for which periods cases are reported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.evaluation.rules import (
    FEWEST,
    QUESTIONS,
    Reply,
    Step,
    asked_between,
    counted,
    period_of,
    periods_over,
    rate,
    read_answers,
    tally,
)
from academy.evaluation.rules.pictures import EDGE, WIDTH, side_by_side, stacked

DAY = date(2026, 8, 20)
SEEN = dict.fromkeys(QUESTIONS, "once")


@pytest.mark.parametrize(
    ("completed_on", "months", "opens_on"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_it_opens_months_later(completed_on: date, months: int, opens_on: date) -> None:
    assert asked_between(completed_on, months) == (opens_on, opens_on + timedelta(days=45))


def test_answers_are_read_and_what_lacks_is_named() -> None:
    assert read_answers(SEEN) == (SEEN, ())
    given_, missing = read_answers({**SEEN, "scene": "often", "other": "once"})
    assert missing == ("scene",)
    assert "other" not in given_


def test_the_rate_holds_nothing_open_against_anybody() -> None:
    closed, still_open = DAY - timedelta(days=1), DAY
    found = rate([Reply(closed, SEEN), Reply(closed), Reply(still_open, SEEN), Reply(still_open)], today=DAY)
    assert (found.answered, found.unanswered, found.open, found.asked) == (2, 1, 1, 3)
    assert found.share == 2 / 3
    assert rate([Reply(DAY)], today=DAY).share is None


def test_answers_come_by_whole_quarters_of_five() -> None:
    first, second = date(2026, 3, 1), date(2026, 5, 1)
    four = [Reply(first, SEEN)] * 4
    assert counted(four, today=DAY) == []
    assert len(counted([*four, Reply(second, SEEN)], today=DAY)) == 5, "they wait for the next quarter"
    assert counted([*four, Reply(date(2026, 7, 3), SEEN)], today=DAY) == [], "that quarter is not over"
    assert len(counted([*four, Reply(first, SEEN), *[Reply(second, SEEN)] * 4], today=DAY)) == 5


@given(
    st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=30),
    st.dates(date(2025, 1, 1), date(2027, 3, 1)), st.integers(0, 200),
)  # fmt: skip
def test_two_looks_differ_by_a_group_or_not_at_all(closes: list[date], first: date, later: int) -> None:
    replies = [Reply(day, {**SEEN, "scene": list(Step)[place % 4]}) for place, day in enumerate(closes)]
    before = counted(replies, today=first)
    after = counted(replies, today=first + timedelta(days=later))
    assert after[: len(before)] == before, "nothing that was shown is taken back"
    assert len(after) - len(before) == 0 or len(after) - len(before) >= FEWEST


def test_a_small_group_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        tally([SEEN] * 4)
    found = tally([SEEN] * 3 + [{**SEEN, "scene": "never"}, {**SEEN, "scene": "no-occasion"}])
    scene = next(each for each in found if each.question == "scene")
    assert (scene.counts[Step.ONCE], scene.counts[Step.NEVER], scene.answered, scene.occasions) == (
        3,
        1,
        5,
        4,
    )
    assert scene.share(Step.ONCE) == 0.6


def test_periods_are_quarters_and_halves_that_are_over() -> None:
    assert (period_of("2025-q4").starts_on, period_of("2025-q4").ends_on) == (
        date(2025, 10, 1),
        date(2026, 1, 1),
    )
    assert (period_of("2026-h1").starts_on, period_of("2026-h1").ends_on) == (
        date(2026, 1, 1),
        date(2026, 7, 1),
    )
    for wrong in ("2026-h3", "2026-q5", "26-q1", "2026-x1", "", "2026-q1\n"):
        with pytest.raises(ValueError, match="no period"):
            period_of(wrong)
    over = periods_over(date(2026, 7, 1))
    assert [each.code for each in over[:3]] == ["2026-q2", "2026-h1", "2026-q1"]
    assert all(period_of(each.code) == each for each in over)
    assert period_of("2026-h1").overlaps(period_of("2026-q2"))
    assert not period_of("2026-h1").overlaps(period_of("2026-q3"))


def test_bars_stay_in_their_picture() -> None:
    picture = stacked([("x" * 90, [1 / 3, 1 / 3, 1 / 3]), ("none", [0.0])])
    last = picture.bars[0].parts[-1]
    assert last.x + last.width == EDGE + WIDTH
    assert picture.bars[0].words.endswith("…")
    counts = side_by_side([("Q1", [4, 0]), ("Q2", [2, 1])])
    assert [part.width for part in counts.bars[0].parts] == [WIDTH, 0]
    assert side_by_side([("Q1", [0, 0])]).bars[0].parts[0].width == 0
    assert side_by_side([]).height == 0
