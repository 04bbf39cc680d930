"""Appeals: a learner's own, and those that wait for an answer of whoever looks after her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Attempt, AttemptState, Enrolment
from academy.quizzes.models import Appeal, PersonMark
from academy.quizzes.queries.marking import overseen, overseers_of


def own_appeals(attempt_id: UUID, item: str | None = None) -> Sequence[Row[Appeal, str | None]]:
    """Return (appeal, who decided it) of an attempt, or of one item of it, the latest first."""
    statement = (
        select(Appeal, Person.call_sign)
        .outerjoin(Person, Person.id == Appeal.decided_by_id)
        .where(Appeal.attempt_id == attempt_id)
    )
    if item is not None:
        statement = statement.where(Appeal.item == item)
    return session.execute(
        statement.order_by(Appeal.decided_at.is_not(None), Appeal.made_at.desc(), Appeal.id)
    ).all()


def own_graded(actor: Actor, attempt_id: UUID) -> Attempt:
    """Return one of the actor's own attempts that is graded and no practice, held where she writes. Raises NotFound."""
    statement = (
        select(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .options(joinedload(Attempt.enrolment))
        .where(
            Attempt.id == attempt_id,
            Enrolment.person_id == actor.person_id,
            Enrolment.withdrawn_at.is_(None),
            Attempt.state == AttemptState.GRADED,
            Attempt.is_practice.is_(False),
        )
    )
    if is_writing():
        statement = statement.with_for_update(of=Attempt).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def open_appeals(actor: Actor) -> Sequence[Appeal]:
    """Return the appeals that wait for an answer where the actor looks after learners, the oldest first."""
    return session.scalars(
        _overseen(actor).where(Appeal.decided_at.is_(None)).order_by(Appeal.made_at, Appeal.id)
    ).all()


def decided_appeals(actor: Actor, *, most: int = 20) -> Sequence[Appeal]:
    """Return the appeals that were decided last where the actor looks after learners."""
    statement = _overseen(actor).where(Appeal.decided_at.is_not(None))
    return session.scalars(statement.order_by(Appeal.decided_at.desc(), Appeal.id).limit(most)).all()


def open_appeal_count(actor: Actor) -> int:
    """Return how many appeals wait where the actor looks after learners."""
    statement = (
        select(func.count())
        .select_from(Appeal)
        .join(Attempt, Attempt.id == Appeal.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Appeal.decided_at.is_(None), overseen(actor))
    )
    return session.scalar(statement) or 0


def appeal_for(actor: Actor, appeal_id: UUID) -> Appeal:
    """Return an appeal where the actor looks after learners; its attempt is held where she writes. Raises NotFound."""
    statement = _overseen(actor).where(Appeal.id == appeal_id)
    if is_writing():
        statement = statement.with_for_update(of=(Appeal, Attempt)).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def may_decide(actor: Actor, appeal: Appeal, *, on: date) -> bool:
    """Say whether the actor may decide an appeal that she sees.

    Who marked the response does so only where nobody else could.
    """
    markers = set(
        session.scalars(
            select(PersonMark.marker_id).where(
                PersonMark.attempt_id == appeal.attempt_id, PersonMark.item == appeal.item
            )
        )
    )
    if actor.person_id not in markers:
        return True
    return not any(each.id not in markers for each in overseers_of(appeal.attempt.enrolment, on=on))


def _overseen(actor: Actor) -> Select[Appeal]:
    return (
        select(Appeal)
        .join(Attempt, Attempt.id == Appeal.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .options(joinedload(Appeal.attempt).joinedload(Attempt.enrolment).joinedload(Enrolment.person))
        .where(overseen(actor))
    )
