"""Writing the learning record: enrolling, attempting, answering, completing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.courses.queries import required_activities
from academy.db import insert, session
from academy.errors import Conflict, Forbidden
from academy.learning.models import (
    AnswerEvent,
    Attempt,
    AttemptState,
    Cohort,
    CohortTrainer,
    Completion,
    Enrolment,
    ItemResult,
)
from academy.learning.rules import payload_hash


@dataclass(frozen=True)
class Save:
    """One response as a browser sent it; the key makes a retry the same save."""

    item: str
    payload: Any
    device: str
    sequence: int
    key: str


@dataclass(frozen=True)
class Receipt:
    """What the server answers once a save is on disk."""

    saved_at: datetime
    #: The attempt was closed before it arrived: it is kept, and does not count.
    is_late: bool


@dataclass(frozen=True)
class ItemMark:
    """What one item was worth when an attempt was handed in."""

    response: Any
    score: float
    is_right: bool


@dataclass(frozen=True)
class Grade:
    """What a handed-in attempt came to."""

    score: float
    is_passed: bool
    marks: Mapping[str, ItemMark]
    gates_failed: tuple[str, ...] = ()


def enrol(
    *,
    person_id: UUID,
    agency_id: UUID,
    edition: Edition,
    by: Actor | None,
    at: datetime,
    cohort: Cohort | None = None,
    due_on: date | None = None,
) -> Enrolment:
    """Enrol a person in an edition; the record counts for ``agency_id``. A running enrolment is returned as it is."""
    running = session.scalar(
        select(Enrolment).where(
            Enrolment.person_id == person_id, Enrolment.course_id == edition.course_id,
            Enrolment.completed_at.is_(None), Enrolment.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    if running is not None:
        return running
    new = Enrolment(
        person_id=person_id, course_id=edition.course_id, edition_id=edition.id, agency_id=agency_id,
        cohort_id=cohort.id if cohort else None, enrolled_at=at, due_on=due_on,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.record(by=by, verb="enrol", object_type="enrolment", object_id=new.id, at=at, agency_id=agency_id)
    return new


def complete(
    *,
    enrolment: Enrolment,
    activity: str,
    at: datetime,
    score: float | None = None,
    attempt: Attempt | None = None,
) -> bool:
    """Record that an activity is done, and decide the course's completion in the same transaction.

    Done is done: a second completion changes nothing but a better score. Returns whether the course is
    complete through this.
    """
    held = session.get(Completion, (enrolment.id, activity))
    enrolment.last_activity_at = at
    if held is not None:
        if score is not None and (held.score is None or score > held.score):
            held.score, held.attempt_id = score, attempt.id if attempt else None
        session.flush()
        return False
    session.add(
        Completion(
            enrolment_id=enrolment.id, activity=activity, completed_at=at, score=score,
            attempt_id=attempt.id if attempt else None,
        )
    )  # fmt: skip
    session.flush()
    return _count(enrolment, at)


def _count(enrolment: Enrolment, at: datetime) -> bool:
    """Count what is done anew; the count decides whether the course is complete."""
    edition = session.get_one(Edition, enrolment.edition_id)
    required = required_activities(edition)
    done = session.scalars(select(Completion.activity).where(Completion.enrolment_id == enrolment.id)).all()
    enrolment.done_count = len(required.intersection(done))
    is_new = enrolment.completed_at is None and enrolment.done_count >= edition.required_count
    if is_new:
        enrolment.completed_at = at
        audit.record(
            by=None, verb="complete", object_type="enrolment", object_id=enrolment.id, at=at,
            agency_id=enrolment.agency_id, fields=["completed_at"],
        )  # fmt: skip
    session.flush()
    return is_new


def start_attempt(
    *, enrolment: Enrolment, activity: str, locale: str, rendition_digest: str, seed: int, at: datetime
) -> Attempt:
    """Begin an attempt, or return the one that is open: a double click begins one."""
    running = session.scalar(
        select(Attempt).where(
            Attempt.enrolment_id == enrolment.id,
            Attempt.activity == activity,
            Attempt.state == AttemptState.IN_PROGRESS,
        )
    )
    if running is not None:
        return running
    used = session.scalar(
        select(func.max(Attempt.number)).where(
            Attempt.enrolment_id == enrolment.id, Attempt.activity == activity
        )
    )
    new = Attempt(
        enrolment_id=enrolment.id, activity=activity, number=(used or 0) + 1, state=AttemptState.IN_PROGRESS, seed=seed,
        locale=locale, rendition_digest=rendition_digest, started_at=at,
    )  # fmt: skip
    session.add(new)
    enrolment.last_activity_at = at
    session.flush()
    return new


def save_response(*, attempt: Attempt, save: Save, at: datetime) -> Receipt:
    """Add one answer event. A retry gets the first receipt; the same key for another answer is a Conflict."""
    new_hash = payload_hash(save.item, save.payload)
    is_late = attempt.state != AttemptState.IN_PROGRESS
    added = session.scalar(
        insert(AnswerEvent)
        .values(
            attempt_id=attempt.id, item=save.item, device=save.device, sequence=save.sequence, idempotency_key=save.key,
            payload=save.payload, payload_hash=new_hash, saved_at=at, is_late=is_late,
        )
        .on_conflict_do_nothing(index_elements=["attempt_id", "idempotency_key"])
        .returning(AnswerEvent.id)
    )  # fmt: skip
    if added is not None:
        return Receipt(saved_at=at, is_late=is_late)
    earlier = session.scalars(
        select(AnswerEvent).where(
            AnswerEvent.attempt_id == attempt.id, AnswerEvent.idempotency_key == save.key
        )
    ).one()
    if earlier.payload_hash != new_hash:
        raise Conflict("key-reused")
    return Receipt(saved_at=earlier.saved_at, is_late=earlier.is_late)


def grade_attempt(*, attempt: Attempt, grade: Grade, at: datetime) -> Attempt:
    """Close an attempt with its result; a passed one completes its activity. Raises Conflict if it is closed."""
    if attempt.state != AttemptState.IN_PROGRESS:
        raise Conflict("attempt-closed")
    attempt.state = AttemptState.GRADED
    attempt.submitted_at = at
    attempt.score, attempt.is_passed = grade.score, grade.is_passed
    attempt.gates_failed = list(grade.gates_failed)
    session.add_all(
        ItemResult(
            attempt_id=attempt.id, item=item, response=mark.response, score=mark.score, is_right=mark.is_right
        )
        for item, mark in grade.marks.items()
    )
    session.flush()
    if grade.is_passed:
        complete(
            enrolment=attempt.enrolment, activity=attempt.activity, at=at, score=grade.score, attempt=attempt
        )
    return attempt


def open_cohort(
    *,
    name: str,
    edition: Edition,
    starts_on: date,
    closes_on: date | None,
    trainers: list[UUID],
    by: Actor | None,
    at: datetime,
) -> Cohort:
    """Open a cohort with its trainers."""
    cohort = Cohort(name=name, edition_id=edition.id, starts_on=starts_on, closes_on=closes_on)
    session.add(cohort)
    session.flush()
    session.add_all(CohortTrainer(cohort_id=cohort.id, person_id=trainer) for trainer in trainers)
    audit.record(by=by, verb="open", object_type="cohort", object_id=cohort.id, at=at)
    session.flush()
    return cohort


def enrol_self(*, by: Actor, edition: Edition, at: datetime) -> Enrolment:
    """Enrol the actor in an open course, for the agency she learns in. Raises Forbidden."""
    if by.home_agency_id is None:
        raise Forbidden("no-agency-to-learn-in")
    if not edition.course.is_open:
        raise Forbidden("course-not-open")
    session.get_one(Person, by.person_id, with_for_update=True)  # two clicks enrol once
    return enrol(person_id=by.person_id, agency_id=by.home_agency_id, edition=edition, by=by, at=at)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's whole learning record."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))
    session.execute(delete(AnswerEvent).where(AnswerEvent.attempt_id.in_(attempts)))
    session.execute(delete(ItemResult).where(ItemResult.attempt_id.in_(attempts)))
    session.execute(delete(Completion).where(Completion.enrolment_id.in_(enrolments)))
    session.execute(delete(Attempt).where(Attempt.enrolment_id.in_(enrolments)))
    session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))
    session.execute(delete(CohortTrainer).where(CohortTrainer.person_id == person_id))
