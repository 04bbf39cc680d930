"""Cohorts as those who run them see them, and what a new one may be made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.courses.models import Course, Edition, Rendition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, CohortTrainer, Enrolment
from academy.learning.queries import runs


@dataclass(frozen=True)
class CourseChoice:
    """A course a cohort may be opened for, and its live edition."""

    slug: str
    edition_id: UUID
    rendition_digest: str


def cohort_run_by(actor: Actor, cohort_id: UUID) -> Cohort:
    """Return a cohort the actor runs; while writing she holds it, so that places are given one by one.

    Raises NotFound.
    """
    statement = select(Cohort).where(Cohort.id == cohort_id, runs(actor)).options(joinedload(Cohort.edition))
    return _one(statement)


def held(cohort_id: UUID) -> Cohort:
    """Return a cohort for somebody whom another query has let in; while writing she holds it."""
    return _one(select(Cohort).where(Cohort.id == cohort_id).options(joinedload(Cohort.edition)))


def trainers_of(cohort_id: UUID) -> Sequence[Person]:
    """Return who trains a cohort, by call-sign."""
    return session.scalars(
        select(Person)
        .join(CohortTrainer, CohortTrainer.person_id == Person.id)
        .where(CohortTrainer.cohort_id == cohort_id, Person.erased_at.is_(None))
        .order_by(Person.call_sign)
    ).all()


def picture_of(cohort: Cohort, trainers: Iterable[UUID]) -> str:
    """Return a digest of what can be changed of a cohort, so that a stale form is noticed."""
    days = (cohort.starts_on, cohort.closes_on, cohort.nominations_until)
    shown = [cohort.name, *map(str, days), cohort.capacity, str(cohort.agency_id), sorted(map(str, trainers))]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def possible_trainers(actor: Actor, *, on: date) -> Sequence[Row[UUID, str]]:
    """Return (person, call-sign) of those who may train what the actor runs: trainers above and below her."""
    return session.execute(
        select(Person.id, Person.call_sign)
        .join(Membership, Membership.person_id == Person.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.role == Role.TRAINER.value,
            is_current(on),
            Agency.is_active,
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
            on_line(actor.paths(Role.TRAINER, Role.ADMINISTRATOR)),
        )
        .group_by(Person.id, Person.call_sign)
        .order_by(Person.call_sign)
    ).all()


def possible_hosts(actor: Actor, cohort: Cohort | None = None) -> Sequence[Agency]:
    """Return the agencies that may hold what the actor runs, the academy itself first; and who holds ``cohort``."""
    paths = actor.paths(Role.TRAINER, Role.ADMINISTRATOR)
    is_holder: ColumnElement[bool] = false()
    if cohort is not None:
        is_holder = Agency.id == cohort.agency_id if cohort.agency_id else Agency.parent_id.is_(None)
    return session.scalars(
        select(Agency)
        .where(
            or_(is_holder, *(and_(Agency.path.startswith(path), Agency.is_active) for path in paths)),
        )
        .order_by(Agency.parent_id.is_not(None), Agency.name)
    ).all()


def possible_courses(actor: Actor, *, locale: str) -> list[CourseChoice]:
    """Return the courses the actor may open a cohort for: the academy's and those of her own line."""
    newest = (
        select(Rendition.digest)
        .where(Rendition.edition_id == Edition.id, Rendition.locale == locale)
        .order_by(Rendition.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Course.slug, Edition.id, newest)
        .join(Edition, Edition.id == Course.live_edition_id)
        .outerjoin(Agency, Agency.id == Course.agency_id)
        .where(
            Course.retired_at.is_(None),
            or_(Course.agency_id.is_(None), on_line(actor.paths(Role.TRAINER, Role.ADMINISTRATOR))),
        )
        .order_by(Course.level, Course.slug)
    )
    return [CourseChoice(*row) for row in rows]


def edition_of(choice: CourseChoice) -> Edition:
    """Return the edition of a choice that was offered."""
    return session.get_one(Edition, choice.edition_id)


def taken(cohort_id: UUID) -> int:
    """Return how many places of a cohort are taken, by nomination or otherwise."""
    return (
        session.scalar(
            select(func.count()).where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
        )
        or 0
    )


def on_line(paths: Iterable[str]) -> ColumnElement[bool]:
    """Match the agencies above, at and below those at ``paths``; none where there are none."""
    paths = tuple(paths)
    above = {UUID(part) for path in paths for part in path.split("/") if part}
    return or_(false(), Agency.id.in_(above), *(Agency.path.startswith(path) for path in paths))


def _one(statement: Select[Cohort]) -> Cohort:
    if is_writing():
        statement = statement.with_for_update(of=Cohort).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
