"""Cohorts, as their trainers see them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from academy import clock, db
from academy.accounts.models import Person
from academy.db import session
from academy.learning import service
from academy.learning.models import CohortTrainer, Enrolment
from tests.lens import Lens
from tests.world import World


def test_her_cohorts(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """The list leads to the cohort, the cohort to its quizzes."""
    page = lens_of(world.trajce).get("/en/cohorts/").follow("Spring")
    assert "amina" in page.text
    assert page.follow("Gate").status == 200


def test_progress_shows(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Scores stand in the matrix."""
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        service.complete(enrolment=enrolment, activity="gate-quiz", at=clock.now(), score=0.92)
    assert "92" in lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/").text


def test_a_trainer_of_elsewhere_sees_call_signs_only(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Legal names stay within the agency whose people they are."""
    with db.writing():
        session.add(CohortTrainer(cohort_id=world.cohort.id, person_id=world.carla.id))
    page = lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/")
    assert "dina" in page.text
    lens_of(world.carla).get(f"/en/cohorts/{world.cohort.id}/", status=403)


def test_not_hers(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Another trainer's cohort and one that does not exist are the same 404."""
    with db.writing():
        other = service.open_cohort(
            name="Other",
            edition=world.edition,
            starts_on=clock.now().date(),
            closes_on=None,
            trainers=[],
            by=None,
            at=clock.now(),
        )
    lens = lens_of(world.trajce)
    foreign, unknown = (lens.get(f"/en/cohorts/{each}/", status=404) for each in (other.id, uuid4()))
    assert foreign.text == unknown.text
    assert lens.client.get("/en/cohorts/1/").status_code == 404


def test_an_administrator_runs_them_too(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Those of the agencies she administers, by call-sign."""
    page = lens_of(world.ada).get("/en/cohorts/").follow("Spring")
    assert "amina" in page.text
    assert "Amina Prvić" not in page.text


def test_other_roles(world: World, lens_of: Callable[[Person], Lens], lens: Lens) -> None:
    """403 with words for who is signed in, the sign-in page for who is not."""
    for person in (world.amina, world.boris):
        assert "another role" in lens_of(person).get("/en/cohorts/", status=403).text
    assert "/en/sign-in" in lens.client.get("/en/cohorts/").headers["Location"]
    lens_of(world.trajce).post("/en/cohorts/", {}, status=405)
