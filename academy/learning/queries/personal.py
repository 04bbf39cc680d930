"""What the learning record holds of a person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from academy.db import session
from academy.learning.models import (
    Attempt,
    Cohort,
    CohortTrainer,
    Enrolment,
    EnrolmentMove,
    Override,
    PriorLearning,
)
from academy.learning.queries.attempts import responses
from academy.learning.queries.enrolments import completions


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what the learning record holds of a person."""
    enrolments = session.scalars(
        select(Enrolment).options(joinedload(Enrolment.course)).where(Enrolment.person_id == person_id)
    ).all()
    return {
        "enrolments": [_enrolment_data(enrolment) for enrolment in enrolments],
        "trains": _trained(person_id),
    }


def _enrolment_data(enrolment: Enrolment) -> dict[str, object]:
    attempts = session.scalars(
        select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.started_at)
    ).all()
    return {
        "course": enrolment.course.slug,
        "enrolled_at": enrolment.enrolled_at.isoformat(),
        "completed_at": enrolment.completed_at.isoformat() if enrolment.completed_at else None,
        "completions": completions(enrolment.id),
        "attempts": [
            {
                "activity": attempt.activity, "number": attempt.number, "state": attempt.state, "score": attempt.score,
                "started_at": attempt.started_at.isoformat(), "responses": responses(attempt.id),
            }
            for attempt in attempts
        ],
        "prior_learning": [
            {
                "activity": each.activity, "evidence": each.evidence, "reason": each.reason,
                "recorded_at": each.recorded_at.isoformat(), "withdrawal": each.withdrawal,
                "withdrawn_at": each.withdrawn_at.isoformat() if each.withdrawn_at else None,
            }
            for each in session.scalars(select(PriorLearning).where(PriorLearning.enrolment_id == enrolment.id))
        ],
        "overrides": [
            {
                "activity": each.activity, "reason": each.reason,
                **{name: getattr(each, name) for name in ("attempts", "minutes", "extra_minutes")},
                **{name: _day(getattr(each, name)) for name in ("opens_on", "due_on", "closes_on")},
            }
            for each in session.scalars(select(Override).where(Override.enrolment_id == enrolment.id))
        ],
        "moves": [
            each.isoformat()
            for each in session.scalars(
                select(EnrolmentMove.moved_at).where(EnrolmentMove.enrolment_id == enrolment.id)
            )
        ],
    }  # fmt: skip


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _trained(person_id: UUID) -> list[str]:
    return list(
        session.scalars(select(Cohort.name).join(CohortTrainer).where(CohortTrainer.person_id == person_id))
    )
