"""Practicals on record: who may sign off, once and for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.audit.models import AuditEvent
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import Cohort, CohortTrainer, Completion, Enrolment
from academy.learning.rules import Dates
from academy.practicals import queries, service
from academy.practicals.content import PracticalContent
from academy.practicals.models import SignOff
from academy.practicals.service import Observation
from tests.kinds import PRACTICAL, Field, in_the_field, trainer
from tests.world import World

ALL = dict.fromkeys(("stops", "gloves", "mask", "path", "notes"), "met")
CRITICAL_MISSED = {**ALL, "gloves": "not-met"}


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


def sign(
    world: World, field: Field, observed: Mapping[str, str], *, number: int = 1, key: str = "", by: Person | None = None,
    assessor: UUID | None = None, on: date | None = None,
) -> SignOff:  # fmt: skip
    """Sign Amina's practical off, as Vera does it."""
    found = field.course.activity(PRACTICAL)
    assert found is not None
    practical = found[1].content
    assert isinstance(practical, PracticalContent)
    by = by or field.vera
    with db.writing():
        enrolment = queries.candidate(world.actor(by), field.amina.id).enrolment
        observation = Observation(
            observed, on or clock.now().date(), assessor or by.id, "Good.", False, number, key or uuid4().hex
        )
        return service.sign_off(
            enrolment=enrolment, activity=PRACTICAL, practical=practical, observation=observation, edition_digest="d",
            by=world.actor(by), at=clock.now(),
        )  # fmt: skip


def score(field: Field) -> float | None:
    session.rollback()
    held = session.get(Completion, (field.amina.id, PRACTICAL))
    return held.score if held else None


def test_a_passed_one_completes_with_its_share(world: World, field: Field) -> None:
    signed = sign(world, field, {**ALL, "mask": "not-seen"})
    assert signed.is_passed
    assert score(field) == 0.8
    verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.object_type == "sign-off")).all()
    assert verbs == ["sign-off"]


def test_a_critical_one_fails_the_whole_and_a_resit_passes(world: World, field: Field) -> None:
    assert not sign(world, field, CRITICAL_MISSED).is_passed
    assert score(field) is None
    assert sign(world, field, ALL, number=2).number == 2
    assert score(field) == 1


def test_no_more_goes_than_there_are(world: World, field: Field) -> None:
    sign(world, field, CRITICAL_MISSED)
    sign(world, field, CRITICAL_MISSED, number=2)
    with pytest.raises(Conflict, match="no-more-goes"):
        sign(world, field, ALL, number=3)


def test_more_goes_by_an_override(world: World, field: Field) -> None:
    """Of hers before her cohort's; it may also leave fewer."""

    def grant(holder: Cohort | Enrolment, goes: int) -> None:
        with db.writing():
            learning.set_override(
                holder=session.get_one(type(holder), holder.id), activity=PRACTICAL, stands=Dates(attempts=goes),
                reason="The weather", by=world.actor(world.trajce), at=clock.now(),
            )  # fmt: skip

    grant(field.cohort, 1)
    sign(world, field, CRITICAL_MISSED)
    with pytest.raises(Conflict, match="no-more-goes"):
        sign(world, field, ALL, number=2)
    grant(field.amina, 3)
    for number in (2, 3):
        sign(world, field, CRITICAL_MISSED, number=number)
    with pytest.raises(Conflict, match="no-more-goes"):
        sign(world, field, ALL, number=4)


def test_what_is_passed_is_passed(world: World, field: Field) -> None:
    sign(world, field, ALL)
    with pytest.raises(Conflict, match="no-more-goes"):
        sign(world, field, CRITICAL_MISSED, number=2)


def test_a_retry_is_the_same_sign_off(world: World, field: Field) -> None:
    key = uuid4().hex
    assert sign(world, field, ALL, key=key).id == sign(world, field, CRITICAL_MISSED, key=key).id
    assert session.scalars(select(SignOff)).one().is_passed


def test_two_assessors_at_once(world: World, field: Field) -> None:
    sign(world, field, CRITICAL_MISSED)
    with pytest.raises(Conflict, match="signed-meanwhile"):
        sign(world, field, ALL, number=1)


@pytest.mark.parametrize(
    "observed", [{}, {"stops": "met"}, {**ALL, "other": "met"}, {**ALL, "path": "perhaps"}]
)
def test_every_criterion_is_noted(world: World, field: Field, observed: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="not-all-noted"):
        sign(world, field, observed)


def test_the_day_it_was_observed(world: World, field: Field) -> None:
    today = clock.now().date()
    for day, reason in (
        (today + timedelta(days=1), "observed-in-future"),
        (today - timedelta(days=30), "observed-before-enrolment"),
    ):
        with pytest.raises(Invalid, match=reason):
            sign(world, field, ALL, on=day)
    assert sign(world, field, ALL, on=today - timedelta(days=1)).observed_on == today - timedelta(days=1)


def test_nobody_signs_off_herself(world: World, field: Field) -> None:
    with pytest.raises(Forbidden, match="own-practical"):
        sign(world, field, ALL, assessor=world.amina.id)
    with db.writing():
        enrolment = session.get_one(Enrolment, field.amina.id)
        enrolment.person_id = field.vera.id
    with pytest.raises(NotFound):
        sign(world, field, ALL)


def test_who_is_an_assessor(world: World, field: Field) -> None:
    """A trainer in whose branch the cohort is held; the cohort's own is known as such."""
    with db.writing():
        ranger = trainer("ranko", session.get_one(Agency, world.rangers.id))
    assert queries.candidate(world.actor(field.vera), field.amina.id).is_own_trainer is False
    assert queries.candidate(world.actor(world.trajce), field.amina.id).is_own_trainer is True
    for person in (ranger, world.boris, world.ada, world.dina):
        with pytest.raises(NotFound):
            queries.candidate(world.actor(person), field.amina.id)
        with pytest.raises(NotFound):
            queries.cohort_to_assess(world.actor(person), field.cohort.id)
    assert queries.cohorts_to_assess(world.actor(ranger), on=clock.now().date()) == []
    assert [
        row[0].name for row in queries.cohorts_to_assess(world.actor(field.vera), on=clock.now().date())
    ] == ["Field"]


def test_a_cohort_of_an_agency_is_assessed_there_and_above(world: World, field: Field) -> None:
    with db.writing():
        session.get_one(Cohort, field.cohort.id).agency_id = world.rangers.id
        ranger = trainer("ranko", session.get_one(Agency, world.rangers.id))
        stranger = trainer("stana", session.get_one(Agency, world.inspectors.id))
    for person, names in ((ranger, {"ranko", "vera"}), (field.vera, {"ranko", "vera"})):
        found = queries.candidate(world.actor(person), field.dina.id)
        rows = queries.assessors_for(found, may_train=False, on=clock.now().date())
        assert {row.call_sign for row in rows} == names
        assert len(queries.assessors_for(found, may_train=True, on=clock.now().date())) == 3
    with pytest.raises(NotFound):
        queries.candidate(world.actor(stranger), field.dina.id)


def test_a_learner_without_a_cohort_is_found_by_her_call_sign(world: World, field: Field) -> None:
    with db.writing():
        session.get_one(Enrolment, field.amina.id).cohort_id = None
        ranger = trainer("ranko", session.get_one(Agency, world.rangers.id))
        stranger = trainer("stana", session.get_one(Agency, world.inspectors.id))
    courses = {each.enrolment.course.slug for each in queries.candidates_called(world.actor(ranger), "AMINA")}
    assert courses == {"kinds"}  # her other cohort is held by the academy
    assert queries.candidates_called(world.actor(stranger), "amina") == []
    assert queries.candidates_called(world.actor(ranger), "nobody") == []


def test_a_cohort_that_closed_is_not_listed(world: World, field: Field) -> None:
    with db.writing():
        session.get_one(Cohort, field.cohort.id).closes_on = clock.now().date() - timedelta(days=1)
    assert queries.cohorts_to_assess(world.actor(field.vera), on=clock.now().date()) == []


def test_export_and_erasure(world: World, field: Field) -> None:
    sign(world, field, ALL)
    session.rollback()
    assert queries.personal_data(world.amina.id)["sign_offs"]
    assert queries.personal_data(field.vera.id)["signed_off"]
    with db.writing():
        service.erase_person(person_id=field.vera.id, at=clock.now())
    assert session.scalars(select(SignOff)).one().assessor_id is None
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=clock.now())
    assert session.scalars(select(SignOff)).all() == []


def test_the_trainer_among_them_is_hers_by_the_cohort_alone(world: World, field: Field) -> None:
    with db.writing():
        session.add(CohortTrainer(cohort_id=field.cohort.id, person_id=field.vera.id))
    assert queries.candidate(world.actor(field.vera), field.amina.id).is_own_trainer
