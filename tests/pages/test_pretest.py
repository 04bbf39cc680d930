"""Pre-test and quiz from one pool: what a learner is asked and told, and what her trainer reads."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.content import Activity, Course
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Attempt, AttemptState, Cohort, Completion, Enrolment, ItemResult
from academy.quizzes.content import Draw, QuizContent
from tests import editions
from tests.lens import Lens, Page
from tests.world import World

LensOf = Callable[[Person], Lens]
PRE, POST = "before", "kinds-quiz"


def _with_pretest(course: Course) -> Course:
    """Put a pre-test of the kinds quiz in front, and let that draw two of its six items."""
    one, two = course.modules
    pre = Activity(slug=PRE, kind="quiz", content=QuizContent(title="Before", minutes=2, pretest_of=POST))
    post = next(each for each in two.activities if each.slug == POST)
    assert isinstance(post.content, QuizContent)
    items = [item.model_copy(update={"competency": "packing"}) for item in post.content.items]
    drawn = post.content.model_copy(update={"items": items, "draws": [Draw(competency="packing", count=2)]})
    others = [each.model_copy(update={"content": drawn}) if each is post else each for each in two.activities]
    modules = [
        one.model_copy(update={"activities": [pre, *one.activities], "gate": False}),
        two.model_copy(update={"activities": others}),
    ]
    return course.model_copy(update={"modules": modules})


@pytest.fixture
def edition(app: Flask, world: World) -> Edition:
    """An edition with a pre-test, in which Amina is enrolled."""
    published = editions.publish(app, _with_pretest, at=clock.now())
    with db.writing():
        running = session.scalars(select(Enrolment).where(Enrolment.person_id == world.amina.id)).one()
        learning.withdraw(enrolment=running, by=world.actor(world.amina), at=clock.now())
        learning.enrol(
            person_id=world.amina.id, agency_id=world.rangers.id, edition=session.get_one(Edition, published.id),
            by=None, at=clock.now(),
        )  # fmt: skip
    return published


def _handed_in(lens: Lens, activity: str) -> Page:
    overview = lens.get(f"/en/courses/small/quizzes/{activity}")
    first = overview.submit("attempts")
    assert "Item 1 of 2" in first.text
    return lens.get(f"{first.url.rpartition('/items')[0]}/hand-in").submit("hand-in")


def test_a_pretest_tells_nothing_and_decides_nothing(edition: Edition, world: World, lens_of: LensOf) -> None:
    """Handed in blank it is done, without keys or feedback; there is one attempt; the quiz asks other items."""
    amina = lens_of(world.amina)
    result = _handed_in(amina, PRE)
    assert "Handed in" in result.text
    assert "CANARY" not in result.html
    assert "Not right" not in result.text
    assert session.scalars(select(Completion).where(Completion.activity == PRE)).one()
    assert not any(
        "attempts" in (form.get("action") or "")
        for form in amina.get(f"/en/courses/small/quizzes/{PRE}").forms()
    )
    amina.post(f"/en/courses/small/quizzes/{PRE}/attempts", {"csrf_token": amina.token()}, status=409)

    after = _handed_in(amina, POST)
    assert "Your pre-test" in after.text
    asked = {
        activity: {row.item for row in session.scalars(select(ItemResult).join(Attempt).where(Attempt.activity == activity))}
        for activity in (PRE, POST)
    }  # fmt: skip
    assert len(asked[PRE]) == len(asked[POST]) == 2
    assert not asked[PRE] & asked[POST]


@pytest.mark.parametrize(("people", "said"), [(5, "+40"), (4, "Too few to tell")])
def test_a_trainer_reads_the_gain(
    edition: Edition, world: World, lens_of: LensOf, people: int, said: str
) -> None:
    """From five people on, with its interval; below that nothing that would be somebody's score."""
    with db.writing():
        cohort = session.get_one(Cohort, world.cohort.id)
        cohort.edition_id = edition.id
        for number in range(people):
            _sat_both(world, edition, cohort, number)
    page = lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/quizzes/{POST}")
    gain = page.follow("What the class gained")
    if people == 5:
        assert "30%" in gain.text
        assert "70%" in gain.text
        assert "40" in gain.text
    else:
        assert said in gain.text
        assert "%" not in gain.text.replace("100%", "")


def _sat_both(world: World, edition: Edition, cohort: Cohort, number: int) -> None:
    person = Person(
        call_sign=f"gain-{number}", legal_name="Gain", email=None, email_key=None, created_at=clock.now()
    )
    session.add(person)
    session.flush()
    enrolment = learning.enrol(
        person_id=person.id, agency_id=world.rangers.id, edition=session.get_one(Edition, edition.id), cohort=cohort,
        by=None, at=clock.now(),
    )  # fmt: skip
    for activity, score in ((PRE, 0.1 * (number + 1)), (POST, 0.5 + 0.1 * number)):
        session.add(
            Attempt(
                id=uuid4(), enrolment_id=enrolment.id, edition_id=edition.id, activity=activity, number=1,
                state=AttemptState.GRADED, seed=1, locale="en", rendition_digest="0" * 64, started_at=clock.now(),
                submitted_at=clock.now(), score=score, is_passed=True,
            )
        )  # fmt: skip
    session.flush()
