"""Answering surveys: that she has answered goes on the learner's record, what she answered goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from academy.db import session
from academy.errors import Conflict
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.surveys import queries
from academy.surveys.models import SurveyAnswer


def answer(*, enrolment: Enrolment, activity: str, answers: Mapping[str, Any], at: datetime) -> bool:
    """Keep an answer without a name, and that she has given one; both or neither.

    The two rows share nothing but the cohort: no key, no time, no order. Returns whether the course is complete
    through this. Raises Conflict where she has answered already.
    """
    if queries.has_answered(enrolment.id, activity):
        raise Conflict("survey-answered")
    session.add(
        SurveyAnswer(
            edition_id=enrolment.edition_id,
            cohort_id=enrolment.cohort_id,
            activity=activity,
            answers=dict(answers),
        )
    )
    session.flush()
    return learning.complete(enrolment=enrolment, activity=activity, at=at)
