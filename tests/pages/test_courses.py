"""The catalogue and the page of a course."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from academy import db
from academy.accounts.models import Person
from academy.courses import service as courses
from academy.db import session
from academy.learning.models import Enrolment
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World


def enrolments() -> int:
    """Count enrolments."""
    return session.scalar(select(func.count()).select_from(Enrolment)) or 0


def test_anyone_sees_the_catalogue(lens: Lens) -> None:
    """A visitor reads what there is, and what is in a course, without a way to lessons."""
    page = lens.get("/en/courses/").follow("A small course")
    assert page.title == "A small course"
    assert "Stay upwind" in page.text
    assert not [link for link in page.links() if "/lessons/" in link]


def test_a_learner_finds_her_progress(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Her own course page leads to the next activity."""
    page = lens_of(world.amina).get("/en/courses/small/")
    assert "0 of 4 activities" in page.text
    assert page.follow("Stay upwind").title == "Stay upwind"


def test_in_serbian_both_scripts(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """What is translated is shown; what is not says in which language it stands."""
    lens = lens_of(world.amina)
    cyrillic = lens.get("/sr-Cyrl/courses/small/")
    assert cyrillic.title.startswith("Мали курс")
    assert lens.get("/sr-Latn/courses/small/").title.startswith("Mali kurs")
    assert 'lang="en"' in cyrillic.html


def test_few_statements(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """However many activities a course has."""
    lens = lens_of(world.amina)
    lens.get("/en/courses/small/")
    with statements() as found:
        lens.get("/en/courses/small/")
    assert len(found) <= 6, "\n".join(found)


def test_unknown_course(lens: Lens) -> None:
    """404, for a wrong name and for no name at all."""
    for path in ("nothing", "small2", "SMALL", "small%20", "small/../small", "a" * 500):
        assert lens.client.get(f"/en/courses/{path}/").status_code == 404


def test_wrong_method(lens: Lens) -> None:
    """A page is not posted to."""
    page = lens.post("/en/courses/small/", {}, status=405)
    assert page.links()


def test_enrolling_oneself(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """The button enrols once; a second press leads to the same course."""
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = world.enrolment.enrolled_at
    lens = lens_of(world.amina)
    page = lens.get("/en/courses/small/")
    token = page.form("enrolment").findall(".//input[@name='csrf_token']")[0].get("value")
    before = enrolments()
    assert "0 of 4 activities" in page.submit("enrolment").text
    lens.post("/en/courses/small/enrolment", {"csrf_token": token})
    assert enrolments() == before + 1


def test_who_learns_nowhere_is_told_so(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """A trainer has no agency to learn in; 403 with words."""
    lens = lens_of(world.trajce)
    page = lens.post("/en/courses/small/enrolment", {"csrf_token": lens.token()}, status=403)
    assert "no learner role" in page.text


def test_a_visitor_is_asked_to_sign_in(lens: Lens) -> None:
    """Enrolling leads to the sign-in page."""
    response = lens.client.post("/en/courses/small/enrolment")
    assert "/en/sign-in" in response.headers["Location"]


def test_a_retired_course_is_gone_but_for_its_learners(
    world: World, lens: Lens, lens_of: Callable[[Person], Lens]
) -> None:
    """404 for others."""
    with db.writing():
        courses.retire(course_id=world.edition.course_id, by=None, at=world.edition.published_at)
    assert lens.get("/en/courses/").text.count("A small course") == 0
    lens.get("/en/courses/small/", status=404)
    lens_of(world.amina).get("/en/courses/small/")
