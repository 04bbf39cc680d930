"""Surveys on record: answered once, by nobody in particular."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from academy import clock, db
from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Completion, Enrolment
from academy.surveys import queries, service
from academy.surveys.models import SurveyAnswer
from tests.kinds import SURVEY, Field, in_the_field
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
    assert queries.answers_of(field.cohort.id, SURVEY) == [{"useful": 4}]
    assert session.get(Completion, (field.amina.id, SURVEY)) is not None
    with db.writing():
        session.delete(session.get_one(Completion, (field.amina.id, SURVEY)))
        session.delete(session.scalars(select(SurveyAnswer)).one())

    def fail(**_words: object) -> bool:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("academy.learning.service.complete", fail)
    with pytest.raises(RuntimeError):
        answer(field)
    assert queries.answers_of(field.cohort.id, SURVEY) == []


def test_once(field: Field) -> None:
    answer(field)
    with pytest.raises(Conflict, match="survey-answered"):
        answer(field)
    assert len(queries.answers_of(field.cohort.id, SURVEY)) == 1


def test_an_answer_points_at_nobody_and_at_no_moment(field: Field) -> None:
    columns = {column.name: str(column.type) for column in inspect(SurveyAnswer).columns}
    assert set(columns) == {"id", "edition_id", "cohort_id", "activity", "answers"}
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
