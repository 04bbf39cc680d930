"""Before a person is erased: whether somebody else can do what only she does, and what her agencies may keep of her."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Role
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.courses.models import Course
from academy.db import session
from academy.learning.models import Enrolment
from academy.privacy.models import RetentionRule
from academy.privacy.queries.kept import rules_of
from academy.privacy.rules import What, months_later


@dataclass(frozen=True)
class OwnRecord:
    """A course she completed in an agency that the law lets keep the record, until a day."""

    agency: Agency
    rule: RetentionRule
    course: str
    completed_on: date
    numbers: tuple[str, ...]
    #: The first day it is no longer kept.
    until: date


def bar_to_leaving(person_id: UUID, *, on: date) -> str:
    """Return why a person cannot be erased yet, as the slug of a refusal; empty where she can.

    The last administrator of the academy would leave it to nobody, and so would the only coordinator of an agency.
    """
    held = session.execute(
        select(Membership.role, Membership.agency_id, Agency.parent_id)
        .join(Membership.agency)
        .where(
            Membership.person_id == person_id, is_current(on), Membership.deputy_of_id.is_(None),
            Membership.role.in_([Role.ADMINISTRATOR.value, Role.COORDINATOR.value]), Agency.is_active,
        )
    ).all()  # fmt: skip
    for role, agency_id, parent_id in held:
        if role == Role.ADMINISTRATOR.value and parent_id is not None:
            continue  # the academy's own administrators reach every branch
        if not _has_another(person_id, role, agency_id, on):
            return "last-administrator" if role == Role.ADMINISTRATOR.value else "hand-over-first"
    return ""


def own_records(person_id: UUID, *, on: date) -> Iterator[OwnRecord]:
    """Give what agencies may keep of a person once she is erased: only where a rule with its ground says so."""
    done = session.execute(
        select(Enrolment, Course.slug)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.completed_at.is_not(None))
        .options(joinedload(Enrolment.agency))
        .order_by(Enrolment.completed_at)
    ).all()
    for enrolment, course in done:
        rule = rules_of(enrolment.agency)[What.TRAINING_RECORD].rule
        if rule is None or enrolment.completed_at is None:
            continue
        completed_on = enrolment.completed_at.date()
        until = months_later(completed_on, rule.months)
        if until > on:
            yield OwnRecord(enrolment.agency, rule, course, completed_on, _numbers(enrolment.id), until)


def _has_another(person_id: UUID, role: str, agency_id: UUID, on: date) -> bool:
    other = aliased(Person)
    return (
        session.scalar(
            select(Membership.id)
            .join(other, other.id == Membership.person_id)
            .where(
                Membership.person_id != person_id, Membership.agency_id == agency_id, Membership.role == role,
                is_current(on), Membership.deputy_of_id.is_(None), other.disabled_at.is_(None), other.erased_at.is_(None),
                other.password_hash.is_not(None),
            )
            .limit(1)
        )
        is not None
    )  # fmt: skip


def _numbers(enrolment_id: UUID) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Certificate.number)
            .where(Certificate.enrolment_id == enrolment_id)
            .order_by(Certificate.issued_at)
        )
    )
