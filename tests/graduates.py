"""Graduates for the tests that need some: certificates without their paper, and trainings on the strength of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from academy import clock, db
from academy.accounts.models import Person
from academy.cascade import queries, service
from academy.cascade.models import Training
from academy.certificates.models import Certificate
from academy.certificates.rules import State
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from tests.world import World


def certified(enrolment: Enrolment, *, at: datetime | None = None, state: State = State.VALID) -> Certificate:
    """Let an enrolment have its certificate; nothing is printed."""
    at = at or clock.now() - timedelta(days=1)
    with db.writing():
        found = session.get_one(Enrolment, enrolment.id)
        found.completed_at = found.completed_at or at
        new = Certificate(
            number=f"WCA-{uuid4().hex[:8]}", code=uuid4().hex, enrolment_id=found.id, person_id=found.person_id,
            agency_id=found.agency_id, edition_id=found.edition_id, rendition_digest="d", locale="en", issued_at=at, state=state,
            document_digest="0" * 64, facts="{}", facts_digest="0" * 64,
        )  # fmt: skip
        session.add(new)
    return new


def proposed(world: World, leader: Person, *, at: datetime | None = None, **changed: object) -> Training:
    """Let a graduate propose a training of the small course, for today and tomorrow."""
    at, who = at or clock.now(), world.actor(leader)
    with db.writing():
        certificate = queries.teachable(who, locale="en", at=at)[0].certificate
        values: dict[str, object] = {
            "edition_id": world.edition.id, "certificate": certificate, "title": "At home", "place": "Station North",
            "starts_on": at.date(), "ends_on": at.date() + timedelta(days=1), "places": 12, "key": uuid4().hex,
        }  # fmt: skip
        return service.propose(proposal=service.Proposal(**values | changed), by=who, at=at)  # type: ignore[arg-type]


def approved(world: World, leader: Person, *, at: datetime | None = None, **changed: object) -> Training:
    """Let her propose one that Ada approves."""
    new, ada = proposed(world, leader, at=at, **changed), world.actor(world.ada)
    with db.writing():
        return service.approve(training=queries.decided_by(ada, new.id), by=ada, at=at or clock.now())


def taught(world: World, training: Training, people: list[Person]) -> list[Enrolment]:
    """Let people learn in a training, each for her own agency."""
    with db.writing():
        cohort = session.get_one(Cohort, training.cohort_id)
        return [
            learning.enrol(
                person_id=each.id, agency_id=each.memberships[0].agency_id, edition=world.edition, cohort=cohort, by=None, at=clock.now()
            )
            for each in people
        ]  # fmt: skip
