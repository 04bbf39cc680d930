"""Forgetting: a person altogether, or only what she answered, once that was kept long enough."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, null, select, update

from academy.db import session
from academy.learning.models import (
    AnswerEvent,
    Attempt,
    CohortTrainer,
    Completion,
    Enrolment,
    EnrolmentMove,
    ItemResult,
    Override,
    PriorLearning,
    ResultChange,
)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's whole learning record."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))
    session.execute(delete(AnswerEvent).where(AnswerEvent.attempt_id.in_(attempts)))
    session.execute(delete(ItemResult).where(ItemResult.attempt_id.in_(attempts)))
    session.execute(delete(ResultChange).where(ResultChange.attempt_id.in_(attempts)))
    session.execute(delete(PriorLearning).where(PriorLearning.enrolment_id.in_(enrolments)))
    session.execute(delete(EnrolmentMove).where(EnrolmentMove.enrolment_id.in_(enrolments)))
    session.execute(delete(Override).where(Override.enrolment_id.in_(enrolments)))
    session.execute(delete(Completion).where(Completion.enrolment_id.in_(enrolments)))
    session.execute(delete(Attempt).where(Attempt.enrolment_id.in_(enrolments)))
    session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))
    session.execute(delete(CohortTrainer).where(CohortTrainer.person_id == person_id))
    _forget_deeds(person_id)


def forget_answers(*, enrolment_id: UUID, at: datetime) -> None:
    """Forget every response given under an enrolment, and what was said of one; scores, marks and completions stay."""
    attempts = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    session.execute(delete(AnswerEvent).where(AnswerEvent.attempt_id.in_(attempts)))
    session.execute(update(ItemResult).where(ItemResult.attempt_id.in_(attempts)).values(response=null()))
    session.execute(update(ResultChange).where(ResultChange.attempt_id.in_(attempts)).values(reason=""))


def _forget_deeds(person_id: UUID) -> None:
    """Leave what she did to other people's records without her name."""
    for model, columns in (
        (PriorLearning, ("recorded_by_id", "withdrawn_by_id")),
        (EnrolmentMove, ("moved_by_id",)),
        (Override, ("set_by_id",)),
        (ResultChange, ("changed_by_id",)),
    ):
        for column in columns:
            done_by_her = getattr(model, column) == person_id
            session.execute(update(model).where(done_by_her).values({column: None}))
