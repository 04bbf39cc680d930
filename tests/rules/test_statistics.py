"""Statistics of quizzes, against NumPy and SciPy and against worked values of others, never against themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from academy.items.rules.statistics import (
    FEWEST,
    FEWEST_TOGETHER,
    Asked,
    Marks,
    facility,
    figures,
    options,
    quartiles,
)
from academy.items.rules.statistics.classical import consistency, shape
from academy.items.rules.statistics.intervals import of_consistency, of_mean, of_share
from academy.items.rules.statistics.quantiles import f_point, incomplete_beta, t_point

HALVES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    """Marks of 20 to 40 people at 2 to 6 items of different worth."""
    people, items = draw(st.integers(FEWEST_TOGETHER, 40)), draw(st.integers(2, 6))
    scores = draw(
        st.lists(st.lists(HALVES, min_size=items, max_size=items), min_size=people, max_size=people)
    )
    return np.array(scores) * np.arange(1, items + 1)


def of_matrix(matrix: np.ndarray, **asked: bool):
    people, items = matrix.shape
    columns = [(a, i, float(matrix[a, i])) for a in range(people) for i in range(items)]
    marks = Marks(*(list(column) for column in zip(*columns, strict=True)))
    names = [Asked(f"item-{i}", float(i + 1), 0.25) for i in range(items)]
    return figures(names, marks, attempts=people)


@settings(max_examples=25)
@given(matrices())
def test_items_are_measured_as_numpy_does(matrix: np.ndarray) -> None:
    found = of_matrix(matrix)
    totals = matrix.sum(axis=1)
    roots = [np.cov(matrix[:, i], totals)[0, 1] for i in range(matrix.shape[1])]
    whole = sum(np.sqrt(root) for root in roots if root >= 0)
    for i in range(matrix.shape[1]):
        column, rest, one = matrix[:, i], totals - matrix[:, i], found.items[f"item-{i}"]
        assert one.facility == pytest.approx(column.mean() / (i + 1))
        assert one.deviation == pytest.approx(column.std(ddof=1) / (i + 1))
        if column.std() > 1e-9 and rest.std() > 1e-9:
            assert one.discrimination == pytest.approx(100 * np.corrcoef(column, rest)[0, 1], abs=1e-6)
            largest = np.cov(np.sort(column), np.sort(rest))[0, 1]
            assert one.efficiency == pytest.approx(100 * np.cov(column, rest)[0, 1] / largest, abs=1e-6)
        if whole > 1e-6 and roots[i] > 1e-9:
            assert one.weight == pytest.approx(np.sqrt(roots[i]) / whole, abs=1e-6)


@settings(max_examples=25)
@given(matrices())
def test_the_whole_is_measured_as_numpy_and_scipy_do(matrix: np.ndarray) -> None:
    scores = matrix.sum(axis=1) / sum(range(1, matrix.shape[1] + 1))
    assume(scores.std() > 1e-6)
    quiz = of_matrix(matrix).quiz
    count, items = matrix.shape
    assert quiz.mean == pytest.approx(scores.mean())
    assert quiz.median == pytest.approx(np.median(scores))
    assert quiz.deviation == pytest.approx(scores.std(ddof=1))
    assert quiz.skewness == pytest.approx(stats.skew(scores, bias=False), abs=1e-6)
    assert quiz.kurtosis == pytest.approx(stats.kurtosis(scores, bias=False), abs=1e-6)
    alpha = items / (items - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / matrix.sum(axis=1).var(ddof=1))
    assert quiz.consistency == pytest.approx(100 * alpha)
    assert quiz.error_ratio == pytest.approx(100 * np.sqrt(max(0, 1 - alpha)), abs=1e-4)
    assert quiz.standard_error == pytest.approx(np.sqrt(max(0, 1 - alpha)) * scores.std(ddof=1), abs=1e-6)
    low, high = stats.t.interval(0.95, count - 1, scores.mean(), stats.sem(scores))
    assert quiz.interval == pytest.approx((low, high), abs=1e-9)


@settings(max_examples=25)
@given(st.floats(0.55, 0.999), st.integers(1, 5000))
def test_points_of_t_are_those_of_scipy(share: float, degrees: int) -> None:
    assert t_point(share, degrees) == pytest.approx(stats.t.ppf(share, degrees), rel=1e-6, abs=1e-6)


@settings(max_examples=25)
@given(st.floats(0.01, 0.99), st.integers(1, 500), st.integers(1, 5000))
def test_points_of_f_are_those_of_scipy(share: float, upper: int, lower: int) -> None:
    assert f_point(share, upper, lower) == pytest.approx(stats.f.ppf(share, upper, lower), rel=1e-6)


@settings(max_examples=25)
@given(st.floats(0.1, 200), st.floats(0.1, 200), st.floats(0, 1))
def test_the_incomplete_beta_function_is_that_of_scipy(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)


@settings(max_examples=25)
@given(st.integers(1, 400), st.data())
def test_wilsons_interval_is_that_of_scipy(count: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, count))
    theirs = stats.binomtest(right, count).proportion_ci(method="wilson")
    assert of_share(right / count, count) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_the_interval_of_a_mean_by_hand() -> None:
    # five values with mean 3 and variance 2.5: 3 ± 2.776 · √(2.5/5), t from Fisher and Yates, table III
    assert of_mean(3, 2.5**0.5, 5) == pytest.approx((3 - 2.7764 * 0.5**0.5, 3 + 2.7764 * 0.5**0.5), abs=1e-4)


def test_feldts_interval_covers_as_often_as_it_says() -> None:
    """Of 400 quizzes drawn from a known alpha of 0.8, about 95 in 100 intervals hold it (4 standard errors wide)."""
    chance, held, items, people = np.random.default_rng(7), 0, 8, 40
    # parallel items with correlation c have alpha = p·c / (1 + (p − 1)·c): c = 1/3 gives 0.8 for eight
    for _ in range(400):
        common = chance.normal(size=(people, 1)) * np.sqrt(1 / 3)
        marks = common + chance.normal(size=(people, items)) * np.sqrt(2 / 3)
        alpha = consistency(list(marks.var(axis=0, ddof=1)), float(marks.sum(axis=1).var(ddof=1)))
        assert alpha is not None
        low, high = of_consistency(alpha, people, items)
        held += low <= 0.8 <= high
    assert 0.95 - 4 * 0.011 <= held / 400 <= 0.95 + 4 * 0.011


def test_alpha_of_a_worked_example() -> None:
    """Three items that all say the same are wholly consistent; three that say nothing of each other are not at all."""
    assert consistency([2.0, 2.0, 2.0], 18.0) == pytest.approx(1.0)
    assert consistency([2.0, 2.0, 2.0], 6.0) == pytest.approx(0.0)
    assert consistency([1.0], 1.0) is None
    assert consistency([0.0, 0.0], 0.0) is None


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=FEWEST, max_size=60))
def test_quartiles_are_those_of_numpy(values: list[float]) -> None:
    assert quartiles(values) == pytest.approx(tuple(np.quantile(values, (0.25, 0.5, 0.75))))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 10)), min_size=FEWEST_TOGETHER, max_size=60))
def test_options_are_measured_as_scipy_does(answers: list[tuple[str, float]]) -> None:
    totals = [total for _, total in answers]
    assume(np.std(totals) > 1e-6)
    found = options("abc", [frozenset(letter) for letter, _ in answers], totals)
    assert found is not None
    for option in found:
        took = np.array([letter == option.letter for letter, _ in answers])
        assert option.count == took.sum()
        assert option.share == pytest.approx(took.mean())
        if 0 < took.sum() < len(took):
            assert option.point_biserial == pytest.approx(
                stats.pointbiserialr(took, totals).statistic, abs=1e-6
            )
        if took.sum() >= FEWEST:
            assert option.mean_total == pytest.approx(np.array(totals)[took].mean())
        else:
            assert option.mean_total is None


def test_too_few_people_are_not_measured() -> None:
    marks = Marks(list(range(FEWEST - 1)), [0] * (FEWEST - 1), [1.0] * (FEWEST - 1))
    few = figures([Asked("one", 1.0)], marks, attempts=FEWEST - 1)
    assert few.quiz.mean is None
    assert few.items["one"].facility is None
    assert facility([1.0] * (FEWEST - 1)) is None
    assert options("ab", [frozenset("a")] * (FEWEST - 1), [1.0] * (FEWEST - 1)) is None
    some = of_matrix(np.ones((FEWEST_TOGETHER - 1, 3)))
    assert some.quiz.consistency is None
    assert some.items["item-0"].facility is not None
    assert some.items["item-0"].discrimination is None


def test_everybody_the_same_tells_nothing_apart() -> None:
    found = of_matrix(np.ones((FEWEST_TOGETHER, 3)))
    assert found.quiz.consistency is None
    assert found.items["item-1"].discrimination is None
    assert found.items["item-1"].efficiency is None
    assert shape([1.0] * 5) == (None, None)


def test_a_pilot_counts_for_no_total_and_is_measured_against_it() -> None:
    chance = np.random.default_rng(3)
    ability = chance.normal(size=50)
    real = (ability[:, None] + chance.normal(size=(50, 3)) > 0).astype(float)
    pilot = (ability + chance.normal(size=50) > 0).astype(float)
    columns = [(a, i, float(value)) for a in range(50) for i, value in enumerate([*real[a], pilot[a]])]
    names = [*(Asked(f"item-{i}", 1.0) for i in range(3)), Asked("pilot", 1.0, is_pilot=True)]
    found = figures(names, Marks(*(list(each) for each in zip(*columns, strict=True))), attempts=50)
    assert found.quiz.mean == pytest.approx(real.sum(axis=1).mean() / 3)
    theirs = np.corrcoef(pilot, real.sum(axis=1))[0, 1]
    assert found.items["pilot"].discrimination == pytest.approx(100 * theirs)
    assert found.items["pilot"].intended is None


def test_what_was_drawn_for_one_place_is_one_slot() -> None:
    """Two items drawn in turn for one place vary as one column does."""
    chance = np.random.default_rng(5)
    matrix = chance.integers(0, 2, size=(40, 2)).astype(float)
    plain = of_matrix(matrix)
    columns = []
    for person in range(40):
        columns += [(person, 0, matrix[person, 0]), (person, 1 + person % 2, 2 * matrix[person, 1])]
    names = [Asked("item-0", 1.0), Asked("odd", 2.0, slot="draw"), Asked("even", 2.0, slot="draw")]
    drawn = figures(names, Marks(*(list(each) for each in zip(*columns, strict=True))), attempts=40)
    columns = [(a, i, float(matrix[a, i] * (i + 1))) for a in range(40) for i in range(2)]
    whole = figures(names[:2], Marks(*(list(each) for each in zip(*columns, strict=True))), attempts=40)
    assert drawn.quiz.consistency == pytest.approx(whole.quiz.consistency)
    assert plain.quiz.count == drawn.items["odd"].count + drawn.items["even"].count
