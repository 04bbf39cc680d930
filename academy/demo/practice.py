"""The practice day: a programme that leads to it, one that is today, and one that agencies nominate for."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people_queries
from academy.accounts.models import Membership, Person
from academy.actor import Actor
from academy.agencies.models import Agency, Kind
from academy.cohorts import service as cohorts
from academy.cohorts.queries.nominations import Candidate
from academy.cohorts.service.cohorts import Particulars
from academy.courses import service as courses
from academy.courses.models import Course, Edition
from academy.courses.package import Package
from academy.courses.service import programmes
from academy.db import session
from academy.demo import table
from academy.demo.people import People
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.meetings import service as meetings
from academy.meetings.rules import Date

#: Enough for one team and its observers.
PLACES = 6


def open_day(package: Package, everybody: People) -> None:
    """Publish the practice day, hold one today for those who have completed the Basic course, open the next."""
    trainer, coordinator = (
        _acting(everybody.accounts[name]) for name in ("demo-trainer", "demo-coordinator")
    )
    with db.writing():
        # the Basic course stays the latest, and so first in reports
        edition = courses.publish(package=package, by=None, at=clock.now() - timedelta(days=120)).edition
        _found_programme()
        graduates = _graduates()
        rangers = [person for person in graduates if person.call_sign.startswith("ranger")]
        # it began some days ago: the module at the table is done before the day
        today = _cohort("Demo practice day", edition, trainer, days=-4, nominations=False)
        for person in [each for each in graduates if each not in rangers][:PLACES]:
            _enrol(person, edition, today)
        _brief(today, trainer)
        following = _cohort("Demo winter practice day", edition, trainer, days=30, nominations=True)
        # The others are left for the coordinator to nominate.
        cohorts.nominate(
            cohort=following, candidates=[_candidate(rangers[0])], by=coordinator, at=clock.now()
        )
    table.lay(today.id, edition, everybody.accounts)


def _acting(person: Person) -> Actor:
    return people_queries.actor_for(person, on=clock.now().date())


def _found_programme() -> None:
    academy_id = session.scalars(select(Agency.id).where(Agency.kind == Kind.ACADEMY)).one()
    particulars = programmes.Particulars(
        "From the first call to the field",
        "Learn the ground rules online, then show in the field that you can follow them.",
        "en",
        academy_id,
    )
    programme = programmes.found_programme(particulars=particulars, by=None, at=clock.now())
    ids = {course.slug: course.id for course in session.scalars(select(Course))}
    programmes.order_courses(
        programme=programme, course_ids=[ids["basic"], ids["practice-day"]], based_on=programme.revision, by=None,
        at=clock.now(),
    )  # fmt: skip


def _graduates() -> list[Person]:
    """Return everybody who has completed the Basic course, the graduate of the demo first."""
    found = session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.completed_at.is_not(None))
        .order_by(Person.call_sign)
    ).all()
    return sorted(found, key=lambda person: not person.is_demo)


def _cohort(name: str, edition: Edition, trainer: Actor, *, days: int, nominations: bool) -> Cohort:
    day = clock.now().date() + timedelta(days=days)
    particulars = Particulars(
        name=name, starts_on=day, closes_on=day + timedelta(days=18), capacity=PLACES,
        nominations_until=day - timedelta(days=7) if nominations else None, agency_id=None,
        trainers=[trainer.person_id],
    )  # fmt: skip
    return cohorts.open_up(particulars=particulars, edition=edition, by=trainer, at=clock.now())


def _enrol(person: Person, edition: Edition, cohort: Cohort) -> None:
    learning.enrol(
        person_id=person.id,
        agency_id=_agency_of(person),
        edition=edition,
        cohort=cohort,
        by=None,
        at=clock.now() - timedelta(days=4),
    )


def _brief(cohort: Cohort, trainer: Actor) -> None:
    """Let the day begin an hour from now, so that attendance can be tried."""
    begins = (clock.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    date = Date(begins, begins + timedelta(hours=2), "Europe/Skopje", "Demo training ground, hut 2", "")
    meetings.arrange(cohort=cohort, activity="briefing", date=date, by=trainer, at=clock.now())


def _candidate(person: Person) -> Candidate:
    return Candidate(person.id, person.call_sign, person.legal_name, "", _agency_of(person))


def _agency_of(person: Person) -> UUID:
    return session.scalars(select(Membership.agency_id).where(Membership.person_id == person.id)).one()
