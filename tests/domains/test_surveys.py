"""Surveys on record: answered once, by nobody in particular."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from academy import clock, db
from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Completion, Enrolment
from academy.surveys import queries, service
from academy.surveys.models import SurveyAnswer
from tests.kinds import SURVEY, Field, in_the_field, learner
from tests.world import World


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


def answer(field: Field) -> None:
    with db.writing():
        enrolment = session.get_one(Enrolment, field.amina.id)
        service.answer(enrolment=enrolment, activity=SURVEY, answers={"useful": 4}, at=clock.now())


def test_both_rows_or_neither(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(field)
    assert session.scalars(select(SurveyAnswer.answers)).all() == [{"useful": 4}]
    assert session.get(Completion, (field.amina.id, SURVEY)) is not None
    with db.writing():
        session.delete(session.get_one(Completion, (field.amina.id, SURVEY)))
        session.delete(session.scalars(select(SurveyAnswer)).one())

    def fail(**_words: object) -> bool:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("academy.learning.service.complete", fail)
    with pytest.raises(RuntimeError):
        answer(field)
    assert session.scalars(select(SurveyAnswer.answers)).all() == []


def test_once(field: Field) -> None:
    answer(field)
    with pytest.raises(Conflict, match="survey-answered"):
        answer(field)
    assert len(session.scalars(select(SurveyAnswer)).all()) == 1


def test_answers_are_shown_five_at_a_time(field: Field, world: World) -> None:
    """Never one more than before, so that no comparison tells what one person answered."""
    shown = []
    for number in range(11):
        with db.writing():
            enrolment = learner(field, f"one-of-{number}", world.rangers)
            service.answer(enrolment=enrolment, activity=SURVEY, answers={"useful": 1}, at=clock.now())
        shown.append(len(queries.answers_of(field.cohort.id, SURVEY)))
    assert shown == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


@pytest.mark.only("postgresql")
def test_two_groups_at_one_moment(app: Flask, field: Field, world: World) -> None:
    """The fifth and the sixth answer at once: together or five of them, never one by itself."""
    with db.writing():
        enrolments = [learner(field, f"one-of-{number}", world.rangers).id for number in range(6)]

    def one(enrolment_id: UUID) -> None:
        with app.app_context(), db.writing():
            enrolment = session.get_one(Enrolment, enrolment_id)
            service.answer(enrolment=enrolment, activity=SURVEY, answers={"useful": 1}, at=clock.now())

    for each in enrolments[:4]:
        one(each)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, enrolments[4:]))
    session.rollback()
    assert len(queries.answers_of(field.cohort.id, SURVEY)) in (0, 5, 6)


def test_an_answer_points_at_nobody_and_at_no_moment(field: Field) -> None:
    columns = {column.name: str(column.type) for column in inspect(SurveyAnswer).columns}
    assert set(columns) == {"id", "edition_id", "cohort_id", "activity", "answers", "is_shown"}
    targets = {key.column.table.name for key in SurveyAnswer.__table__.foreign_keys}
    assert targets == {"edition", "cohort"}


@pytest.mark.only("sqlite")
def test_no_hidden_row_number_tells_the_order(field: Field) -> None:
    """SQLite's own row number would."""
    text = (
        session.connection()
        .exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'survey_answer'")
        .scalar()
    )
    assert "WITHOUT ROWID" in str(text)
