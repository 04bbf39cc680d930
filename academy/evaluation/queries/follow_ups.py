"""Whom somebody is asked about, and who is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.evaluation.models import FollowUp
from academy.learning.models import Enrolment
from academy.reports.queries.scope import within

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A follow-up that waits for the actor, or that she answered and can still mend."""

    follow_up: FollowUp
    call_sign: str
    legal_name: str
    edition_id: UUID


def to_answer(actor: Actor, *, on: date) -> list[Asked]:
    """Return what the actor is asked: unanswered first, what closes soonest first. What others answered is not hers."""
    rows = session.execute(
        select(FollowUp, Person.call_sign, Person.legal_name, Enrolment.edition_id)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(_waits_for(actor, on), or_(FollowUp.answered_at.is_(None), FollowUp.answered_by_id == actor.person_id))
        .order_by(FollowUp.answered_at.is_not(None), FollowUp.closes_on, Person.call_sign, FollowUp.months)
    )  # fmt: skip
    return [Asked(*row) for row in rows]


def count_to_answer(actor: Actor, *, on: date) -> int:
    """Return how many follow-ups wait for the actor's answer."""
    return session.scalar(
        select(func.count(FollowUp.id))
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(_waits_for(actor, on), FollowUp.answered_at.is_(None))
    ) or 0  # fmt: skip


def follow_up_for(actor: Actor, follow_up_id: UUID, *, on: date) -> FollowUp:
    """Return a follow-up that the actor is asked for and that is open, with the officer. Raises NotFound."""
    statement = (
        select(FollowUp)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .options(joinedload(FollowUp.enrolment).joinedload(Enrolment.person))
        .where(FollowUp.id == follow_up_id, _waits_for(actor, on))
    )
    return _found(session.scalar(statement.with_for_update(of=FollowUp) if is_writing() else statement))


def watched(
    actor: Actor, *, on: date, offset: int, limit: int
) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """Return (enrolment, call-sign, legal name, unit, next day, who is named) of what is still to be answered in the
    actor's branch, and how many there are. The answers themselves are not read.
    """
    supervisor = aliased(Person)
    wanted = _of_branch(
        select(
            Enrolment.id, Person.call_sign, Person.legal_name, Agency.name.label("unit"),
            func.min(FollowUp.opens_on).label("opens_on"), func.max(supervisor.call_sign).label("supervisor"),
        ),
        actor, on,
    ).join(Person, Person.id == Enrolment.person_id).outerjoin(supervisor, supervisor.id == FollowUp.supervisor_id)  # fmt: skip
    wanted = wanted.group_by(Enrolment.id, Person.call_sign, Person.legal_name, Agency.name)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(func.min(FollowUp.opens_on), Person.call_sign, Enrolment.id)
    return session.execute(ordered.offset(offset).limit(limit)).all(), total


def watched_for(actor: Actor, enrolment_id: UUID, *, on: date) -> Sequence[FollowUp]:
    """Return what is still to be answered of an officer of the actor's branch in the courses of one agency.

    Raises NotFound where there is nothing.
    """
    enrolment = session.scalar(
        _of_branch(select(Enrolment), actor, on).where(Enrolment.id == enrolment_id).options(joinedload(Enrolment.person)).limit(1)
    )  # fmt: skip
    person = _found(enrolment)
    return session.scalars(
        _of_branch(select(FollowUp), actor, on)
        .where(Enrolment.person_id == person.person_id, Enrolment.agency_id == person.agency_id)
        .options(joinedload(FollowUp.enrolment).joinedload(Enrolment.person))
        .order_by(FollowUp.opens_on)
    ).all()


def candidates(actor: Actor, enrolment: Enrolment, *, on: date) -> Sequence[Person]:
    """Return who may be named: people of the officer's unit and of what stands above it in the actor's branch."""
    path = session.scalars(select(Agency.path).where(Agency.id == enrolment.agency_id)).one()
    serving = (
        select(Membership.person_id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(within(actor), is_current(on), Agency.path.in_(_line(path)))
    )
    return session.scalars(
        select(Person)
        .where(Person.id.in_(serving), Person.disabled_at.is_(None), Person.id != enrolment.person_id)
        .order_by(Person.legal_name, Person.call_sign)
    ).all()


def _line(path: str) -> list[str]:
    """Return the paths from below the academy down to an agency."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) + "/" for end in range(2, len(parts) + 1)]


def _waits_for(actor: Actor, on: date) -> ColumnElement[bool]:
    """Match open follow-ups that the actor is asked for: she is named and still serves at or above the officer's unit,
    or nobody is named and she coordinates it. Nobody is asked about herself.
    """
    serves = (grant.path for grant in actor.grants if grant.path.count("/") > 1)
    near = or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in serves))
    named = and_(FollowUp.supervisor_id == actor.person_id, near)
    return and_(
        or_(named, and_(FollowUp.supervisor_id.is_(None), within(actor))),
        FollowUp.opens_on <= on, FollowUp.closes_on >= on, Enrolment.person_id != actor.person_id,
    )  # fmt: skip


def _of_branch(statement: Select[*tuple[Any, ...]], actor: Actor, on: date) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(FollowUp)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(within(actor), FollowUp.closes_on >= on, FollowUp.answered_at.is_(None))
    )


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound
    return thing
