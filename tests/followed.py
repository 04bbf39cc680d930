"""Courses that were completed some months ago, and what supervisors said since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from academy import db
from academy.accounts.models import Membership, Person
from academy.agencies.models import Agency
from academy.db import session
from academy.evaluation.models import FollowUp
from academy.evaluation.rules import QUESTIONS, asked_between
from academy.learning import service as learning
from academy.learning.models import Enrolment
from tests.world import World

SEEN = dict.fromkeys(QUESTIONS, "once")


def completed(enrolment_id: UUID, at: datetime) -> None:
    """Let a course have been completed at a moment."""
    with db.writing():
        enrolment = session.get_one(Enrolment, enrolment_id)
        enrolment.enrolled_at = at - timedelta(days=30)
        enrolment.completed_at = at


def follow_up(enrolment_id: UUID, *, opens_on: date, months: int = 3, **known: object) -> UUID:
    """Make a follow-up that opens on a day."""
    with db.writing():
        made = FollowUp(
            enrolment_id=enrolment_id, months=months, opens_on=opens_on, closes_on=opens_on + timedelta(days=45), **known
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def answered(world: World, agency: Agency, count: int, at: datetime, *, step: str = "once") -> None:
    """Let ``count`` people of an agency have completed the small course at a moment, and be answered for."""
    for person in _people(agency, count, at):
        enrolment = learning.enrol(
            person_id=person.id, agency_id=agency.id, edition=world.edition, cohort=None, by=None, at=at
        )
        enrolment.completed_at = at
        session.flush()
        opens_on, closes_on = asked_between(at.date(), 3)
        session.add(
            FollowUp(
                enrolment_id=enrolment.id, months=3, opens_on=opens_on, closes_on=closes_on,
                answers=dict.fromkeys(QUESTIONS, step), answered_at=at + timedelta(days=100),
            )
        )  # fmt: skip
    session.flush()


def _people(agency: Agency, count: int, at: datetime) -> Iterator[Person]:
    for number in range(count):
        name = f"{agency.name}-{number:02}-{at.year}-{at.month:02}"
        person = Person(call_sign=name, legal_name=f"Officer {name}", created_at=at)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id, agency_id=agency.id, role="learner", starts_on=at.date()))
        yield person
