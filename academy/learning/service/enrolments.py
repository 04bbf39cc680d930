"""Enrolling in an edition."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Forbidden
from academy.learning.models import Cohort, Enrolment
from academy.learning.queries import bar_to


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


def enrol_self(*, by: Actor, edition: Edition, at: datetime) -> Enrolment:
    """Enrol the actor in an open course whose conditions hold, for the agency she learns in. Raises Forbidden."""
    if by.home_agency_id is None:
        raise Forbidden("no-agency-to-learn-in")
    if not edition.course.is_open or edition.course.renews is not None:
        raise Forbidden("course-not-open")
    if bar_to(edition, person_id=by.person_id, on=at.date()) is not None:
        raise Forbidden("not-ready-for-course")
    session.get_one(Person, by.person_id, with_for_update=True)  # two clicks enrol once
    return enrol(person_id=by.person_id, agency_id=by.home_agency_id, edition=edition, by=by, at=at)


def withdraw(*, enrolment: Enrolment, by: Actor | None, at: datetime) -> None:
    """End an enrolment that is not complete. What was done in it stays on record."""
    enrolment.withdrawn_at = enrolment.withdrawn_at or at
    session.flush()
    audit.record(
        by=by, verb="withdraw", object_type="enrolment", object_id=enrolment.id, at=at,
        agency_id=enrolment.agency_id, fields=["withdrawn_at"],
    )  # fmt: skip
