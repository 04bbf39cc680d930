"""Reading what surveys were answered. There is no way from an answer to a person, so there is none here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.learning.models import Completion
from academy.surveys.models import SurveyAnswer


def answers_of(cohort_id: UUID, activity: str) -> Sequence[dict[str, Any]]:
    """Return what a cohort answered to a survey and is counted by now, in the order of random numbers."""
    return session.scalars(
        select(SurveyAnswer.answers)
        .where(
            SurveyAnswer.cohort_id == cohort_id,
            SurveyAnswer.activity == activity,
            SurveyAnswer.is_shown.is_(True),
        )
        .order_by(SurveyAnswer.id)
    ).all()


def has_answered(enrolment_id: UUID, activity: str) -> bool:
    """Say whether a learner is through with a survey."""
    return session.get(Completion, (enrolment_id, activity)) is not None
