"""Answering surveys: that she has answered goes on the learner's record, what she answered goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from academy.db import session
from academy.errors import Conflict
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.surveys import queries
from academy.surveys.models import SurveyAnswer
from academy.surveys.rules import SMALLEST_GROUP


def answer(*, enrolment: Enrolment, activity: str, answers: Mapping[str, Any], at: datetime) -> bool:
    """Keep an answer without a name, and that she has given one; both or neither.

    The two rows share nothing but the cohort: no key, no time, no order. It is counted for the trainer together with
    others: comparing the results before and after tells of a whole group and of nobody in it. Returns whether the course is complete
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
    _show(enrolment, activity)
    return learning.complete(enrolment=enrolment, activity=activity, at=at)


def _show(enrolment: Enrolment, activity: str) -> None:
    """Count what waits, as soon as it is a group to hide in.

    The rows are held while they are looked at: of two groups that fill at the same moment neither is shown short.
    """
    waiting = session.scalars(
        select(SurveyAnswer.id)
        .where(
            SurveyAnswer.cohort_id == enrolment.cohort_id, SurveyAnswer.activity == activity,
            SurveyAnswer.is_shown.is_(False),
        )
        .order_by(SurveyAnswer.id)
        .with_for_update()
    ).all()  # fmt: skip
    if len(waiting) >= SMALLEST_GROUP:
        session.execute(update(SurveyAnswer).where(SurveyAnswer.id.in_(waiting)).values(is_shown=True))
