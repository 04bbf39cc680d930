"""What is done to many certificates at once: what it would be done to, how far it is, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import Person
from academy.accounts.queries import coordinators_of
from academy.actor import Actor, Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.certificates.models import Batch, BatchItem, BatchKind, BatchState, Certificate
from academy.certificates.queries.held import Narrowed
from academy.certificates.rules import State, Verdict, decided
from academy.certificates.rules.batches import OPEN, PROPOSERS, SILENCE, Act, possible_acts
from academy.courses.models import Course, Edition
from academy.courses.queries import course_titles
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment

#: Who sees the batches of her branch, may agree to those of others there, and may stop and call off any.
LOOK_AFTER = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: How many things of a batch its page lists.
SHOWN = 50


def branches_for(actor: Actor, kind: BatchKind) -> Sequence[Agency]:
    """Return the agencies and units in which she may propose a batch of a kind, each below the one it belongs to."""
    return sorted(
        (
            each
            for each in agencies.agencies_for(actor, *PROPOSERS[kind])
            if any(each.path.startswith(path) for path in actor.paths(*PROPOSERS[kind]))
        ),
        key=lambda each: each.path.count("/"),
    )


def things(kind: BatchKind, agency: Agency, narrowed: Narrowed) -> Select[UUID]:
    """Return the enrolments, or the certificates, of a branch that a batch would be about."""
    if kind is BatchKind.ISSUE:
        return _enrolments(agency, narrowed)
    states = [
        each.value for each in State if not kind.is_decision or decided(each, Verdict(kind.value)) is not None
    ]
    found = (
        select(Certificate.id)
        .join(Agency, Agency.id == Certificate.agency_id)
        .where(_below(agency), Certificate.person_id.is_not(None), Certificate.state.in_(states))
    )
    if narrowed.country:
        found = found.where(Agency.country_code == narrowed.country)
    if narrowed.valid_on is not None:
        is_in_time = or_(Certificate.valid_until.is_(None), Certificate.valid_until >= narrowed.valid_on)
        found = found.where(Certificate.state == State.VALID.value, is_in_time)
    if narrowed.edition_id is not None:
        found = found.where(Certificate.edition_id == narrowed.edition_id)
    if narrowed.cohort_id is not None:
        in_cohort = select(Enrolment.id).where(Enrolment.cohort_id == narrowed.cohort_id)
        found = found.where(Certificate.enrolment_id.in_(in_cohort))
    return found


def numbered(kind: BatchKind, agency: Agency, narrowed: Narrowed) -> Select[tuple[UUID, int]]:
    """Return the same things with their places in the batch: the oldest first."""
    is_issue = kind is BatchKind.ISSUE
    order = (
        (Enrolment.completed_at, Enrolment.id) if is_issue else (Certificate.issued_at, Certificate.number)
    )
    return things(kind, agency, narrowed).add_columns(func.row_number().over(order_by=order).label("place"))


def _enrolments(agency: Agency, narrowed: Narrowed) -> Select[UUID]:
    """Return who completed a course and has no certificate of it, whatever became of it."""
    issued = select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id)
    found = (
        select(Enrolment.id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(_below(agency), Enrolment.completed_at.is_not(None), ~issued.exists())
    )
    if narrowed.country:
        found = found.where(Agency.country_code == narrowed.country)
    if narrowed.edition_id is not None:
        found = found.where(Enrolment.edition_id == narrowed.edition_id)
    if narrowed.cohort_id is not None:
        found = found.where(Enrolment.cohort_id == narrowed.cohort_id)
    return found


def _below(agency: Agency) -> ColumnElement[bool]:
    return Agency.path.startswith(agency.path, autoescape=True)


@dataclass(frozen=True)
class Reckoned:
    """How many things a batch would be about, and how many of those people have not said which name may be printed."""

    total: int
    nameless: int


def reckon(kind: BatchKind, agency: Agency, narrowed: Narrowed) -> Reckoned:
    """Count what a batch would be about, before it is proposed."""
    wanted = things(kind, agency, narrowed)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    if kind is not BatchKind.ISSUE:
        return Reckoned(total, 0)
    without = wanted.join(Person, Person.id == Enrolment.person_id).where(Person.certificate_name.is_(None))
    return Reckoned(total, session.scalar(select(func.count()).select_from(without.subquery())) or 0)


@dataclass(frozen=True)
class Choices:
    """What a batch may be narrowed to: ids and words of editions and cohorts of which somebody in the branch has something."""

    editions: Sequence[tuple[UUID, str]]
    cohorts: Sequence[tuple[UUID, str]]


def choices(kind: BatchKind, agency: Agency, *, locale: str) -> Choices:
    """Return what a batch in a branch may be narrowed to."""
    wanted = things(kind, agency, Narrowed()).subquery()
    own = select(wanted.c.id)
    is_issue = kind is BatchKind.ISSUE
    of_certificates = select(Certificate.enrolment_id).where(Certificate.id.in_(own))
    enrolled = select(Enrolment).where(Enrolment.id.in_(own if is_issue else of_certificates)).subquery()
    cohorts = session.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.id.in_(select(enrolled.c.cohort_id)))
        .order_by(Cohort.name)
    ).all()
    return Choices(_editions(select(enrolled.c.edition_id), locale), [(row.id, row.name) for row in cohorts])


def _editions(ids: Select[Any], locale: str) -> list[tuple[UUID, str]]:
    rows = session.execute(
        select(Edition.id, Edition.number, Course.slug)
        .join(Course, Course.id == Edition.course_id)
        .where(Edition.id.in_(ids))
        .order_by(Course.slug, Edition.number)
    ).all()
    titles = course_titles({row.slug for row in rows}, locale=locale)
    return [(row.id, f"{titles.get(row.slug, row.slug)} · {row.number}") for row in rows]


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """Return a batch in a branch she looks after. Raises NotFound."""
    found = session.scalar(
        select(Batch).options(joinedload(Batch.agency)).where(Batch.id == batch_id, _hers(actor))
    )
    if found is None:
        raise NotFound
    return found


def own_archive(actor: Actor, batch_id: UUID) -> Batch:
    """Return an export of her own whose archive is there, as long as she may still export from its branch. Raises NotFound."""
    found = batch_for(actor, batch_id)
    may_export = any(found.agency.path.startswith(path) for path in actor.paths(*PROPOSERS[BatchKind.EXPORT]))
    if found.proposed_by_id != actor.person_id or found.file_name is None or not may_export:
        raise NotFound
    return found


@dataclass(frozen=True)
class Line:
    """A batch in the list of them."""

    batch: Batch
    proposer: str | None


def batches_for(actor: Actor, *, most: int = 100) -> Sequence[Line]:
    """Return the batches of the branches she looks after: what waits for a second person first, then the newest."""
    proposer = aliased(Person)
    rows = session.execute(
        select(Batch, proposer.call_sign)
        .join(Agency, Agency.id == Batch.agency_id)
        .outerjoin(proposer, proposer.id == Batch.proposed_by_id)
        .options(joinedload(Batch.agency))
        .where(_hers(actor))
        .order_by(Batch.state != BatchState.PROPOSED.value, Batch.proposed_at.desc())
        .limit(most)
    ).all()
    return [Line(*row) for row in rows]


def waiting_for_her(actor: Actor) -> int:
    """Count the batches that wait for a second person and may have her word."""
    if not actor.has(*LOOK_AFTER):
        return 0
    waits = select(func.count()).select_from(Batch).where(
        Batch.state == BatchState.PROPOSED.value, Batch.proposed_by_id.is_distinct_from(actor.person_id), _hers(actor)
    )  # fmt: skip
    return session.scalar(waits) or 0


def acts_of(actor: Actor, batch: Batch) -> tuple[Act, ...]:
    """Return what somebody who looks after a batch may do to it now; agreeing is for others than who proposed it."""
    is_hers = batch.proposed_by_id == actor.person_id
    return tuple(
        act
        for act in possible_acts(BatchState(batch.state))
        if not (is_hers and act in (Act.APPROVE, Act.DECLINE)) and (is_hers or act is not Act.CANCEL or batch.state != BatchState.PROPOSED)
    )  # fmt: skip


def second_people(batch: Batch, *, on: date) -> Sequence[Person]:
    """Return who may agree to a batch beside who proposed it: the branch's coordinators and deputies, and those above."""
    return [each for each in coordinators_of(batch.agency, on=on) if each.id != batch.proposed_by_id]


@dataclass(frozen=True)
class Left:
    """A thing of a batch that was not done: whose it is, as a coordinator knows her, its number, and why."""

    holder: str | None
    number: str | None
    certificate_id: UUID | None
    failure: str


def left_out(batch: Batch) -> Sequence[Left]:
    """Return the first of the things that were not done, in the batch's order."""
    return _listed(batch, "failed")


def about(batch: Batch) -> Sequence[Left]:
    """Return the first of the things that wait to be done: what a second person is to agree to."""
    return _listed(batch, "pending")


def _listed(batch: Batch, state: str) -> Sequence[Left]:
    rows = session.execute(
        select(Person.legal_name, Certificate.number, Certificate.id, BatchItem.failure)
        .select_from(BatchItem)
        .outerjoin(Certificate, Certificate.id == BatchItem.certificate_id)
        .outerjoin(Enrolment, Enrolment.id == func.coalesce(BatchItem.enrolment_id, Certificate.enrolment_id))
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(BatchItem.batch_id == batch.id, BatchItem.state == state)
        .order_by(BatchItem.position)
        .limit(SHOWN)
    )
    return [Left(*row) for row in rows]


def people_of(batch: Batch) -> dict[UUID, str]:
    """Return the call-signs of who proposed and who decided."""
    wanted = {each for each in (batch.proposed_by_id, batch.decided_by_id) if each is not None}
    rows = session.execute(select(Person.id, Person.call_sign).where(Person.id.in_(wanted)))
    return {row.id: row.call_sign for row in rows}


def wanting_a_worker(at: datetime) -> Sequence[tuple[UUID, int]]:
    """Return the batches nobody is at, each with the run under which it is to be taken up."""
    silent = or_(Batch.beaten_at.is_(None), Batch.beaten_at < at - SILENCE)
    rows = session.execute(
        select(Batch.id, Batch.run + 1)
        .where(Batch.state == BatchState.RUNNING.value, silent)
        .order_by(Batch.proposed_at)
    )
    return [(row[0], row[1]) for row in rows]


def batches_of_person(person_id: UUID) -> Sequence[Batch]:
    """Return the batches in which something of hers stands."""
    certificates = select(Certificate.id).where(Certificate.person_id == person_id)
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    hers = select(BatchItem.batch_id).where(
        or_(BatchItem.certificate_id.in_(certificates), BatchItem.enrolment_id.in_(enrolments))
    )
    return session.scalars(
        select(Batch).where(Batch.id.in_(hers)).order_by(Batch.proposed_at, Batch.id)
    ).all()


def open_batches_by(person_id: UUID) -> Sequence[Batch]:
    """Return what somebody proposed and is not over, or whose archive waits for her."""
    is_open = Batch.state.in_([each.value for each in OPEN])
    return session.scalars(
        select(Batch).where(Batch.proposed_by_id == person_id, or_(is_open, Batch.file_name.is_not(None)))
    ).all()


def _hers(actor: Actor) -> ColumnElement[bool]:
    branches = [Agency.path.startswith(path, autoescape=True) for path in actor.paths(*LOOK_AFTER)]
    return Batch.agency.has(or_(*branches)) if branches else false()
