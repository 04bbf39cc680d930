"""The first pages: what the academy is, and what is next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from academy.accounts.models import Person
from tests.certificates import complete
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World


@pytest.mark.parametrize(
    ("wanted", "leads"), [("sr-Latn-RS", "/sr-Latn/"), ("sq", "/sq/"), ("de", "/en/"), ("", "/en/")]
)
def test_the_front_speaks_the_browsers_language(lens: Lens, wanted: str, leads: str) -> None:
    """A visitor is led to the language she prefers."""
    assert lens.client.get("/", headers={"Accept-Language": wanted}).headers["Location"] == leads


def test_a_visitor_reads_what_this_is(lens: Lens) -> None:
    """And finds the way in, in every language."""
    for locale in ("en", "sq", "sr-Cyrl", "sr-Latn"):
        assert f"/{locale}/sign-in" in lens.get(f"/{locale}/").links()


def test_a_learner_sees_her_next_step(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Whoever is signed in is led from the front to her own work."""
    page = lens_of(world.amina).get("/en/")
    assert page.url == "/en/home"
    assert "Stay upwind" in page.text
    assert "Spring" in page.text


def test_after_the_last_activity_the_certificate_is_next(
    world: World, lens_of: Callable[[Person], Lens]
) -> None:
    """Nobody has to look for it; once claimed, it is the next step no more."""
    complete(world.enrolment)
    lens = lens_of(world.amina)
    assert "Claim your certificate" in lens.get("/en/home").text
    lens.get(f"/en/certificates/claim/{world.enrolment.id}").submit("claim")
    assert "Claim your certificate" not in lens.get("/en/home").text


def test_what_is_open_is_offered(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """An attempt left open stands on the home page."""
    lens = lens_of(world.amina)
    begun = lens.get("/en/courses/small/quizzes/gate-quiz").submit("attempts")
    assert begun.url in lens.get("/en/home").links()


def test_each_role_finds_its_work(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """The menu shows what the role is for, and nothing else."""
    for person, has, lacks in (
        (world.amina, "/en/certificates/", "/en/cohorts/"),
        (world.boris, "/en/agency/", "/en/cohorts/"),
        (world.trajce, "/en/cohorts/", "/en/agency/"),
        (world.ada, "/en/administration/", "/en/agency/"),
    ):
        links = lens_of(person).get("/en/home").links()
        assert has in links
        assert lacks not in links


def test_few_statements(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """The page everybody opens every day."""
    lens = lens_of(world.amina)
    lens.get("/en/home")
    with statements() as found:
        lens.get("/en/home")
    assert len(found) <= 10, "\n".join(found)


def test_a_visitor_has_no_home(lens: Lens) -> None:
    """She is asked to sign in, and comes back here."""
    assert lens.client.get("/en/home").headers["Location"].endswith("/en/sign-in?next=/en/home")
