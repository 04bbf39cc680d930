"""Dates, prior learning and newer editions, as learners read them and those who run a cohort set them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.content.conditions import Done, Passed, Scored
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service
from academy.learning.models import Enrolment, EnrolmentMove, Override, PriorLearning
from academy.learning.rules import Dates
from tests.editions import publish, with_activity, with_settings, without
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[[Person], Lens]
DAY = timedelta(days=1)


@pytest.fixture
def trajce(world: World, lens_of: LensOf) -> Lens:
    """The cohort's trainer."""
    return lens_of(world.trajce)


@pytest.fixture
def dates_page(world: World) -> str:
    """Where dates and attempts are set."""
    return f"/en/cohorts/{world.cohort.id}/dates"


def learner_page(world: World) -> str:
    """Where the trainer looks at Amina."""
    return f"/en/learners/{world.enrolment.id}/"


def override(world: World, activity: str = "first-lesson", **stands: object) -> Override:
    """Set something for the cohort."""
    with db.writing():
        return service.set_override(
            holder=session.merge(world.cohort), activity=activity, stands=Dates(**stands),  # type: ignore[arg-type]
            reason="Field week", by=world.actor(world.trajce), at=clock.now(),
        )  # fmt: skip


def put_in(world: World, edition: Edition, *, alone: bool = False) -> None:
    """Put Amina into another edition."""
    with db.writing():
        held = session.get_one(Enrolment, world.enrolment.id)
        held.edition_id = edition.id
        held.cohort_id = None if alone else held.cohort_id


def test_a_learner_is_told_what_opens_what(app: Flask, world: World, lens_of: LensOf) -> None:
    """In words, with the titles she knows; nothing that is locked is a link."""
    edition = publish(
        app, with_activity("first-lesson", requires=Scored(score="gate-quiz", at_least=0.9)), at=clock.now()
    )
    put_in(world, edition)
    page = lens_of(world.amina).get("/en/courses/small/")
    assert "Opens once “Gate” is done with at least 90%." in page.text
    assert not [link for link in page.links() if link.endswith("/lessons/first-lesson")]
    lens_of(world.amina).get("/en/courses/small/lessons/first-lesson", status=403)


def test_what_is_due_is_said_everywhere(app: Flask, world: World, lens_of: LensOf, trajce: Lens) -> None:
    """On the course page, at home, and to the trainer once it is late."""
    put_in(world, publish(app, with_activity("first-lesson", due_days=13), at=clock.now()))
    lens = lens_of(world.amina)
    assert "Due in 3 days" in lens.get("/en/courses/small/").text
    assert "Due in 3 days" in lens.get("/en/home").text
    override(world, due_on=clock.now().date() - DAY)
    assert "Overdue since" in lens.get("/en/courses/small/").text
    assert "Late" in lens.get("/en/home").text
    assert "overdue since" in trajce.get(f"/en/cohorts/{world.cohort.id}/").text
    assert "Overdue since" in trajce.get(learner_page(world)).text


def test_few_statements_with_everything(app: Flask, world: World, lens_of: LensOf) -> None:
    """Overrides and conditions on other courses cost one statement each; a lesson stays within six too."""
    edition = publish(app, with_activity("second-lesson", requires=Passed(course="other")), at=clock.now())
    put_in(world, edition)
    override(world, due_on=clock.now().date())
    lens = lens_of(world.amina)
    for path, most in (("/en/courses/small/", 8), ("/en/courses/small/lessons/first-lesson", 8)):
        lens.get(path)
        with statements() as found:
            lens.get(path)
        assert len(found) <= most, "\n".join(found)


def test_a_closed_activity(world: World, lens_of: LensOf) -> None:
    """It says until when it was open; its page answers 403 with words."""
    override(world, closes_on=clock.now().date() - DAY)
    lens = lens_of(world.amina)
    assert "Was open until" in lens.get("/en/courses/small/").text
    assert "last day" in lens.get("/en/courses/small/lessons/first-lesson", status=403).text


def test_an_attempt_whose_last_day_is_over(world: World, lens_of: LensOf) -> None:
    """Leads to handing in what was answered in time."""
    lens = lens_of(world.amina)
    begun = lens.get("/en/courses/small/quizzes/gate-quiz").submit("attempts")
    override(world, "gate-quiz", closes_on=clock.now().date() - DAY)
    page = lens.get(begun.url)
    assert "The last day of this quiz is over" in page.text
    assert "/result" in page.submit("hand-in").url


def test_what_comes_before_a_course(app: Flask, world: World, lens: Lens, lens_of: LensOf) -> None:
    """The outline says it, and offers no button; the button's address answers 403 with words."""
    publish(app, with_settings(requires=Done(done="nothing") and Passed(course="other")), at=clock.now())
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = clock.now()
    amina = lens_of(world.amina)
    for page in (lens.get("/en/courses/small/"), amina.get("/en/courses/small/")):
        assert "Opens once you have completed the course “other”." in page.text
        assert "Enrol in this course" not in page.text
    refused = amina.post("/en/courses/small/enrolment", {"csrf_token": amina.token()}, status=403)
    assert "comes before this course" in refused.text


def test_what_else_completes_a_course(app: Flask, world: World, lens_of: LensOf) -> None:
    """Is said once everything required is done."""
    put_in(world, publish(app, with_settings(completion=Passed(course="other")), at=clock.now()))
    for slug in ("first-lesson", "gate-quiz", "second-lesson", "kinds-quiz"):
        with db.writing():
            service.complete(
                enrolment=session.get_one(Enrolment, world.enrolment.id), activity=slug, at=clock.now()
            )
    page = lens_of(world.amina).get("/en/courses/small/")
    assert "The course is complete once you have completed the course “other”." in page.text
    assert "Claim" not in page.text


def test_setting_dates(world: World, trajce: Lens, dates_page: str, lens_of: LensOf) -> None:
    """For the cohort and for one learner; she sees it at once."""
    when = (clock.now().date() + 5 * DAY).isoformat()
    page = trajce.get(dates_page).submit(
        "dates",
        {
            "whom": str(world.enrolment.id), "activity": "gate-quiz", "due_on": when, "attempts": "4",
            "extra_minutes": "15", "reason": "On duty",
        },
    )  # fmt: skip
    assert page.url == dates_page
    assert "On duty" in page.text
    assert "15 extra minutes." in page.text
    assert "Due in 5 days" in lens_of(world.amina).get("/en/courses/small/").text
    assert "4" in lens_of(world.amina).get("/en/courses/small/quizzes/gate-quiz").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say why"),
        ({"reason": "Why"}, "Say what is to be different"),
        ({"reason": "Why", "attempts": "3"}, "Attempts belong to one activity"),
        ({"reason": "Why", "minutes": "30"}, "Minutes belong to one activity"),
        ({"reason": "Why", "extra_minutes": "0"}, "between 1 and 1440"),
        ({"reason": "Why", "attempts": "0", "activity": "gate-quiz"}, "between 1 and 50"),
        ({"reason": "Why", "due_on": "yesterday"}, "Not a valid date"),
        ({"reason": "Why", "opens_on": "2026-06-02", "due_on": "2026-06-01"}, "must open before"),
        ({"reason": "Why", "due_on": "2026-06-01", "activity": "nothing"}, "Not a valid choice"),
        ({"reason": "Why", "due_on": "2026-06-01", "whom": str(uuid4())}, "Not a valid choice"),
        ({"reason": "x" * 501, "due_on": "2026-06-01"}, "cannot be longer"),
        ({"reason": "\u0000", "due_on": "2026-06-01"}, ""),
    ],
)
def test_what_is_typed_wrong(
    world: World, trajce: Lens, dates_page: str, typed: dict[str, str], said: str
) -> None:
    """422 (400 for what no browser sends), with words, and what was typed is still there; nothing is set."""
    page = trajce.get(dates_page)
    data = {"csrf_token": trajce.token(), "whom": "cohort", "activity": "", **typed}
    answer = trajce.post(dates_page, data, status=422 if said else 400)
    assert said in answer.text
    assert page.status == 200
    assert session.scalar(select(func.count()).select_from(Override)) == 0


def test_changing_and_removing(world: World, trajce: Lens, dates_page: str) -> None:
    """A form that is behind answers 409 with what stands now."""
    held = override(world, due_on=clock.now().date())
    path = f"/en/overrides/{held.id}"
    first, second = trajce.get(path), trajce.get(path)
    when = (clock.now().date() + DAY).isoformat()
    assert "Later" in first.submit("overrides", {"due_on": when, "reason": "Later"}).text
    data = {
        "csrf_token": trajce.token(), "seen": second.form("overrides").find(".//input[@name='seen']").get("value"),
        "due_on": when, "reason": "Mine",
    }  # fmt: skip
    behind = trajce.post(path, data, status=409)
    assert "What stands here now" in behind.text
    assert "Mine" in behind.submit("overrides").text
    assert "Nothing is set" in trajce.get(path).submit("removal").text


def test_recording_prior_learning(world: World, trajce: Lens, lens_of: LensOf) -> None:
    """It counts at once, and says who and why to the learner; it can be withdrawn with a reason."""
    page = trajce.get(learner_page(world)).submit(
        "prior-learning",
        {"activity": "first-lesson", "evidence": "A certificate of 2024", "reason": "Range instructor"},
    )
    assert "Prior learning" in page.text
    course = lens_of(world.amina).get("/en/courses/small/")
    assert "Prior learning, recorded by trajce: Range instructor" in course.text
    assert "1 of 4 activities" in course.text
    page = page.submit("withdrawal", {"withdrawal": "Another person"})
    assert "Another person" in page.text
    assert "0 of 4 activities" in lens_of(world.amina).get("/en/courses/small/").text


def test_prior_learning_wants_its_words(world: World, trajce: Lens) -> None:
    """422, and nothing is recorded; what is not in the course is no choice."""
    path = f"{learner_page(world)}prior-learning"
    whole = {"csrf_token": trajce.token(), "activity": "first-lesson", "evidence": "E", "reason": "R"}
    for name, value in (("evidence", " "), ("reason", ""), ("activity", "nothing"), ("activity", "")):
        trajce.post(path, whole | {name: value}, status=422)
    trajce.post(path, {}, status=400)
    assert session.scalar(select(func.count()).select_from(PriorLearning)) == 0


def test_going_on_as_a_cohort(app: Flask, world: World, trajce: Lens, lens_of: LensOf) -> None:
    """Shown person by person first; what changed meanwhile is shown again; then everybody is there."""
    with db.writing():
        service.complete(
            enrolment=session.get_one(Enrolment, world.enrolment.id), activity="kinds-quiz", at=clock.now()
        )
    publish(app, without("kinds-quiz"), at=clock.now(), notes="Shorter")
    path = f"/en/cohorts/{world.cohort.id}/move"
    page = trajce.get(path)
    assert "Shorter" in page.text
    assert "amina" in page.text
    assert "Six kinds" in page.text
    with db.writing():
        service.complete(
            enrolment=session.get_one(Enrolment, world.enrolment.id), activity="first-lesson", at=clock.now()
        )
    data = {name: page.form("move").find(f".//input[@name='{name}']").get("value") for name in ("to", "seen")}
    again = trajce.post(path, {"csrf_token": trajce.token(), **data}, status=409)
    assert "Something has changed" in again.text
    assert again.submit("move").url == f"/en/cohorts/{world.cohort.id}/"
    assert session.scalar(select(func.count()).select_from(EnrolmentMove)) == 2
    assert "There is no newer edition" in trajce.get(path).text
    trajce.post(path, {"csrf_token": trajce.token(), **data})  # a second click
    assert "1 of 3 activities" in lens_of(world.amina).get("/en/courses/small/").text


def test_an_attempt_of_an_earlier_edition(app: Flask, world: World, trajce: Lens, lens_of: LensOf) -> None:
    """Stays to be found, answered, handed in and read, by learner and trainer, though its quiz is gone."""
    lens = lens_of(world.amina)
    begun = lens.get("/en/courses/small/quizzes/gate-quiz").submit("attempts")
    publish(app, without("gate-quiz"), at=clock.now())
    trajce.get(f"/en/cohorts/{world.cohort.id}/move").submit("move")
    assert begun.url in lens.get("/en/home").links()
    lens.get(begun.url)
    result = lens.get(begun.url.replace("/items/1", "/hand-in")).submit("hand-in")
    assert "/result" in result.url
    lens.get(result.url)
    lens.get("/en/courses/small/quizzes/gate-quiz", status=404)


def test_the_same_quiz_in_another_edition(app: Flask, world: World, trajce: Lens, lens_of: LensOf) -> None:
    """A trainer reads earlier answers as they were asked."""
    lens = lens_of(world.amina)
    begun = lens.get("/en/courses/small/quizzes/gate-quiz").submit("attempts")
    publish(app, with_settings(hours=7), at=clock.now())
    trajce.get(f"/en/cohorts/{world.cohort.id}/move").submit("move")
    lens.get(begun.url.replace("/items/1", "/hand-in")).submit("hand-in")
    assert "amina" in trajce.get(f"/en/cohorts/{world.cohort.id}/quizzes/gate-quiz").text


def test_going_on_by_oneself(app: Flask, world: World, lens_of: LensOf) -> None:
    """A learner without a cohort is offered it, sees what it means, and presses the button twice."""
    edition = publish(app, without("kinds-quiz"), at=clock.now())
    lens = lens_of(world.amina)
    assert lens.get("/en/courses/small/newer-edition").url == "/en/courses/small/", "her cohort decides"
    put_in(world, world.edition, alone=True)
    page = lens.get("/en/courses/small/").follow("See what it would mean")
    assert f"Edition {edition.number} is out" in page.text
    seen = page.form("newer-edition").find(".//input[@name='seen']").get("value")
    wrong = lens.post(
        "/en/courses/small/newer-edition", {"csrf_token": lens.token(), "seen": "x"}, status=409
    )
    assert "Something has changed" in wrong.text
    assert "0 of 3 activities" in page.submit("newer-edition").text
    lens.post("/en/courses/small/newer-edition", {"csrf_token": lens.token(), "seen": seen})
    assert session.scalar(select(func.count()).select_from(EnrolmentMove)) == 1


def test_these_pages_are_for_those_who_run_the_cohort(
    world: World, lens: Lens, lens_of: LensOf, dates_page: str
) -> None:
    """403 for other roles, 404 for a stranger's and for nothing at all, the sign-in page for nobody."""
    held = override(world, due_on=clock.now().date())
    paths = [
        dates_page,
        f"/en/overrides/{held.id}",
        learner_page(world),
        f"/en/cohorts/{world.cohort.id}/move",
    ]
    for path in paths:
        for person in (world.amina, world.boris, world.carla):
            lens_of(person).get(path, status=403)
        assert "/en/sign-in" in lens.client.get(path).headers["Location"]
        lens_of(world.ada).get(path)
    for path in (f"/en/cohorts/{uuid4()}/dates", f"/en/overrides/{uuid4()}", f"/en/learners/{uuid4()}/"):
        lens_of(world.trajce).get(path, status=404)
