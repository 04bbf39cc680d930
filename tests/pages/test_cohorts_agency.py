"""Nominating, as a coordinator does it for her own people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.cohorts.models import Nomination, NominationState
from academy.courses.content.conditions import AllOf, Passed
from academy.db import session
from academy.learning.models import Cohort
from tests.domains.test_cohorts import approve, learners, nominated, opened
from tests.editions import publish, with_settings
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.pages.test_cohorts_running import mail
from tests.world import World

LensOf = Callable[[Person], Lens]


def test_from_the_agencys_page(world: World, lens_of: LensOf) -> None:
    """The way there, two people ticked, one withdrawn."""
    cohort = opened(world, capacity=5)
    first, second, _third = learners(world, 3)
    page = lens_of(world.boris).get("/en/agency/").follow("Nominate for a cohort").follow("Nominated")
    assert "0 of 5 places taken" in page.text
    page = page.submit("/nominations", {"person": [str(first.id), str(second.id)]})
    assert "2 people are nominated" in page.text
    assert "Person rangers-0" in page.text
    nomination = session.scalars(select(Nomination).where(Nomination.person_id == first.id)).one()
    page = page.submit(f"{nomination.id}/withdrawal")
    assert "Withdrawn" in page.text
    approve(
        world.actor(world.trajce),
        session.scalars(select(Nomination.id).where(Nomination.person_id == second.id)).one(),
    )
    page = lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}")
    assert "Approved by trajce" in page.text
    assert "Has a place" in page.text


def test_nobody_ticked(world: World, lens_of: LensOf) -> None:
    """Said in words; whoever is in the course cannot be ticked, nor be sent by a forged form."""
    cohort = opened(world)
    lens = lens_of(world.boris)
    page = lens.get(f"/en/agency/cohorts/{cohort.id}")
    assert "Is in this course already" in page.text
    box = next(each for each in page.tree.iter("input") if each.get("value") == str(world.amina.id))
    assert box.get("disabled") is not None
    assert "tick somebody" in page.submit("/nominations", {}, status=422).text
    page = page.submit("/nominations", {"person": [str(world.amina.id)]}, status=422)
    assert "can be nominated" in page.text
    page = lens.get(f"/en/agency/cohorts/{cohort.id}")
    assert "tick somebody" in page.submit("/nominations", {"person": [str(world.dina.id)]}, status=422).text
    lens.get(f"/en/agency/cohorts/{cohort.id}").submit("/nominations", {"person": ["x"]}, status=404)
    assert not session.scalars(select(Nomination)).all()


def test_who_is_not_ready(app: Flask, world: World, lens_of: LensOf) -> None:
    """What the course asks for first is the reason beside the name, and why neither nominating nor approving goes."""
    cohort = opened(world)
    people = learners(world, 2)
    [nomination] = nominated(world, cohort, people[:1])
    asks = AllOf(all=[Passed(course="small"), Passed(course="unheard-of")])
    edition = publish(app, with_settings(requires=asks), at=clock.now())
    with db.writing():
        session.get_one(Cohort, cohort.id).edition_id = edition.id
    words = (
        "Does not meet what the course asks for yet. To a learner it says: Opens once you have completed the course "
        "“A small course” and you have completed the course “unheard-of”."
    )
    page = lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}")
    assert words in page.text
    assert words in page.submit(f"{cohort.id}/nominations", {"person": [str(people[1].id)]}, status=422).text
    page = lens_of(world.trajce).get(f"/en/cohorts/{cohort.id}/nominations")
    assert words in page.submit(f"/nominations/{nomination}/approval", status=409).text
    assert session.get_one(Nomination, nomination).state == NominationState.NOMINATED


def test_searching(world: World, lens_of: LensOf) -> None:
    """By name or call-sign; signs that mean something to a database mean nothing here."""
    cohort = opened(world)
    learners(world, 3)
    lens = lens_of(world.boris)
    where = f"/en/agency/cohorts/{cohort.id}?q="
    assert "Person rangers-1" in lens.get(f"{where}rangers-1").text
    assert "Person rangers-2" not in lens.get(f"{where}rangers-1").text
    assert "Nobody to nominate" in lens.get(f"{where}%25").text


def test_what_became_of_it(world: World, lens_of: LensOf) -> None:
    """Reason and place on the list are for the coordinator who sent them, not for another agency's."""
    cohort = opened(world, capacity=1)
    nominated(world, cohort, learners(world, 2))
    trajce = world.actor(world.trajce)
    for each in session.scalars(select(Nomination.id).order_by(Nomination.nominated_at)).all():
        approve(trajce, each)
    assert "Number 1 on the waiting list" in lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}").text
    stranger = lens_of(world.carla).get(f"/en/agency/cohorts/{cohort.id}")
    assert "rangers" not in stranger.html
    assert "You have nominated nobody yet" in stranger.text
    assert "1 of 1 places taken" in stranger.text


def test_ladder(world: World, lens_of: LensOf, lens: Lens) -> None:
    """403 for other roles, 404 for what is not offered to her or does not exist, sign-in for nobody."""
    cohort = opened(world)
    [nomination] = nominated(world, cohort, learners(world, 1))
    for path in ("/en/agency/cohorts/", f"/en/agency/cohorts/{cohort.id}"):
        for person in (world.amina, world.trajce, world.ada):
            assert "another role" in lens_of(person).get(path, status=403).text
        assert "/en/sign-in" in lens.client.get(path).headers["Location"]
    carla = lens_of(world.carla)
    token = carla.token()
    gone = carla.post(f"/en/agency/nominations/{nomination}/withdrawal", {"csrf_token": token}, status=404)
    unknown = carla.post(f"/en/agency/nominations/{uuid4()}/withdrawal", {"csrf_token": token}, status=404)
    assert gone.text == unknown.text
    with db.writing():
        session.get_one(Cohort, cohort.id).agency_id = world.north.id
    lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}")
    gone = carla.get(f"/en/agency/cohorts/{cohort.id}", status=404)
    assert gone.text == carla.get(f"/en/agency/cohorts/{uuid4()}", status=404).text
    assert carla.get("/en/agency/cohorts/").text.count("Nominated") == 0


def test_nominations_are_over(world: World, lens_of: LensOf) -> None:
    """The page stays for whoever sent somebody, without the form; a form that was open is refused."""
    cohort = opened(world)
    one, two = learners(world, 2)
    nominated(world, cohort, [one])
    page = lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}")
    with db.writing():
        session.get_one(Cohort, cohort.id).nominations_until = clock.now().date() - timedelta(days=1)
    assert "are over" in page.submit(f"{cohort.id}/nominations", {"person": [str(two.id)]}, status=409).text
    page = lens_of(world.boris).get(f"/en/agency/cohorts/{cohort.id}")
    assert "Nominate people" not in page.text
    assert "Nominations are over" in lens_of(world.boris).get("/en/agency/cohorts/").text
    lens_of(world.carla).get(f"/en/agency/cohorts/{cohort.id}", status=404)


def test_the_page_costs_the_same_for_many(app: Flask, world: World, lens_of: LensOf) -> None:
    """As many statements for thirty people as for three."""
    cohort = opened(world)
    nominated(world, cohort, learners(world, 3))
    lens, counts = lens_of(world.boris), []
    for more in (0, 30):
        if more:
            nominated(world, cohort, learners(world, 12, world.north))
        lens.get(f"/en/agency/cohorts/{cohort.id}")
        with statements() as found:
            lens.get(f"/en/agency/cohorts/{cohort.id}")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 16


def test_whoever_moves_up_because_somebody_left_is_written_to(
    app: Flask, world: World, lens_of: Callable[..., Lens]
) -> None:
    """As whoever moves up otherwise; the coordinator who nominated her as well."""
    cohort, people = opened(world, capacity=1), learners(world, 2)
    for each in nominated(world, cohort, people):
        approve(world.actor(world.trajce), each)
    mail(app)
    held = session.scalars(select(Membership.id).where(Membership.person_id == people[0].id)).one()
    page = lens_of(world.boris, stepped_up=True).get(f"/en/people/memberships/{held}/leaving")
    page.submit("leaving", {"last_day": str(clock.now().date() - timedelta(days=1)), "plan": "stops"})
    moved = next(each for each in mail(app) if f"To: {people[1].email}" in each)
    assert "You have a place in a class" in moved
