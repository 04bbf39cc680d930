"""Exams on their pages: set up, the code on the wall, the door and whoever guesses, more time, the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock
from academy.accounts.models import Person
from academy.db import session
from academy.learning.models import Attempt
from academy.quizzes.models import Exam, ExamAttempt
from tests.lens import Lens, Page
from tests.marking import GLOVES, quiz, submit, teach, trainer
from tests.world import World

LensOf = Callable[[Person], Lens]
QUIZ = "/en/courses/small/quizzes/gate-quiz"


@pytest.fixture(params=["code", "password"])
def entry(request: pytest.FixtureRequest) -> str:
    """How the quiz is entered."""
    return str(request.param)


def times(world: World, **more: Any) -> dict[str, str]:
    """Fill in the form of an exam that is on now."""
    start, end = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
    return {
        "day": start.date().isoformat(), "opens": start.strftime("%H:%M"), "last_day": end.date().isoformat(),
        "closes": end.strftime("%H:%M"), "invigilator": str(world.trajce.id), **more,
    }  # fmt: skip


def set_up(world: World, lens: Lens, entry: str) -> Page:
    """Set an exam up through its pages, and return its own."""
    page = lens.get(f"/en/cohorts/{world.cohort.id}/").follow("Exams").follow("Gate")
    return page.submit("new", times(world, **({"password": "carcass-17"} if entry == "password" else {})))


def test_the_whole_way(app: Flask, world: World, lens_of: LensOf, entry: str) -> None:
    """Set up, entered, sat with more time, handed in, signed."""
    teach(app, world, quiz(GLOVES, entry=entry, time_limit=10), at=clock.now() - timedelta(hours=2))
    trajce, amina = lens_of(world.trajce), lens_of(world.amina)
    assert "No exam is set up for your cohort yet" in amina.get(QUIZ).text
    page = set_up(world, trajce, entry)
    assert "not begun" in page.text
    overview = amina.get(QUIZ)
    assert "trajce invigilates" in overview.text
    typed = "carcass-17"
    if entry == "code":
        wall = page.follow("The code for the wall")
        assert "0 of 2 have begun" in wall.text
        found = re.search(r'class="wall-code">([^<]+)<', wall.html)
        assert found is not None
        typed = found[1]
    else:
        assert "carcass-17" not in page.html + trajce.get(page.url + "/change").html
    item = overview.submit("attempts", {"code": typed})
    assert "/items/1" in item.url
    assert session.scalar(select(func.count()).select_from(ExamAttempt)) == 1
    assert overview.submit("attempts", {"code": ""}).url == item.url, "who sits in it needs no code"
    attempt = session.scalars(select(Attempt)).one()
    before = attempt.deadline_at
    page = trajce.get(page.url)
    assert "Sits" in page.text
    more = page.submit("/time", {"minutes": "10"})
    assert "10 min more" in more.text
    session.expire_all()
    assert before is not None
    assert session.scalars(select(Attempt)).one().deadline_at == before + timedelta(minutes=10)
    submit(attempt.id, {"gloves": "a"}, at=clock.now())
    signing = trajce.get(page.url)
    signing.submit("/record", {"record": " "}, status=422)
    signed = signing.submit("/record", {"record": "Nothing happened."})
    assert "Nothing happened." in signed.text
    signing.submit("/record", {"record": "Otherwise."}, status=409)
    assert "Signed" in trajce.get(f"/en/cohorts/{world.cohort.id}/exams").text


def test_whoever_guesses_waits(app: Flask, world: World, lens_of: LensOf) -> None:
    """Ten wrong tries, then a wait, also for the right code; somebody else is not kept out."""
    teach(app, world, quiz(GLOVES, entry="password"), at=clock.now() - timedelta(hours=2))
    set_up(world, lens_of(world.trajce), "password")
    amina = lens_of(world.amina)
    page = amina.get(QUIZ)
    for _try in range(10):
        wrong = page.submit("attempts", {"code": "wrong"}, status=422)
        assert "does not open the exam" in wrong.text
    page.submit("attempts", {"code": "carcass-17"}, status=429)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0
    assert "/items/1" in lens_of(world.dina).get(QUIZ).submit("attempts", {"code": "carcass-17"}).url


def test_refused_forms(app: Flask, world: World, lens_of: LensOf) -> None:
    """What was typed stays; nothing is set up; a stale change shows what stands."""
    teach(app, world, quiz(GLOVES, entry="password"), at=clock.now() - timedelta(hours=2))
    lens = lens_of(world.trajce)
    new = lens.get(f"/en/cohorts/{world.cohort.id}/exams/gate-quiz/new")
    for wrong in (
        times(world), times(world, password="short"), times(world, password="carcass-17", opens="x"),
        times(world, password="carcass-17", last_day="2020-01-01"), times(world, password="carcass-17", invigilator=str(world.boris.id)),
    ):  # fmt: skip
        new.submit("new", wrong, status=422)
    assert session.scalar(select(func.count()).select_from(Exam)) == 0
    page = set_up(world, lens, "password")
    stale = lens_of(world.ada).get(page.url).follow("Change the exam")
    page.follow("Change the exam").submit("change", {"closes": "23:59"})
    shown = stale.submit("change", {"closes": "23:58"}, status=409)
    assert "What stands now" in shown.text
    shown.submit("change", {"closes": "23:58"})
    lens.get(f"/en/cohorts/{world.cohort.id}/exams/first-lesson/new", status=404)
    page.submit("call-off")
    lens.get(page.url, status=404)


def test_only_the_invigilator_signs(app: Flask, world: World, lens_of: LensOf) -> None:
    teach(app, world, quiz(GLOVES, entry="code"), at=clock.now() - timedelta(hours=2))
    page = set_up(world, lens_of(world.trajce), "code")
    other = lens_of(trainer(world, "vida")).get(page.url)
    assert "trajce writes and signs it." in other.text
    assert not [form for form in other.forms() if "record" in (form.get("action") or "")]
    for person in (world.amina, world.boris):
        lens_of(person).get(page.url, status=403)
