"""National trainings: proposed once, decided once, with a cohort of their own; lineage, results, observed delivery."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.cascade import queries, service
from academy.cascade.models import DeliverySignOff, Training
from academy.cascade.rules.delivery import CRITERIA
from academy.certificates.models import Certificate
from academy.certificates.rules import Standing, State
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Attempt, Cohort, CohortTrainer, Enrolment
from academy.quizzes.rules.yardstick import Exam
from tests.domains.test_cohorts import learners
from tests.graduates import approved, certified, proposed, taught
from tests.world import World

WHOLE = dict.fromkeys(CRITERIA, "met")


def seen(number: int, key: str = "k", **changed: Any) -> service.Observation:
    values = {
        "findings": WHOLE,
        "observed_on": clock.now().date(),
        "note": "Well led.",
        "number": number,
        "key": key,
    }
    return service.Observation(**values | changed)


def sign(world: World, training: Training, by: Person, observation: service.Observation) -> DeliverySignOff:
    who = world.actor(by)
    with db.writing():
        found = queries.observed_by(who, training.id)
        return service.sign_off(training=found, observation=observation, by=who, at=clock.now())


def test_only_graduates_propose(world: World) -> None:
    """A valid certificate says what may be taught; a suspended one says nothing."""
    amina, now = world.actor(world.amina), clock.now()
    assert queries.teachable(amina, locale="en", at=now) == []
    certificate = certified(world.enrolment)
    assert [each.slug for each in queries.teachable(amina, locale="en", at=now)] == ["small"]
    with db.writing():
        session.get_one(Certificate, certificate.id).state = State.SUSPENDED
    assert queries.teachable(amina, locale="en", at=now) == []


def test_a_double_click_is_one_proposal(app: Flask, world: World) -> None:
    """At the same moment from two servers, too."""
    amina, certificate_id, edition_id = (
        world.actor(world.amina),
        certified(world.enrolment).id,
        world.edition.id,
    )
    today = clock.now().date()

    def click(_turn: int) -> object:
        with app.app_context(), db.writing():
            certificate = session.get_one(Certificate, certificate_id)
            wanted = service.Proposal(edition_id, certificate, "At home", "Station", today, today, 12, "same")
            return service.propose(proposal=wanted, by=amina, at=clock.now()).id

    session.rollback()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, range(2))
    assert first == second
    assert session.scalar(select(func.count()).select_from(Training)) == 1


def test_approval_opens_a_cohort_that_its_leader_runs(world: World) -> None:
    """Hers alone, as a guest: no role comes with it, and calling it off takes it back."""
    certified(world.enrolment)
    amina, dina = world.actor(world.amina), world.actor(world.dina)
    new = proposed(world, world.amina)
    assert (new.generation, new.parent_id, new.agency_id, new.country_code) == (
        2,
        None,
        world.rangers.id,
        "XA",
    )
    assert not learning.is_guest(amina)
    boris = world.actor(world.boris)
    with db.writing():
        service.approve(training=queries.decided_by(boris, new.id), by=boris, at=clock.now())
    cohort = session.get_one(Cohort, new.cohort_id)
    assert (cohort.name, cohort.capacity, cohort.agency_id) == ("At home", 12, world.rangers.id)
    assert learning.is_guest(amina) and not learning.is_guest(dina)
    assert [each.id for each, _count in learning.cohorts_of(amina)] == [cohort.id]
    assert learning.cohort_for(amina, cohort.id)
    with pytest.raises(NotFound):
        learning.cohort_for(amina, world.cohort.id)
    with pytest.raises(NotFound):
        learning.cohort_for(dina, cohort.id)
    with pytest.raises(Conflict, match="training-decided"), db.writing():
        service.decline(training=queries.decided_by(boris, new.id), reason="No", by=boris, at=clock.now())
    with db.writing():
        service.cancel(
            training=queries.called_off_by(amina, new.id), reason="Fire season", by=amina, at=clock.now()
        )
    assert not learning.is_guest(amina)
    assert session.get_one(Training, new.id).state == "cancelled"


def test_who_trained_once_and_is_no_trainer_any_more_is_no_guest(world: World) -> None:
    """Her name beside an old cohort opens nothing."""
    with db.writing():
        session.execute(
            update(Membership).where(Membership.person_id == world.trajce.id).values(role=Role.LEARNER)
        )
    trajce = world.actor(world.trajce)
    assert not learning.is_guest(trajce)
    assert list(learning.cohorts_of(trajce)) == []


def test_nobody_decides_on_her_own_or_elsewhere(world: World) -> None:
    """A coordinator who leads one waits for another's yes; a coordinator of another agency finds nothing."""
    certified(world.enrolment)
    new = proposed(world, world.amina)
    with db.writing():
        session.add(
            Membership(
                person_id=world.amina.id, agency_id=world.rangers.id, role=Role.COORDINATOR, starts_on=clock.now().date()
            )
        )  # fmt: skip
    for who in (world.amina, world.carla, world.dina):
        with pytest.raises(NotFound):
            queries.decided_by(world.actor(who), new.id)
    with pytest.raises(NotFound):
        queries.training_for(world.actor(world.carla), new.id)
    assert list(queries.waiting(world.actor(world.carla))) == []
    assert [each.id for each in queries.waiting(world.actor(world.boris))] == [new.id]
    with pytest.raises(NotFound):
        queries.observed_by(world.actor(world.amina), new.id)


def test_a_certificate_that_fell_meanwhile_is_no_ground(world: World) -> None:
    certificate = certified(world.enrolment)
    new, ada = proposed(world, world.amina), world.actor(world.ada)
    with db.writing():
        session.get_one(Certificate, certificate.id).state = State.REVOKED
    with pytest.raises(Conflict, match="teaching-certificate-not-valid"), db.writing():
        service.approve(training=queries.decided_by(ada, new.id), by=ada, at=clock.now())
    assert session.get_one(Training, new.id).cohort_id is None


def test_lineage_goes_on_through_trainees(world: World) -> None:
    """Graduate, her training, its trainees, the training of one of them: each sees as much as is hers."""
    certified(world.enrolment)
    first = approved(world, world.amina, title="First")
    colleagues = learners(world, 3)
    enrolments = taught(world, first, colleagues)
    certified(enrolments[0])
    second = approved(world, colleagues[0], title="Second")
    assert (second.generation, second.parent_id) == (3, first.id)
    taught(world, second, learners(world, 1, world.north))
    now = clock.now()
    [root] = queries.lineage_of(world.actor(world.amina), at=now)
    assert (root.thing.title, root.thing.leader, root.thing.generation) == ("First", "amina", 2)
    assert [(each.call_sign, each.standing) for each in root.thing.trainees] == [
        ("rangers-0", Standing.VALID), ("rangers-1", None), ("rangers-2", None)
    ]  # fmt: skip
    [below] = root.below
    assert (below.thing.leader, below.thing.is_open) == ("rangers-0", False)
    assert len(below.thing.trainees) == 1 and below.thing.named == []
    told = queries.sums(queries.lineage_of(world.actor(world.amina), at=now))
    assert (told.trainings, told.people, told.completed, told.certified) == (2, 4, 1, 1)
    assert told.generations == {2, 3}
    [whole] = queries.lineage_in(world.actor(world.boris), at=now)
    assert [each.call_sign for each in whole.below[0].thing.trainees] == ["rangers-north-0"]
    assert queries.lineage_in(world.actor(world.carla), at=now) == ()
    assert [each.thing.title for each in queries.lineage_of(world.actor(colleagues[0]), at=now)] == ["Second"]


def test_results_by_generation(world: World) -> None:
    """First attempts, generation by generation, of the branch only; the second drifted from the first."""
    certified(world.enrolment)
    first = learners(world, 5)
    with db.writing():
        for each in first:
            session.add(
                Enrolment(
                    person_id=each.id, course_id=world.edition.course_id, edition_id=world.edition.id, enrolled_at=clock.now(),
                    agency_id=world.rangers.id, cohort_id=world.cohort.id,
                )
            )  # fmt: skip
    second = taught(world, approved(world, world.amina), learners(world, 5, world.north))
    ones = session.scalars(
        select(Enrolment).where(Enrolment.person_id.in_([each.id for each in first]))
    ).all()
    with db.writing():
        for group, base in ((ones, 0.7), (second, 0.5)):
            for place, each in enumerate(group):
                for number, score in ((1, base + place / 20), (2, 1.0)):
                    session.add(_attempt(each, number, score))
    exam = Exam(final="gate-quiz")
    boris = world.actor(world.boris)
    found = queries.by_generation(boris, world.edition.course_id, exam)
    assert [(each.number, each.enrolled, each.examined) for each in found] == [(1, 6, 5), (2, 5, 5)]
    drift = found[1].drift
    assert drift is not None and drift.by == pytest.approx(-0.2) and drift.is_told_apart
    assert [each.slug for each in queries.courses_taught(boris)] == ["small"]
    assert queries.courses_taught(world.actor(world.carla)) == []
    assert [
        each.number for each in queries.by_generation(world.actor(world.carla), world.edition.course_id, exam)
    ] == [1]


def _attempt(enrolment: Enrolment, number: int, score: float) -> Attempt:
    return Attempt(
        enrolment_id=enrolment.id, edition_id=enrolment.edition_id, activity="gate-quiz", number=number, state="graded", seed=1,
        locale="en", rendition_digest="d", started_at=clock.now(), score=score,
    )  # fmt: skip


def test_observed_delivery(world: World) -> None:
    """By somebody of the academy, once a click; a correction is another one, and two windows are noticed."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    one = sign(world, training, world.trajce, seen(1))
    assert sign(world, training, world.trajce, seen(1)).id == one.id
    assert one.is_passed and one.number == 1
    with pytest.raises(Conflict, match="delivery-signed-meanwhile"):
        sign(world, training, world.ada, seen(1, "other"))
    with pytest.raises(Invalid, match="not-all-noted"):
        sign(world, training, world.ada, seen(2, "other", findings={"safety": "met"}))
    with pytest.raises(Invalid, match="observed-outside-training"):
        sign(world, training, world.ada, seen(2, "other", observed_on=clock.now().date() - timedelta(days=1)))
    two = sign(world, training, world.ada, seen(2, "other", findings=WHOLE | {"custody": "not-met"}))
    assert not two.is_passed
    assert [row[0].number for row in queries.sign_offs_of(training)] == [2, 1]
    [root] = queries.lineage_of(world.actor(world.amina), at=clock.now())
    assert root.thing.is_passed is False


def test_who_learnt_from_her_does_not_observe_her(world: World) -> None:
    """Neither the leader nor a trainee of hers, whatever their roles."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    taught(world, training, [world.trajce])
    with pytest.raises(NotFound):
        queries.observed_by(world.actor(world.trajce), training.id)
    assert list(queries.to_observe(world.actor(world.trajce))) == []
    assert [each.id for each in queries.to_observe(world.actor(world.ada))] == [training.id]
    assert list(queries.to_observe(world.actor(world.boris))) == []


def test_a_leader_is_forgotten_and_her_training_stays(world: World) -> None:
    """Without her name, her words and what was noted of her; whom she taught is of the same generation."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    sign(world, training, world.trajce, seen(1))
    amina = world.actor(world.amina)
    with db.writing():
        service.hold(training=queries.led_by(amina, training.id), report="Mine", by=amina, at=clock.now())
    told = queries.personal_data(world.amina.id)["trainings"]
    assert (
        isinstance(told, list) and told[0]["report"] == "Mine" and told[0]["seen"][0]["note"] == "Well led."
    )
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=clock.now())
        service.erase_person(person_id=world.trajce.id, at=clock.now())
    left, signed = session.get_one(Training, training.id), session.scalars(select(DeliverySignOff)).one()
    assert (left.leader_id, left.report, left.generation, left.state) == (None, "", 2, "held")
    assert (signed.assessor_id, signed.note, signed.is_passed) == (None, "", True)


def test_calling_off_leaves_the_class_to_itself(world: World) -> None:
    """Nobody joins any more; who is in it goes on, as of those whom the academy teaches."""
    certified(world.enrolment)
    training = approved(world, world.amina)
    taught(world, training, learners(world, 1))
    ada = world.actor(world.ada)
    with db.writing():
        service.cancel(training=queries.called_off_by(ada, training.id), reason="Ill", by=ada, at=clock.now())
    assert (
        session.scalars(select(CohortTrainer).where(CohortTrainer.cohort_id == training.cohort_id)).all()
        == []
    )
    assert queries.lineage_of(world.actor(world.amina), at=clock.now()) == ()
    assert [each.number for each in queries.by_generation(ada, world.edition.course_id, Exam())] == [1]
