"""One officer's record in one enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.courses.models import Edition
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Attempt, Cohort, Completion, Enrolment
from academy.reports.queries.scope import within


def enrolment_for(actor: Actor, enrolment_id: UUID) -> Row[*tuple[Any, ...]]:
    """Return the columns of an enrolment of the actor's branch, with names. Raises NotFound for any other."""
    found = session.execute(
        select(
            Enrolment.id, Enrolment.person_id, Enrolment.edition_id, Enrolment.agency_id, Person.call_sign, Person.legal_name,
            Agency.name.label("unit"), Cohort.name.label("cohort"), Edition.number.label("edition"),
            Edition.required_count, Enrolment.enrolled_at, Enrolment.due_on, Enrolment.done_count,
            Enrolment.last_activity_at, Enrolment.completed_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.id == enrolment_id, within(actor), Enrolment.withdrawn_at.is_(None))
    ).first()  # fmt: skip
    if found is None:
        raise NotFound
    return found


def done_in(enrolment_id: UUID) -> dict[str, Row[*tuple[Any, ...]]]:
    """Return activity → (activity, score, completed at) of what is done."""
    rows = session.execute(
        select(Completion.activity, Completion.score, Completion.completed_at).where(
            Completion.enrolment_id == enrolment_id
        )
    )
    return {row.activity: row for row in rows}


def attempts_in(enrolment_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (activity, number, state, started at, submitted at, score, passed) of every attempt, latest first."""
    return session.execute(
        select(
            Attempt.activity, Attempt.number, Attempt.state, Attempt.started_at, Attempt.submitted_at, Attempt.score,
            Attempt.is_passed,
        )
        .where(Attempt.enrolment_id == enrolment_id)
        .order_by(Attempt.started_at.desc(), Attempt.number.desc())
    ).all()  # fmt: skip


def certificates_of(enrolment_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (id, number, state, issued at, valid until) of the enrolment's certificates, latest first."""
    return session.execute(
        select(
            Certificate.id, Certificate.number, Certificate.state, Certificate.issued_at, Certificate.valid_until
        )
        .where(Certificate.enrolment_id == enrolment_id)
        .order_by(Certificate.issued_at.desc())
    ).all()  # fmt: skip
