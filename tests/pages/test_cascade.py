"""The pages of trainings: proposing, deciding, running the cohort as a guest, lineage, results, observed delivery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.cascade.models import DeliverySignOff, Training
from academy.cascade.rules.delivery import CRITERIA
from academy.cohorts.models import Nomination
from academy.db import session
from academy.learning.models import Cohort, CohortTrainer, Enrolment
from tests.domains.test_cohorts import learners, nominated
from tests.graduates import approved, certified, proposed, taught
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[[Person], Lens]


def form(**changed: str) -> dict[str, str]:
    today = clock.now().date()
    return {
        "key": uuid4().hex, "course": "small", "title": "At home", "place": "Station North", "starts_on": str(today),
        "ends_on": str(today + timedelta(days=1)), "places": "12",
    } | changed  # fmt: skip


def test_from_home_to_a_proposal_and_its_approval(world: World, lens_of: LensOf) -> None:
    """A graduate proposes; her coordinator reads what a yes means and says it; she runs the cohort from then on."""
    amina, boris = lens_of(world.amina), lens_of(world.boris)
    assert "Propose a training" not in amina.get("/en/trainings/").text
    certified(world.enrolment)
    page = amina.get("/en/home").follow("Train colleagues").follow("Propose a training")
    page = page.submit("/trainings/new", form(places="500"), status=422)
    page = page.submit("/trainings/new", form(ends_on="2020-01-01"), status=422)
    assert "Choose the first day or a later one" in page.text
    page = page.submit("/trainings/new", form())
    assert page.title == "At home" and "Proposed" in page.text
    page = boris.get("/en/agency/cascade/").follow("At home")
    assert "She gets no other right by it." in page.text
    page = page.submit("/approval", {})
    assert "Approved" in page.text
    page = amina.get("/en/trainings/").follow("At home").follow("Run the cohort")
    assert page.title == "At home"
    tabs = {
        each
        for each in ("Nominations", "Meetings", "News", "Questions", "Settings", "Exams")
        if each in page.text
    }
    assert tabs == {"Nominations", "Meetings", "News", "Questions"}


def test_a_guest_runs_her_own_cohort_and_no_other(world: World, lens_of: LensOf) -> None:
    """Nominations, meetings and questions of hers open to her; of others', and what only trainers do, does not."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    cohort = session.get_one(Cohort, training.cohort_id)
    [wish] = nominated(world, cohort, learners(world, 1))
    amina, dina = lens_of(world.amina), lens_of(world.dina)
    page = amina.get(f"/en/cohorts/{cohort.id}/nominations")
    page.submit("/approval", {})
    assert session.get_one(Nomination, wish).state == "enrolled"
    page = amina.get(f"/en/cohorts/{cohort.id}/")
    assert "rangers-0" in page.text and "Person rangers-0" not in page.text
    for name in ("meetings", "announcements", "questions"):
        amina.get(f"/en/cohorts/{cohort.id}/{name}")
        amina.get(f"/en/cohorts/{world.cohort.id}/{name}", status=404)
        dina.get(f"/en/cohorts/{cohort.id}/{name}", status=403)
    for name in ("settings", "dates", "move", "exams"):
        amina.get(f"/en/cohorts/{cohort.id}/{name}", status=403)
    enrolment = session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)).one()
    amina.get(f"/en/learners/{enrolment.id}/", status=403)
    with db.writing():
        session.query(CohortTrainer).filter(CohortTrainer.is_guest).delete()
    amina.get(f"/en/cohorts/{cohort.id}/", status=403)


def test_declining_and_calling_off_say_why(world: World, lens_of: LensOf) -> None:
    """Without a reason nothing happens; the leader reads it."""
    certified(world.enrolment)
    first, second = proposed(world, world.amina), approved(world, world.amina, title="Another")
    amina, boris = lens_of(world.amina), lens_of(world.boris)
    page = boris.get(f"/en/trainings/{first.id}/refusal").submit("/refusal", {"reason": ""}, status=422)
    page.submit("/refusal", {"reason": "Not in the fire season."})
    assert "Not in the fire season." in amina.get(f"/en/trainings/{first.id}/").text
    boris.get(f"/en/trainings/{first.id}/refusal").submit("/refusal", {"reason": "Again"}, status=409)
    page = amina.get(f"/en/trainings/{second.id}/").follow("Call it off")
    page.submit("/cancellation", {"reason": "Ill"})
    assert session.get_one(Training, second.id).state == "cancelled"


def test_held_with_a_report(world: World, lens_of: LensOf) -> None:
    certified(world.enrolment)
    training = approved(world, world.amina)
    page = lens_of(world.amina).get(f"/en/trainings/{training.id}/").follow("Mark as held")
    page = page.submit("/report", {"report": ""}, status=422)
    page = page.submit("/report", {"report": "Custody took longest."})
    assert "Held" in page.text and "Custody took longest." in page.text
    again = lens_of(world.amina).get(f"/en/trainings/{training.id}/report")
    again.submit("/report", {"report": "Other words"}, status=409)


def test_signing_off_what_was_seen(world: World, lens_of: LensOf) -> None:
    """Criterion by criterion; the leader sees it, and so does her lineage."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    trajce = lens_of(world.trajce)
    page = (
        trajce.get("/en/cohorts/")
        .follow("Trainings of graduates")
        .follow("At home")
        .follow("Sign off what I saw")
    )
    sent = {"observed_on": str(clock.now().date()), "note": "Calm and clear.", "number": "1", "key": "a" * 32}
    page = page.submit("/delivery", {**sent, "seen-safety": "met"}, status=422)
    assert "Note every criterion" in page.text
    page.submit("/delivery", sent | {f"seen-{key}": "met" for key in CRITERIA})
    assert session.scalars(select(DeliverySignOff.is_passed)).one()
    page = lens_of(world.amina).get("/en/trainings/")
    assert "Delivery observed: passed" in page.text
    assert "Calm and clear." in page.follow("At home").text
    lens_of(world.carla).get(f"/en/trainings/{training.id}/", status=404)
    lens_of(world.boris).get(f"/en/trainings/{training.id}/delivery", status=403)


def test_lineage_costs_the_same_however_many_learn(world: World, lens_of: LensOf) -> None:
    """Three statements more would be one for each; the pages of the branch and of the leader stay flat."""
    certified(world.enrolment)
    first = approved(world, world.amina)
    people = learners(world, 2)
    enrolments = taught(world, first, people)
    boris, amina = lens_of(world.boris), lens_of(world.amina)
    paths = ((boris, "/en/agency/cascade/"), (amina, "/en/trainings/"), (boris, "/en/agency/cascade/results"))
    for who, path in paths:
        who.get(path)  # what is read once in each process
    few = [_cost(who, path) for who, path in paths]
    certified(enrolments[0])
    taught(world, approved(world, people[0], title="Next"), learners(world, 3, world.north))
    taught(world, approved(world, world.amina, title="More"), learners(world, 3, world.inspectors))
    assert [_cost(who, path) for who, path in paths] == few
    page = boris.get("/en/agency/cascade/")
    assert "rangers-north-0" in page.text and "inspectors-0" not in page.text


def _cost(who: Lens, path: str) -> int:
    with statements() as seen:
        who.get(path)
    return len(seen)


def test_results_are_told_with_their_limits(world: World, lens_of: LensOf) -> None:
    """Of few nothing is said, and a difference is called no proof; another's course is not found."""
    boris = lens_of(world.boris)
    assert "No trainings yet" in boris.get("/en/agency/cascade/results").text
    certified(world.enrolment)
    taught(world, approved(world, world.amina), learners(world, 4))
    page = boris.get("/en/agency/cascade/").follow("Results by generation")
    assert "withheld: 0 of 5 needed" in page.text
    assert "no proof that the teaching caused it" in page.text
    boris.get(f"/en/agency/cascade/results?course={uuid4()}", status=404)
