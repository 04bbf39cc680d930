"""Surveys: answering one, reading a group's answers, writing one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.models import ActivityDraft, Course
from academy.courses.service import drafts
from academy.db import session
from academy.learning import queries as learning
from academy.surveys import service
from academy.surveys.models import SurveyAnswer
from academy.surveys.rules import KIND
from tests.kinds import SURVEY, Field, course_id, in_the_field, learner
from tests.lens import Lens
from tests.world import World

SHOW = f"/en/courses/kinds/surveys/{SURVEY}"


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


@pytest.fixture
def amina(field: Field, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


@pytest.fixture
def trajce(field: Field, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.trajce)


def test_answering(field: Field, amina: Lens) -> None:
    page = amina.get(SHOW)
    for words in ("How useful was the day?", "Not at all", "without your name", "about right"):
        assert words in page.text
    done = page.submit(
        "surveys/",
        {"useful": "4", "pace": "right", "liked": ["talk", "walk"], "words": "More <b>range</b> time"},
    )
    assert "without your name" in done.text
    assert SURVEY in learning.completions(field.amina.id)
    answered = session.scalars(select(SurveyAnswer)).one()
    assert answered.answers == {
        "useful": 4, "pace": "right", "liked": ["talk", "walk"], "words": "More <b>range</b> time"
    }  # fmt: skip
    assert "You have answered" in amina.get(SHOW).text
    assert "range" not in amina.get(SHOW).html.replace("Range", "")


def test_a_second_click(field: Field, amina: Lens) -> None:
    page = amina.get(SHOW)
    page.submit("surveys/", {"useful": "4"})
    assert "You have answered" in page.submit("surveys/", {"useful": "1"}).text
    assert len(session.scalars(select(SurveyAnswer)).all()) == 1


def test_what_must_be_answered(field: Field, amina: Lens) -> None:
    page = amina.get(SHOW).submit("surveys/", {"pace": "slow", "words": "Keep me"}, status=422)
    assert "Please answer this one" in page.text
    assert "Keep me" in page.html
    assert learning.completions(field.amina.id) == {}
    assert "too long" in page.submit("surveys/", {"useful": "2", "words": "x" * 2001}, status=422).text


def answered(field: Field, count: int, world: World) -> None:
    for number in range(count):
        with db.writing():
            enrolment = learner(field, f"many-{number}", world.rangers)
            answers = {"useful": number % 5 + 1, "words": f"<i>words</i> {9 - number}", "liked": ["talk"]}
            service.answer(enrolment=enrolment, activity=SURVEY, answers=answers, at=clock.now())


def test_results_from_five_on(field: Field, trajce: Lens, world: World) -> None:
    address = f"/en/cohorts/{field.cohort.id}/surveys/{SURVEY}"
    answered(field, 4, world)
    page = trajce.get(address)
    assert "Not enough answers yet" in page.text
    assert "words" not in page.text
    with db.writing():
        enrolment = session.get_one(type(field.amina), field.amina.id)
        service.answer(
            enrolment=enrolment, activity=SURVEY, answers={"useful": 5, "pace": "fast"}, at=clock.now()
        )
    page = trajce.get(address)
    for words in ("5 answers", "mean 3 of 5", "too fast", "The talk", "<i>words</i> 6"):
        assert words in page.text
    assert page.text.index("words</i> 6") < page.text.index("words</i> 9"), "not in the order they came"
    assert "amina" not in page.text
    assert "many-" not in page.text
    with db.writing():
        late = learner(field, "late", world.rangers)
        service.answer(enrolment=late, activity=SURVEY, answers={"words": "It was me"}, at=clock.now())
    assert trajce.get(address).text == page.text, "one more answer would tell who gave it"


def test_other_people(field: Field, world: World, lens_of: Callable[[Person], Lens], lens: Lens) -> None:
    address = f"/en/cohorts/{field.cohort.id}/surveys/{SURVEY}"
    for person in (world.amina, world.boris, world.ada):
        assert "another role" in lens_of(person).get(address, status=403).text
    vera = lens_of(field.vera)
    assert (
        vera.get(address, status=404).text
        == vera.get(f"/en/cohorts/{uuid4()}/surveys/{SURVEY}", status=404).text
    )
    assert "/en/sign-in" in lens.client.get(SHOW).headers["Location"]
    lens_of(world.boris).get(SHOW, status=404)
    lens_of(world.trajce).get(f"/en/cohorts/{field.cohort.id}/surveys/field-day", status=404)
    lens_of(world.amina).get("/en/courses/kinds/surveys/field-day", status=404)


def drafted(field: Field) -> ActivityDraft:
    with db.writing():
        course = session.get_one(Course, course_id())
        drafts.fill(course=course, document=field.course, by=None, at=clock.now())
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == SURVEY)).one()


def source(draft: ActivityDraft) -> str:
    session.expire_all()
    return str(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)))


def test_writing_a_survey(field: Field, trajce: Lens) -> None:
    draft = drafted(field)
    before = source(draft)
    page = trajce.get(f"/en/author/surveys/{draft.id}")
    page.submit("author/surveys", {})
    assert source(draft) == before, "saving what was not touched changes nothing"
    # one choice reworded, one new in front; a question added and moved
    more = page.submit(
        "author/surveys",
        {"questions-1-choices": "much too slow\nabout right\ntoo fast\nno idea", "rows.do": "questions.add"},
    )
    saved = more.submit(
        "author/surveys",
        {
            "questions-4-text": "Would you come again?",
            "questions-4-kind": "choice",
            "questions-4-choices": "Yes\nNo",
        },
    )
    assert "Saved" in saved.text
    after = KIND.read(source(draft))
    assert [(each.key, each.text) for each in after.questions[1].choices] == [
        ("slow", "much too slow"), ("right", "about right"), ("fast", "too fast"), ("choice-1", "no idea")
    ]  # fmt: skip
    last = after.questions[4]
    assert (last.key, last.kind, [each.text for each in last.choices]) == (
        "question-1",
        "choice",
        ["Yes", "No"],
    )
    first = (
        trajce.get(f"/en/author/surveys/{draft.id}")
        .submit("author/surveys", {"rows.do": "questions.down.0"})
        .submit("author/surveys", {})
    )
    assert first.html.index("The pace was") < first.html.index("How useful was the day?")
