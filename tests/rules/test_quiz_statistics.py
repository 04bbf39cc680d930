"""Statistics of quizzes beyond the formulas: places of drawn items, calibration, sorting, what is kept."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from academy.items.kinds import parse
from academy.items.rules.statistics import (
    Asked,
    Flag,
    ItemFigures,
    QuizFigures,
    common_answers,
    flags,
    offered,
    taken,
)
from academy.items.rules.statistics.intervals import of_scores, of_share
from academy.quizzes.content import Draw, QuizContent
from academy.quizzes.rules import Judgement
from academy.quizzes.rules.calibration import Calibration, Group, calibration
from academy.quizzes.rules.slots import Slots
from academy.quizzes.rules.statistics import ItemRow, Statistics, frozen, ordered, revived

CHOICE = {"kind": "single-choice", "prompt": "?", "choices": [{"text": "A", "right": True}, {"text": "B"}]}


def item(key: str, **more: object):
    return parse({**CHOICE, "key": key, **more})


def test_drawn_items_fill_places_in_the_order_of_the_paper() -> None:
    quiz = QuizContent(
        title="Q", minutes=5, items=[item("always"), *(item(f"d{n}", competency="law") for n in range(4))],
        draws=[Draw(competency="law", count=2)],
    )  # fmt: skip
    slots = Slots(quiz)
    assert slots.has_draws
    one, two = slots.of(["d3", "always", "d0"]), slots.of(["d1", "d2", "always"])
    assert one["always"] == two["always"] == "always"
    assert set(one.values()) == set(two.values())
    assert one["d3"] == two["d1"]
    assert not Slots(quiz.model_copy(update={"draws": []})).has_draws


def filled(people: int, answers: list[tuple[int, float, float]]) -> Group:
    """Let so many people give these answers in turn: certainty, score, credit."""
    group = Group()
    for place, (sure, score, credit) in enumerate(answers):
        group.people.add(place % people)
        group.tallies[sure].add(score, credit)
    return group


def test_calibration_of_a_worked_example() -> None:
    """Gardner-Medwin's marks by hand: three right at 3, three wrong at 3, six right at 1."""
    answers = [(3, 1.0, 1.0)] * 3 + [(3, 0.0, -2.0)] * 3 + [(1, 1.0, 1 / 3)] * 6
    found = calibration(filled(6, answers))
    assert found.average == pytest.approx((3 * 3 - 3 * 6 + 6 * 1) / 12)
    assert found.levels[3].accuracy == pytest.approx(0.5)
    assert found.levels[3].judgement in (Judgement.OVER, Judgement.SLIGHTLY_OVER)
    assert found.levels[1].judgement in (Judgement.UNDER, Judgement.SLIGHTLY_UNDER)
    assert 2 not in found.levels


@pytest.mark.parametrize(("people", "count"), [(4, 40), (9, 9)])
def test_calibration_of_too_few_is_withheld(people: int, count: int) -> None:
    found = calibration(filled(people, [(2, 1.0, 2 / 3)] * count))
    assert found.is_withheld
    assert not found.levels


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=10, max_size=60))
def test_right_and_wrong_have_wilsons_interval(scores: list[float]) -> None:
    assert of_scores(scores) == pytest.approx(of_share(float(np.mean(scores)), len(scores)))


def test_partial_scores_have_students() -> None:
    scores = [0.5, 1.0, 0.25, 0.75, 0.5, 0.5, 1.0, 0.0, 0.25, 0.75]
    low, high = stats.t.interval(0.95, 9, np.mean(scores), stats.sem(scores))
    assert of_scores(scores) == pytest.approx((low, high), abs=1e-9)
    assert of_scores([-2.0] * 5 + [1.0] * 5)[0] < 0, "certainty can cost more than nothing"


def row(key: str, facility: float | None, **more: object) -> ItemRow:
    return ItemRow(key, uuid4(), 1, True, Asked(key, 1.0, 0.5), ItemFigures(20, facility, **more))  # type: ignore[arg-type]


def test_rows_are_sorted_and_what_is_withheld_comes_last() -> None:
    rows = [row("b", 0.9), row("none", None), row("a", 0.1)]
    assert [each.key for each in ordered(rows, "facility")] == ["a", "b", "none"]
    assert [each.key for each in ordered(rows, "facility", is_falling=True)] == ["b", "a", "none"]
    assert [each.key for each in ordered(rows, "no such column")] == ["b", "none", "a"]


def test_what_to_look_at() -> None:
    asked = Asked("a", 1.0, 0.25)
    assert flags(asked, ItemFigures(50, 0.99, efficiency=50.0)) == [Flag.EASY]
    assert flags(asked, ItemFigures(50, 0.1, efficiency=14.9)) == [Flag.HARD, Flag.WEAK]
    assert flags(asked, ItemFigures(50, 0.5, discrimination=-3.0, efficiency=-4.0)) == [Flag.CONTRARY]
    assert flags(Asked("a", 1.0, 0.5), ItemFigures(3)) == [Flag.GUESSABLE]


def test_what_is_kept_comes_back_as_it_was() -> None:
    agency = uuid4()
    group = calibration(filled(6, [(3, 1.0, 1.0)] * 12))
    statistics = Statistics(
        QuizFigures(20, 0.5, (0.4, 0.6), 0.5, 0.1),
        (row("a", 0.5, interval=(0.4, 0.6)),),
        group,
        {"law": group},
        {agency: Calibration(2, 3)},
    )
    assert revived(frozen(statistics)) == statistics


def test_which_options_a_response_takes() -> None:
    single = item("one")
    assert [(each.letter, each.is_right) for each in offered(single)] == [("a", True), ("b", False)]
    assert taken(single, "b") == {"b"}
    assert taken(single, None) == taken(single, "of another edition") == frozenset()
    truth = parse({"key": "t", "kind": "true-false", "prompt": "?", "answer": False})
    assert [(each.letter, each.is_right) for each in offered(truth)] == [("true", False), ("false", True)]
    assert taken(truth, True) == {"true"}
    number = parse({"key": "n", "kind": "numeric", "prompt": "?", "answer": 30, "unit": "minutes"})
    assert offered(number) == []


def test_what_few_answered_in_their_own_words_is_not_shown() -> None:
    number = parse({"key": "n", "kind": "numeric", "prompt": "?", "answer": 30, "unit": "minutes"})
    shown, others = common_answers(number, ["30"] * 6 + ["12"] * 4 + ["7"])
    assert shown == [("30 minutes", 6)]
    assert others == 5
