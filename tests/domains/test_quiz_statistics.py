"""Statistics of a quiz from the results themselves: whose attempts count, wordings, draws, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import update

from academy import db
from academy.db import session
from academy.learning.models import Cause, ItemResult, ResultChange
from academy.quizzes.models import KeptFigures
from academy.quizzes.queries.answers import answers_at, of_versions
from academy.quizzes.queries.ready import ready_statistics
from academy.quizzes.queries.statistics import Scope, stamp_of, statistics_of
from academy.quizzes.service.statistics import PAUSE, Keeper, keep_figures
from tests.marking import GLOVES, QUIZ, quiz, teach
from tests.sitting import Answered, sat
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
PEOPLE = 30
KEYS = ("one", "two", "three", "four")


def items(*keys: str, **more: Any) -> list[dict[str, Any]]:
    return [{**GLOVES, "key": key, **more} for key in keys]


def answers(people: int = PEOPLE, keys: tuple[str, ...] = KEYS, *, seed: int = 3) -> list[Answered]:
    """Right is "a"; who knows more is right more often."""
    chance = np.random.default_rng(seed)
    rights = chance.normal(size=(people, 1)) + chance.normal(size=(people, len(keys))) > 0
    return [
        {key: ("a" if right else "b", float(right), None, 30) for key, right in zip(keys, row, strict=True)}
        for row in rights
    ]


def scores(answered: list[Answered]) -> np.ndarray:
    return np.array([[score for _said, score, _sure, _seconds in own.values()] for own in answered])


@pytest.fixture
def edition(app: Flask, world: World) -> UUID:
    return teach(app, world, quiz(*items(*KEYS)), at=AT)


def whole(world: World, **more: Any) -> Scope:
    return Scope(world.edition.course_id, QUIZ, **more)


def test_figures_are_those_of_numpy(edition: UUID, world: World) -> None:
    answered = answers()
    sat(edition, QUIZ, answered, agency_id=world.rangers.id, at=AT)
    found, matrix = statistics_of(whole(world)), scores(answered)
    totals = matrix.sum(axis=1)
    assert found.quiz.count == PEOPLE
    assert found.quiz.mean == pytest.approx(matrix.mean())
    alpha = 4 / 3 * (1 - matrix.var(axis=0, ddof=1).sum() / totals.var(ddof=1))
    assert found.quiz.consistency == pytest.approx(100 * alpha)
    for place, row in enumerate(found.items):
        assert row.key == KEYS[place]
        rest = totals - matrix[:, place]
        assert row.figures.discrimination == pytest.approx(100 * np.corrcoef(matrix[:, place], rest)[0, 1])
        assert row.seconds == (30, 30, 30)
        assert row.asked.guess == pytest.approx(1 / 3)


def test_only_first_attempts_that_count(edition: UUID, world: World) -> None:
    """Second attempts and practice change nothing; who is of no cohort is in none."""
    right, wrong = (
        [dict.fromkeys(KEYS, ("a", 1.0, None, None))],
        [dict.fromkeys(KEYS, ("b", 0.0, None, None))],
    )
    hers = sat(edition, QUIZ, right * 12, agency_id=world.rangers.id, at=AT, cohort_id=world.cohort.id)
    sat(edition, QUIZ, wrong * 12, agency_id=world.rangers.id, at=AT, number=2, enrolments=hers)
    sat(edition, QUIZ, wrong, agency_id=world.rangers.id, at=AT, is_practice=True)
    sat(edition, QUIZ, wrong * 10, agency_id=world.rangers.id, at=AT)
    assert statistics_of(whole(world)).quiz.count == 22
    of_cohort = statistics_of(whole(world, cohort_id=world.cohort.id)).quiz
    assert (of_cohort.count, of_cohort.mean) == (12, 1.0)
    nowhere = statistics_of(whole(world, edition_id=world.edition.id))
    assert (nowhere.quiz.count, nowhere.items) == (0, ())


def test_wordings_are_measured_apart(app: Flask, edition: UUID, world: World) -> None:
    """An item that a new edition words otherwise has a row for each; tags and feedback are no wording."""
    sat(edition, QUIZ, answers(12), agency_id=world.rangers.id, at=AT)
    anew = [*items("one", "two", "three", tags=["new"]), *items("four", prompt="Another question?")]
    newer = teach(app, world, quiz(*anew), at=AT + timedelta(days=1))
    sat(newer, QUIZ, answers(11, seed=4), agency_id=world.rangers.id, at=AT + timedelta(days=2))
    rows = {(row.key, row.is_current): row for row in statistics_of(whole(world)).items}
    assert rows["one", True].figures.count == 23
    assert rows["four", True].figures.count == 11
    assert rows["four", False].figures.count == 12
    assert len(answers_at(whole(world), rows["one", True]).responses) == 23
    assert len(answers_at(whole(world), rows["four", False]).responses) == 12
    assert [(each.version, each.count) for each in of_versions(whole(world), "one")] == [(None, 23)]


def test_drawn_items_fill_one_place(app: Flask, world: World) -> None:
    """Consistency with draws is that of the places, as the papers fill them."""
    content = quiz(
        *items("one", "two"),
        *items("even", "odd", competency="law"),
        draws=[{"competency": "law", "count": 1}],
    )
    edition = teach(app, world, content, at=AT)
    matrix, drawn, papers = scores(answers(40, ("one", "two", "law"))), [], []
    for place, (one, two, third) in enumerate(matrix):
        keys = ["one", "two", "even" if place % 2 else "odd"]
        papers.append(keys)
        drawn.append(
            {key: ("a", score, None, None) for key, score in zip(keys, (one, two, third), strict=True)}
        )
    sat(edition, QUIZ, drawn, agency_id=world.rangers.id, at=AT, papers=papers)
    found = statistics_of(whole(world))
    alpha = 3 / 2 * (1 - matrix.var(axis=0, ddof=1).sum() / matrix.sum(axis=1).var(ddof=1))
    assert found.quiz.consistency == pytest.approx(100 * alpha)
    assert {row.key: row.figures.count for row in found.items}["even"] == 20


def test_certainty_by_competency_and_agency(app: Flask, world: World) -> None:
    edition = teach(
        app,
        world,
        quiz(*items("one", competency="law"), *items("two", competency="safety"), certainty=True),
        at=AT,
    )
    sure = {"one": ("a", 1.0, 3, None), "two": ("b", 0.0, 3, None)}
    sat(edition, QUIZ, [sure] * 10, agency_id=world.rangers.id, at=AT)
    sat(edition, QUIZ, [sure] * 3, agency_id=world.inspectors.id, at=AT)
    found = statistics_of(whole(world))
    assert found.everybody is not None
    assert (found.everybody.people, found.everybody.count) == (13, 26)
    assert found.topics["law"].average == pytest.approx(3)
    assert found.topics["safety"].average == pytest.approx(-6)
    assert found.topics["law"].levels[3].accuracy == 1
    assert not found.agencies[world.rangers.id].is_withheld
    assert found.agencies[world.inspectors.id].is_withheld, "three people are too few"


def test_what_was_marked_anew_counts_as_it_is_now(edition: UUID, world: World) -> None:
    """Figures at hand are computed anew once a result has changed."""
    sat(edition, QUIZ, [{"one": ("b", 0.0, None, None)}] * 12, agency_id=world.rangers.id, at=AT)
    scope = whole(world)
    assert ready_statistics(scope).items[0].figures.facility == 0
    before = stamp_of(scope)
    with db.writing():
        attempt_id = session.query(ItemResult.attempt_id).limit(1).scalar()
        session.execute(update(ItemResult).values(score=1.0, credit=1.0, is_right=True))
        session.add(
            ResultChange(attempt_id=attempt_id, item="one", cause=Cause.REGRADE, reason="R", score_before=0.0, score_after=1.0, changed_at=AT)
        )  # fmt: skip
    assert stamp_of(scope) != before
    assert ready_statistics(scope).items[0].figures.facility == 1


def test_figures_of_large_quizzes_are_kept(
    edition: UUID, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caretaker keeps them once; who asks then computes nothing, in another process neither."""
    sat(edition, QUIZ, answers(12), agency_id=world.rangers.id, at=AT)
    keeper, scope = Keeper(large=10), whole(world)
    assert keeper(AT) == 1
    assert keeper(AT) == 0, "it has just looked"
    assert keeper(AT + PAUSE) == 0, "nothing is new"
    kept = session.get_one(KeptFigures, (world.edition.course_id, QUIZ, ""))
    assert kept.stamp == stamp_of(scope)
    expected = statistics_of(scope)
    monkeypatch.setattr("academy.quizzes.queries.ready._ready", WeakKeyDictionary())
    monkeypatch.setattr(
        "academy.quizzes.queries.ready.statistics_of", lambda _scope: pytest.fail("computed anew")
    )
    assert ready_statistics(scope) == expected
    sat(edition, QUIZ, answers(1), agency_id=world.rangers.id, at=AT + timedelta(hours=1))
    assert keep_figures(scope=scope, at=AT + 2 * PAUSE)
    assert Keeper(large=1000)(AT) == 0, "small quizzes are computed while their page is made"
