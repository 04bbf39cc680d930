"""Cohorts as their trainers see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import (
    Attempt,
    AttemptState,
    Cohort,
    CohortTrainer,
    Completion,
    Enrolment,
    ItemResult,
)


def cohorts_of(actor: Actor) -> Sequence[Row[Cohort, int]]:
    """Return the cohorts the actor runs, each with its number of learners."""
    count = (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    return session.execute(
        select(Cohort, count).where(runs(actor)).order_by(Cohort.starts_on.desc(), Cohort.name)
    ).all()


def cohort_for(actor: Actor, cohort_id: UUID) -> Cohort:
    """Return a cohort the actor runs. Raises NotFound."""
    found = session.scalar(
        select(Cohort).options(joinedload(Cohort.edition)).where(Cohort.id == cohort_id, runs(actor))
    )
    if found is None:
        raise NotFound()
    return found


def learners_of(
    cohort_id: UUID, *, paths: Sequence[str]
) -> Sequence[Row[UUID, str, int, datetime | None, datetime | None, str, str, bool]]:
    """Return a cohort's enrolments for its trainer: call-signs, and legal names only within ``paths``."""
    is_near = or_(*(_own(path) for path in paths)) if paths else Agency.id.is_(None)
    return session.execute(
        select(
            Enrolment.id, Person.call_sign, Enrolment.done_count, Enrolment.completed_at, Enrolment.last_activity_at,
            Agency.kind, Person.legal_name.label("legal_name"), is_near.label("is_near"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign)
    ).all()  # fmt: skip


def _own(path: str) -> ColumnElement[bool]:
    """Say whether an agency is the one at ``path`` or a unit of it.

    The academy stands above every agency without these being its own: its trainers meet their people by call-sign.
    """
    return Agency.path.startswith(path) if path.count("/") > 1 else Agency.path == path


def cohort_completions(cohort_id: UUID) -> Sequence[Row[UUID, str, float | None]]:
    """Return (enrolment, activity, score) of everything done in a cohort."""
    return session.execute(
        select(Completion.enrolment_id, Completion.activity, Completion.score)
        .join(Enrolment, Enrolment.id == Completion.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    ).all()


def cohort_item_results(
    cohort_id: UUID, activity: str
) -> Sequence[Row[str, UUID, UUID, str, Any, float, bool]]:
    """Return (call-sign, attempt, its edition, item, response, score, right) of everyone's latest handed-in attempt."""
    latest = (
        select(Attempt.enrolment_id, func.max(Attempt.number).label("number"))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Attempt.activity == activity,
            Attempt.state == AttemptState.GRADED,
            Attempt.is_practice.is_(False),
        )
        .group_by(Attempt.enrolment_id)
        .subquery()
    )
    return session.execute(
        select(
            Person.call_sign,
            Attempt.id,
            Attempt.edition_id,
            ItemResult.item,
            ItemResult.response,
            ItemResult.score,
            ItemResult.is_right,
        )
        .join(Attempt, Attempt.id == ItemResult.attempt_id)
        .join(latest, and_(latest.c.enrolment_id == Attempt.enrolment_id, latest.c.number == Attempt.number))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.activity == activity)
        .order_by(Person.call_sign)
    ).all()


def trains(actor: Actor) -> ColumnElement[bool]:
    """Say, of a cohort, whether the actor is one of its trainers, or, where she is none any more, its guest."""
    hers = (CohortTrainer.cohort_id == Cohort.id, CohortTrainer.person_id == actor.person_id)
    if actor.has(Role.TRAINER, Role.ADMINISTRATOR):
        return exists().where(*hers)
    return exists().where(*hers, CohortTrainer.is_guest)


def is_guest(actor: Actor) -> bool:
    """Say whether the actor teaches a cohort as its guest."""
    hers = exists().where(CohortTrainer.person_id == actor.person_id, CohortTrainer.is_guest)
    return bool(session.scalar(select(hers)))


def runs(actor: Actor) -> ColumnElement[bool]:
    """Say, of a cohort, whether the actor is one of its trainers, or administers the agency that holds it."""
    paths = actor.paths(Role.ADMINISTRATOR)
    if not paths:
        return trains(actor)
    held = select(Agency.id).where(or_(*(Agency.path.startswith(path) for path in paths)))
    academys_own = Cohort.agency_id.is_(None) if any(path.count("/") == 1 for path in paths) else false()
    return or_(trains(actor), academys_own, Cohort.agency_id.in_(held))
