"""A lesson: reading it, checking oneself, marking it as read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.learning import queries
from academy.learning.models import Completion
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LESSON = "/en/courses/small/lessons/first-lesson"


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """Amina's browser."""
    return lens_of(world.amina)


def test_her_lesson(amina: Lens, world: World) -> None:
    """Text, drawing, its words, and her own country's law with what nobody verified marked as such."""
    page = amina.get(LESSON)
    assert page.title == "Stay upwind"
    for words in (
        "The lead of the first lesson.",
        "A circle stands in the middle",
        "Rescue A",
        "000 000",
        "Not verified",
    ):
        assert words in page.text
    assert queries.completions(world.enrolment.id) == {}, "opening completes nothing"


def test_another_country_has_another_law(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Where nothing is entered, the page says so instead of showing a neighbour's."""
    page = lens_of(world.dina).get(LESSON)
    assert "Rescue A" not in page.text
    assert "not yet entered for your country" in page.text


def test_few_statements(amina: Lens) -> None:
    """A lesson is rendered from a document that is at hand."""
    amina.get(LESSON)
    with statements() as found:
        amina.get(LESSON)
    assert len(found) <= 6, "\n".join(found)


def test_reading_it_to_the_end(amina: Lens, world: World) -> None:
    """ "Mark as read" completes it once and leads on."""
    page = amina.get(LESSON).submit("completion")
    assert page.title == "Gate"
    amina.get(LESSON).submit("completion")
    assert list(queries.completions(world.enrolment.id)) == ["first-lesson"]


def test_the_drawing_is_for_readers(amina: Lens, world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Who is enrolled sees it, sandboxed; others find nothing."""
    source = next(element for element in amina.get(LESSON).tree.iter("img")).get("src") or ""
    response = amina.client.get(source)
    assert (response.mimetype, response.status_code) == ("image/svg+xml", 200)
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert lens_of(world.boris).client.get(source).status_code == 404
    for digest in ("0" * 64, "x", "..%2f..%2fsecret"):
        assert amina.client.get(f"/media/{digest}.svg").status_code == 404


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ({"check-upwind": "a"}, 200, "CANARY-right-feedback"),
        ({"check-upwind": "b"}, 200, "CANARY-wrong-feedback"),
        ({}, 422, "Choose an answer first."),
        ({"check-upwind": "z"}, 422, "cannot be read"),
        ({"check-upwind": "a" * 10_000}, 422, "cannot be read"),
    ],
)
def test_checking_oneself(amina: Lens, world: World, answer: dict[str, str], status: int, words: str) -> None:
    """Feedback at once, nothing recorded."""
    page = amina.get(LESSON)
    assert words in page.submit("checks", answer, status=status).text
    assert session.scalar(select(func.count()).select_from(Completion)) == 0


def test_a_check_nobody_wrote(amina: Lens) -> None:
    """404."""
    amina.post(f"{LESSON}/checks/nothing", {"csrf_token": amina.token()}, status=404)


def test_locked(amina: Lens, world: World) -> None:
    """Behind the gate: 403 with words, and it cannot be marked as read either."""
    later = "/en/courses/small/lessons/second-lesson"
    assert "locked" in amina.get(later, status=403).text
    amina.post(f"{later}/completion", {"csrf_token": amina.token()}, status=403)
    assert queries.completions(world.enrolment.id) == {}


@pytest.mark.parametrize("slug", ["nothing", "gate-quiz", "%F0%9F%A6%85", "first-lesson-"])
def test_unknown(amina: Lens, slug: str) -> None:
    """A lesson there is not, and a quiz under a lesson's address."""
    assert amina.client.get(f"/en/courses/small/lessons/{slug}").status_code == 404


def test_not_hers(world: World, lens_of: Callable[[Person], Lens], lens: Lens) -> None:
    """Who is not enrolled finds nothing; a visitor is asked to sign in and comes back here."""
    lens_of(world.boris).get(LESSON, status=404)
    response = lens.client.get(LESSON)
    assert response.headers["Location"].endswith(f"/en/sign-in?next={LESSON}")


def test_wrong_method(amina: Lens) -> None:
    """405 with a way back."""
    assert amina.post(LESSON, {}, status=405).links()
    amina.get(f"{LESSON}/completion", status=405)
