"""National trainings: proposing, deciding, calling off, marking as held.

Every verb but the first works on a training that the caller holds (``queries``), so that two people who decide at the
same moment take their turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, update

from academy.accounts.models import Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.cascade import queries
from academy.cascade.models import Training
from academy.cascade.rules import TrainingState, generation_of_trainees, obstacle_in_days
from academy.certificates.models import Certificate
from academy.certificates.rules import Standing
from academy.cohorts import service as cohorts
from academy.cohorts.queries.cohorts import held
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning.models import Cohort, CohortTrainer


@dataclass(frozen=True)
class Proposal:
    """What a graduate wants to hold; the key makes a double click one proposal."""

    edition_id: UUID
    #: On the strength of which she teaches it.
    certificate: Certificate
    title: str
    place: str
    starts_on: date
    ends_on: date
    places: int
    key: str


def propose(*, proposal: Proposal, by: Actor, at: datetime) -> Training:
    """Propose a training, for the agency where the actor serves; sending the same again gives the first.

    The generation of its trainees and the training she learnt in herself are frozen. Raises Invalid for days that cannot
    be, and where she serves in no agency, or in no country; Conflict where her certificate is not valid any more.
    """
    session.get_one(Person, by.person_id, with_for_update=True)
    if (same := queries.with_key(by.person_id, proposal.key)) is not None:
        return same
    if obstacle := obstacle_in_days(proposal.starts_on, proposal.ends_on, today=at.date()):
        raise Invalid(obstacle[0], field=obstacle[1])
    _must_be_valid(proposal.certificate, at)
    agency = _agency_of(by)
    country = agency.country_code or by.jurisdiction
    if country is None:
        raise Invalid("no-country-to-train-in")
    parent = queries.taught_in(proposal.certificate)
    new = Training(
        leader_id=by.person_id, certificate_id=proposal.certificate.id, agency_id=agency.id, country_code=country,
        generation=generation_of_trainees(parent.generation if parent else None), parent_id=parent.id if parent else None,
        edition_id=proposal.edition_id, title=proposal.title, place=proposal.place, starts_on=proposal.starts_on,
        ends_on=proposal.ends_on, places=proposal.places, state=TrainingState.PROPOSED, proposed_at=at,
        idempotency_key=proposal.key,
    )  # fmt: skip
    session.add(new)
    session.flush()
    _note(new, "propose", by, at)
    return new


def approve(*, training: Training, by: Actor, at: datetime) -> Training:
    """Say yes: the training gets its cohort, which its leader teaches as a guest, and agencies may nominate.

    Raises Conflict where it is decided already, its days are over or its leader's certificate is not valid any more.
    """
    _must_be(training, TrainingState.PROPOSED)
    if training.ends_on < at.date():
        raise Conflict("training-over")
    _must_be_valid(training.certificate, at)
    cohort = _cohort_for(training, by, at)
    training.cohort_id = cohort.id
    _settle(training, TrainingState.APPROVED, by, at)
    _note(training, "approve", by, at)
    return training


def decline(*, training: Training, reason: str, by: Actor, at: datetime) -> Training:
    """Say no to a proposal. Raises Conflict where it is decided already."""
    _must_be(training, TrainingState.PROPOSED)
    training.reason = reason
    _settle(training, TrainingState.DECLINED, by, at)
    _note(training, "decline", by, at)
    return training


def cancel(*, training: Training, reason: str, by: Actor, at: datetime) -> Training:
    """Call a training off: nobody joins any more, and its leader teaches its cohort no longer. Who is in it goes on.

    Raises Conflict where it was declined, called off or held.
    """
    _must_be(training, TrainingState.PROPOSED, TrainingState.APPROVED)
    if training.cohort_id is not None:
        cohorts.close(cohort=held(training.cohort_id), by=by, at=at)
        session.execute(
            delete(CohortTrainer).where(CohortTrainer.cohort_id == training.cohort_id, CohortTrainer.is_guest)
        )
    training.reason = reason
    _settle(training, TrainingState.CANCELLED, by, at)
    _note(training, "cancel", by, at)
    return training


def hold(*, training: Training, report: str, by: Actor, at: datetime) -> Training:
    """Mark a training as held, with what its leader reports. Raises Conflict before it began, or where it is not on."""
    if training.state == TrainingState.HELD and training.report == report:
        return training  # the same form, sent twice
    _must_be(training, TrainingState.APPROVED)
    if training.starts_on > at.date():
        raise Conflict("training-not-begun")
    training.state, training.held_at, training.report = TrainingState.HELD, at, report
    session.flush()
    _note(training, "hold", by, at)
    return training


def _must_be(training: Training, *states: TrainingState) -> None:
    if training.state not in states:
        raise Conflict("training-decided")


def _must_be_valid(certificate: Certificate, at: datetime) -> None:
    if certificate.standing_at(at) is not Standing.VALID:
        raise Conflict("teaching-certificate-not-valid")


def _agency_of(by: Actor) -> Agency:
    """Return where somebody serves: where she learns, or where she holds her first role."""
    ids = [by.home_agency_id, *(grant.agency_id for grant in by.grants)]
    found = next((each for each in ids if each is not None), None)
    if found is None:
        raise Invalid("no-agency-to-train-in")
    return session.get_one(Agency, found)


def _cohort_for(training: Training, by: Actor, at: datetime) -> Cohort:
    """Open a training's cohort: held by its agency, open to nominations until it begins."""
    if training.leader_id is None:
        raise Conflict("training-decided")
    until = min(max(training.starts_on, at.date()), training.ends_on)
    particulars = cohorts.Particulars(
        name=queries.free_name(training.title), starts_on=training.starts_on, closes_on=training.ends_on,
        capacity=training.places, nominations_until=until, agency_id=training.agency_id,
        trainers=frozenset({training.leader_id}),
    )  # fmt: skip
    edition = session.get_one(Edition, training.edition_id)
    cohort = cohorts.open_up(particulars=particulars, edition=edition, by=by, at=at)
    session.execute(update(CohortTrainer).where(CohortTrainer.cohort_id == cohort.id).values(is_guest=True))
    return cohort


def _settle(training: Training, state: TrainingState, by: Actor, at: datetime) -> None:
    training.state, training.decided_at, training.decided_by_id = state, at, by.person_id
    session.flush()


def _note(training: Training, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="training", object_id=training.id, at=at, agency_id=training.agency_id, fields=["state"]
    )  # fmt: skip
