"""Beginning the re-test of a certificate, and warning its holder ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.models import Certificate, ExpiryWarning
from academy.certificates.queries import Renewal
from academy.db import insert, session
from academy.errors import Conflict, Forbidden
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.queries import bar_to


def begin_retest(*, certificate: Certificate, by: Actor, at: datetime) -> Enrolment:
    """Enrol the holder in the live edition of the re-test, once in a window; what she has begun goes on.

    Raises Conflict outside the window, Forbidden where she learns in no agency or something comes before.
    """
    session.get_one(Person, by.person_id, with_for_update=True)  # two clicks enrol once
    renewal = queries.renewal_of(certificate, on=at.date())
    if renewal is None or certificate.person_id != by.person_id:
        raise Conflict("nothing-to-renew")
    if renewal.enrolment is not None:
        return renewal.enrolment
    if by.home_agency_id is None:
        raise Forbidden("no-agency-to-learn-in")
    if bar_to(renewal.retest, person_id=by.person_id, on=at.date()) is not None:
        raise Forbidden("not-ready-for-course")
    _end_earlier(renewal, by, at)
    return learning.enrol(
        person_id=by.person_id, agency_id=by.home_agency_id, edition=renewal.retest, by=by, at=at
    )


def _end_earlier(renewal: Renewal, by: Actor, at: datetime) -> None:
    """End what she began in an earlier window and never completed: it would renew nothing any more."""
    running = session.scalar(
        select(Enrolment).where(
            Enrolment.person_id == by.person_id, Enrolment.course_id == renewal.retest.course_id,
            Enrolment.completed_at.is_(None), Enrolment.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    if running is not None:
        learning.withdraw(enrolment=running, by=by, at=at)


def note_warnings(due: Sequence[tuple[UUID, int]], *, at: datetime) -> list[tuple[Person, UUID]]:
    """Note warnings as sent, and return whom to write to about which certificate; what another server noted is left out."""
    noted: list[tuple[Person, UUID]] = []
    for certificate_id, days in due:
        row = {"certificate_id": certificate_id, "days": days, "sent_at": at}
        made = session.execute(
            insert(ExpiryWarning).values(row).on_conflict_do_nothing().returning(ExpiryWarning.days)
        ).all()
        holder = session.scalar(
            select(Person)
            .join(Certificate, Certificate.person_id == Person.id)
            .where(Certificate.id == certificate_id)
        )
        if made and holder is not None and holder.disabled_at is None:
            noted.append((holder, certificate_id))
    return noted
