"""Generations, drift against scipy, the tree of who taught whom, and what passes as observed delivery."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from academy.cascade.rules import (
    Counted,
    Sample,
    generation_of_trainees,
    generations,
    may_teach,
    obstacle_in_days,
)
from academy.cascade.rules.delivery import CRITERIA, is_whole, judge
from academy.cascade.rules.generations import drift, measured
from academy.cascade.rules.lineage import DEEPEST, Branch, forest

SCORES = st.lists(st.integers(0, 20).map(lambda each: each / 20), min_size=5, max_size=30)
TODAY = date(2026, 11, 23)


def sample(scores: list[float]) -> Sample:
    return Sample(len(scores), sum(scores), sum(each * each for each in scores))


@settings(max_examples=50, deadline=None)
@given(SCORES, SCORES)
def test_drift_is_welchs(first: list[float], later: list[float]) -> None:
    """From sums alone: the difference, and the interval that scipy gives for unequal variances."""
    found = drift(sample(first), sample(later))
    if len(set(first)) == len(set(later)) == 1:
        assert found is None
        return
    assert found is not None
    interval = stats.ttest_ind(later, first, equal_var=False).confidence_interval(0.95)
    assert found.low == pytest.approx(max(-1, interval.low), abs=1e-6)
    assert found.high == pytest.approx(min(1, interval.high), abs=1e-6)
    assert found.by == pytest.approx(sum(later) / len(later) - sum(first) / len(first))
    assert found.is_told_apart == (found.low > 0 or found.high < 0)


@settings(max_examples=50, deadline=None)
@given(SCORES)
def test_a_mean_has_students_interval(scores: list[float]) -> None:
    found = measured(sample(scores))
    assert found is not None
    if len(set(scores)) == 1:
        assert found.low == pytest.approx(found.high, abs=1e-6)
        return
    low, high = stats.t.interval(0.95, len(scores) - 1, loc=stats.tmean(scores), scale=stats.sem(scores))
    assert (found.low, found.high) == (
        pytest.approx(max(0, low), abs=1e-6),
        pytest.approx(min(1, high), abs=1e-6),
    )


def test_of_few_nothing_is_said() -> None:
    """Neither a mean nor a drift of four; the first generation drifts from nothing."""
    many, few = sample([0.5, 0.6, 0.7, 0.8, 0.9]), sample([0.1, 0.2, 0.3, 0.4])
    rows = generations([
        Counted(2, 4, 4, few, few, few, few), Counted(1, 9, 5, many, many, many, many), Counted(3, 6, 0, many, *(Sample(),) * 3)
    ])  # fmt: skip
    assert [each.number for each in rows] == [1, 2, 3]
    assert [each.score is None for each in rows] == [False, True, False]
    assert [each.drift is None for each in rows] == [True, True, False]
    assert [each.gain is None for each in rows] == [False, True, True]
    assert rows[2].drift is not None and rows[2].drift.by == pytest.approx(0)
    assert rows[0].share_completed == pytest.approx(5 / 9)


def test_no_first_generation_no_drift() -> None:
    many = sample([0.5, 0.6, 0.7, 0.8, 0.9])
    assert generations([Counted(2, 5, 5, many, *(Sample(),) * 3)])[0].drift is None


def test_generations_go_up_by_one() -> None:
    assert [generation_of_trainees(each) for each in (None, 2, 3)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("own", "level", "same", "may"),
    [
        ("basic", "basic", True, True), ("basic", "basic", False, False), ("basic", "advanced", False, False),
        ("advanced", "basic", False, True), ("supreme", "advanced", False, True), ("advanced", "advanced", False, False),
    ],
)  # fmt: skip
def test_who_may_teach_what(own: str, level: str, same: bool, may: bool) -> None:
    assert may_teach(own_level=own, level=level, is_same_course=same) is may


def test_days_of_a_proposal() -> None:
    day = timedelta(days=1)
    assert obstacle_in_days(TODAY, TODAY, today=TODAY) is None
    assert obstacle_in_days(TODAY - day, TODAY, today=TODAY) == ("training-day", "starts_on")
    assert obstacle_in_days(TODAY, TODAY - day, today=TODAY) == ("training-ends", "ends_on")
    assert obstacle_in_days(TODAY, TODAY + 61 * day, today=TODAY) == ("training-ends", "ends_on")


@pytest.mark.parametrize(
    ("missed", "is_passed"),
    [((), True), (("objectives",), True), (("objectives", "answers"), False), (("custody",), False)],
)
def test_delivery_is_passed(missed: tuple[str, ...], is_passed: bool) -> None:
    """Every critical criterion, and four of the five others; what was not seen is as good as not met."""
    findings = {key: "not-seen" if key in missed else "met" for key in CRITERIA}
    assert judge(findings).is_passed is is_passed
    assert judge(findings).met == len(CRITERIA) - len(missed)
    assert judge(findings).missed == tuple(key for key in missed if CRITERIA[key])


def test_every_criterion_is_noted() -> None:
    whole = dict.fromkeys(CRITERIA, "met")
    assert is_whole(whole)
    assert not is_whole(whole | {"safety": "perhaps"})
    assert not is_whole({"safety": "met"})


def test_a_forest_shows_each_once() -> None:
    """Under its parent, or at the top where that is not among them; a circle is not followed, and depth has an end."""
    ids = [UUID(int=each) for each in range(1, 40)]
    line = forest((each, ids[place - 1] if place else None, place) for place, each in enumerate(ids))
    depth, branch = 0, line
    while branch:
        depth, branch = depth + 1, branch[0].below
    assert depth == DEEPEST
    assert forest([(ids[0], ids[1], "a"), (ids[1], ids[0], "b")]) == ()
    assert forest([(ids[0], ids[9], "a"), (ids[1], ids[0], "b")]) == (Branch("a", (Branch("b", ()),)),)
