"""What came of an earlier cohort: who was asked about it, what supervisors saw, what the agencies report of their cases."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.demo.people import INSPECTORS, POLICE, RANGERS, People
from academy.evaluation.models import CaseReport, FollowUp
from academy.evaluation.rules import MONTHS, QUESTIONS, Step, asked_between, periods_over
from academy.learning import service as learning
from academy.learning.models import Cohort, Completion, Enrolment

#: How many of the earlier cohort completed the course how many days ago. Of the first the answers after three months are
#: in a quarter that is over, whatever day it is; of the others supervisors are asked now.
GRADUATES = {240: 7, 200: 1, 100: 2}
#: The cohort, and how many of the police were in it.
EARLIER, OFFICERS = "Demo Spring", 3
#: (cases opened, files sent) of the last four quarters, the latest first.
REPORTED = {RANGERS: ((14, 6), (11, 5), (9, 3), (10, 2)), INSPECTORS: ((21, 8), (19, 8))}


def follow_up(everybody: People) -> None:
    """Let an earlier cohort have completed the Basic course, and its rangers be followed up; report cases."""
    with db.writing():
        edition = session.scalars(
            select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "basic")
        ).one()
        _graduate(edition, everybody.accounts["demo-trainer"].id)
        _report()


def _graduate(edition: Edition, trainer_id: UUID) -> None:
    now = clock.now()
    units = session.scalars(
        select(Agency)
        .where(Agency.name.in_(("Demo Rangers North", "Demo Rangers Coast")))
        .order_by(Agency.name)
    ).all()
    cohort = learning.open_cohort(
        name=EARLIER, edition=edition, starts_on=now.date() - timedelta(days=250),
        closes_on=now.date() - timedelta(days=220), trainers=[trainer_id], by=None, at=now - timedelta(days=250),
    )  # fmt: skip
    activities = [each.slug for _m, each in reading(edition_id=edition.id, locale="en").course.activities()]
    # a believable picture, the same every time
    chance = random.Random("outcomes 2026")  # noqa: S311 # nosec B311
    number = 60
    for days, count in GRADUATES.items():
        for _each in range(count):
            number += 1
            at = now - timedelta(days=days)
            enrolment = _enrol("ranger", number, units[number % len(units)], cohort, at)
            _complete(enrolment, activities, at)
            _ask(enrolment, at, chance, is_answered=number != 61)
    police, at = session.scalars(select(Agency).where(Agency.name == POLICE)).one(), now - timedelta(days=240)
    for number in range(71, 71 + OFFICERS):
        _complete(_enrol("officer", number, police, cohort, at), activities, at)


def _enrol(service: str, number: int, unit: Agency, cohort: Cohort, at: datetime) -> Enrolment:
    person = _colleague(f"{service}-{number:03d}", number, unit, at)
    return learning.enrol(
        person_id=person.id, agency_id=unit.id, edition=cohort.edition, cohort=cohort, by=None, at=at - timedelta(days=30)
    )  # fmt: skip


def _colleague(call_sign: str, number: int, unit: Agency, at: datetime) -> Person:
    person = Person(
        call_sign=call_sign, legal_name=f"Colleague {number} Demo", email=f"{call_sign}@demo.example",
        email_key=f"{call_sign}@demo.example", created_at=at - timedelta(days=40),
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=unit.id, role=Role.LEARNER, starts_on=at.date()))
    return person


def _complete(enrolment: Enrolment, activities: list[str], at: datetime) -> None:
    session.add_all(
        Completion(enrolment_id=enrolment.id, activity=slug, completed_at=at) for slug in activities
    )
    enrolment.done_count, enrolment.completed_at = len(activities), at
    enrolment.last_activity_at = at


def _ask(enrolment: Enrolment, at: datetime, chance: random.Random, *, is_answered: bool) -> None:
    """Ask after three and six months; what has closed was answered, or never was."""
    today = clock.now().date()
    for months in MONTHS:
        opens_on, closes_on = asked_between(at.date(), months)
        made = FollowUp(
            enrolment_id=enrolment.id, months=months, opens_on=opens_on, closes_on=closes_on,
            asked_at=clock.now() if opens_on <= today else None,
        )  # fmt: skip
        if closes_on < today and is_answered:
            made.answered_at = clock.now() - (today - opens_on)
            made.answers = {key: chance.choice(list(Step)).value for key in QUESTIONS}
        session.add(made)
    session.flush()


def _report() -> None:
    quarters = [each for each in periods_over(clock.now().date()) if each.months == 3]
    for name, figures in REPORTED.items():
        agency_id: UUID = session.scalars(select(Agency.id).where(Agency.name == name)).one()
        for quarter, (opened, sent) in zip(quarters, figures, strict=False):
            session.add(
                CaseReport(
                    agency_id=agency_id, starts_on=quarter.starts_on, ends_on=quarter.ends_on, cases_opened=opened,
                    files_sent=sent, source="Demo register of cases", reported_at=clock.now(),
                )
            )  # fmt: skip
    session.flush()
