"""A course of a meeting, a practical and a survey, with a cohort in it, for the tests of those kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.courses import content
from academy.courses import service as courses
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.meetings import service as meetings
from academy.meetings.models import Meeting
from academy.meetings.rules import Date
from tests.world import PACKAGES, World

MEETING, PRACTICAL, SURVEY, BOARD = "field-day", "scene-entry", "afterwards", "two-hands"
BAGS = ("the-bag", "second-bag")


@dataclass(frozen=True)
class Field:
    """The course, its cohort (trained by trajce, held by the academy), two learners, and an assessor."""

    cohort: Cohort
    amina: Enrolment
    dina: Enrolment
    #: A trainer of the academy who does not train the cohort.
    vera: Person
    meeting: Meeting

    @property
    def course(self) -> content.Course:
        """The course as it is taught."""
        return reading(edition_id=self.cohort.edition_id, locale="en").course


def in_the_field(app: Flask, world: World, *, starts_in: timedelta = timedelta(minutes=-5)) -> Field:
    """Publish the course and open its cohort; its meeting begins ``starts_in`` from now."""
    package = courses.prepare(PACKAGES / "kinds", keep=app.extensions["storage"].put)
    at = clock.now() - timedelta(days=3)
    with db.writing():
        edition = courses.publish(package=package, by=None, at=at).edition
        cohort = learning.open_cohort(
            name="Field", edition=edition, starts_on=at.date(), closes_on=None, trainers=[world.trajce.id], by=None, at=at
        )  # fmt: skip
        enrolments = [
            learning.enrol(
                person_id=person.id, agency_id=agency.id, edition=edition, cohort=cohort, by=None, at=at
            )
            for person, agency in ((world.amina, world.rangers), (world.dina, world.inspectors))
        ]
        academy = session.scalars(select(Agency).where(Agency.name == "Academy")).one()
        vera = trainer("vera", academy)
        meeting = meetings.arrange(
            cohort=cohort, activity=MEETING, date=date_from(clock.now() + starts_in), by=world.actor(world.trajce), at=at
        )  # fmt: skip
    return Field(cohort, enrolments[0], enrolments[1], vera, meeting)


def date_from(starts_at: datetime, hours: int = 4) -> Date:
    """Return a date that begins then."""
    return Date(
        starts_at, starts_at + timedelta(hours=hours), "Europe/Skopje", "Range 2", "https://meet.example/2"
    )


def trainer(call_sign: str, agency: Agency) -> Person:
    """Add a trainer."""
    at = clock.now() - timedelta(days=30)
    person = Person(
        call_sign=call_sign, legal_name=f"{call_sign.title()} Tuđa", email=f"{call_sign}@example.org",
        email_key=f"{call_sign}@example.org", created_at=at,
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=agency.id, role=Role.TRAINER, starts_on=at.date()))
    session.flush()
    return person


def learner(field: Field, call_sign: str, agency: Agency) -> Enrolment:
    """Add a learner to the cohort."""
    at = clock.now() - timedelta(days=2)
    person = Person(
        call_sign=call_sign, legal_name=call_sign.title(), email=f"{call_sign}@example.org",
        email_key=f"{call_sign}@example.org", created_at=at,
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=agency.id, role=Role.LEARNER, starts_on=at.date()))
    edition = session.get_one(Edition, field.cohort.edition_id)
    return learning.enrol(
        person_id=person.id, agency_id=agency.id, edition=edition, cohort=session.get_one(Cohort, field.cohort.id), by=None, at=at
    )  # fmt: skip


def course_id() -> UUID:
    """Return the course's id."""
    return session.scalars(select(Course.id).where(Course.slug == "kinds")).one()
