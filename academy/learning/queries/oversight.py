"""What those who run a cohort have set and recorded: overrides and prior learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment, Override, PriorLearning
from academy.learning.queries.cohorts import runs

T = TypeVar("T")


def learner_for(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """Return an enrolment in a cohort that the actor runs, with person, cohort and edition. Raises NotFound."""
    statement = (
        select(Enrolment)
        .options(
            joinedload(Enrolment.person), joinedload(Enrolment.cohort), joinedload(Enrolment.edition),
            joinedload(Enrolment.agency),
        )
        .where(Enrolment.id == enrolment_id, Enrolment.withdrawn_at.is_(None), _is_looked_after(actor))
    )  # fmt: skip
    if is_writing():
        statement = statement.with_for_update(of=Enrolment)
    return _found(session.scalar(statement))


def override_for(actor: Actor, override_id: UUID) -> Override:
    """Return an override in a cohort that the actor runs. Raises NotFound."""
    holders = select(Enrolment.id).where(_is_looked_after(actor))
    cohorts = select(Cohort.id).where(runs(actor))
    return _found(
        session.scalar(
            select(Override)
            .options(joinedload(Override.cohort), joinedload(Override.enrolment))
            .where(
                Override.id == override_id,
                or_(Override.cohort_id.in_(cohorts), Override.enrolment_id.in_(holders)),
            )
        )
    )


def overrides_of(cohort_id: UUID) -> Sequence[Row[Override, str | None, str | None]]:
    """Return (override, whose call-sign, who set it) of a cohort and its learners; the cohort's own come first."""
    holder, setter = Person.__table__.alias(), Person.__table__.alias()
    return session.execute(
        select(Override, holder.c.call_sign.label("whose"), setter.c.call_sign.label("set_by"))
        .outerjoin(Enrolment, Enrolment.id == Override.enrolment_id)
        .outerjoin(holder, holder.c.id == Enrolment.person_id)
        .outerjoin(setter, setter.c.id == Override.set_by_id)
        .where(or_(Override.cohort_id == cohort_id, Enrolment.cohort_id == cohort_id))
        .order_by(Override.cohort_id.is_(None), holder.c.call_sign, Override.activity)
    ).all()


def prior_learning_for(actor: Actor, record_id: UUID) -> PriorLearning:
    """Return a record of prior learning in a cohort that the actor runs. Raises NotFound."""
    return _found(
        session.scalar(
            select(PriorLearning)
            .join(Enrolment, Enrolment.id == PriorLearning.enrolment_id)
            .options(joinedload(PriorLearning.enrolment))
            .where(PriorLearning.id == record_id, _is_looked_after(actor))
        )
    )


def prior_learning_of(enrolment_id: UUID) -> Sequence[Row[PriorLearning, str | None]]:
    """Return (record, who recorded it) of an enrolment, the latest first; withdrawn ones too."""
    return session.execute(
        select(PriorLearning, Person.call_sign)
        .outerjoin(Person, Person.id == PriorLearning.recorded_by_id)
        .where(PriorLearning.enrolment_id == enrolment_id)
        .order_by(PriorLearning.recorded_at.desc(), PriorLearning.id)
    ).all()


def _is_looked_after(actor: Actor) -> ColumnElement[bool]:
    """Say, of an enrolment, whether it is in a cohort that the actor runs."""
    return Enrolment.cohort_id.in_(select(Cohort.id).where(runs(actor)))


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound()
    return thing
