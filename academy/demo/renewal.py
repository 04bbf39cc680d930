"""A certificate that ends soon: the assessor took the Basic course three years ago, and the re-test is open to him."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from academy import clock, db, i18n
from academy.accounts import queries as people_queries
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.certificates import service as certificates
from academy.certificates.rules import valid_until
from academy.courses import service as courses
from academy.courses.package import Package
from academy.courses.queries import newest_edition, reading
from academy.db import session
from academy.demo.people import People
from academy.demo.walks import Walk
from academy.learning import service as learning
from academy.learning.models import Enrolment

#: His certificate ends after so many days.
LEFT = timedelta(days=40)
#: As long as the Basic certificate holds, in months.
HOLDS = 36


def let_end(package: Package, everybody: People, issuer: certificates.Issuer) -> None:
    """Publish the re-test, and let the assessor hold a certificate in its window."""
    ends_on = clock.now().date() + LEFT
    issued_on = valid_until(ends_on, -HOLDS) or ends_on
    at = datetime.combine(issued_on, time(9), UTC)
    with db.writing():
        # the Basic course stays the latest, and so first in reports
        courses.publish(package=package, by=None, at=clock.now() - timedelta(days=100))
        person = session.merge(everybody.accounts["demo-assessor"])
        agency_id = session.scalars(
            select(Membership.agency_id).where(Membership.person_id == person.id)
        ).one()
        begun = at - timedelta(days=120)
        learner = Membership(
            person_id=person.id, agency_id=agency_id, role=Role.LEARNER, starts_on=begun.date()
        )
        session.add(learner)
        edition = newest_edition("basic")
        enrolment = learning.enrol(
            person_id=person.id, agency_id=agency_id, edition=edition, by=None, at=begun
        )
        chance = random.Random("an assessor")  # noqa: S311 # nosec B311
        Walk(reading(edition_id=edition.id, locale=i18n.DEFAULT), enrolment, chance).go(1.0, begun)
        enrolment_id, person_id = enrolment.id, person.id
    found = session.get_one(Enrolment, enrolment_id)
    prepared = certificates.printed(certificates.Order(found, i18n.DEFAULT), issuer=issuer, at=at)
    actor = people_queries.actor_for(session.get_one(Person, person_id), on=clock.now().date())
    with db.writing():
        certificates.claim(
            enrolment=session.get_one(Enrolment, enrolment_id),
            prepared=prepared,
            issuer=issuer,
            by=actor,
            at=at,
        )
