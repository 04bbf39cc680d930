"""Exams: who holds them, when, and who sits in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import OPEN_STATES, Attempt, AttemptState, Cohort, Enrolment, Override
from academy.learning.queries import runs
from academy.quizzes.models import Exam, ExamAttempt


def exams_of(cohort_id: UUID) -> Sequence[Row[Exam, str | None, int]]:
    """Return (exam, its invigilator's call-sign, attempts begun in it) of a cohort, the latest first."""
    begun = select(func.count()).where(ExamAttempt.exam_id == Exam.id).scalar_subquery()
    return session.execute(
        select(Exam, Person.call_sign, begun.label("begun"))
        .outerjoin(Person, Person.id == Exam.invigilator_id)
        .where(Exam.cohort_id == cohort_id)
        .order_by(Exam.opens_at.desc(), Exam.id)
    ).all()


def exam_to_run(actor: Actor, exam_id: UUID) -> Exam:
    """Return an exam of a cohort that the actor runs, held where she writes. Raises NotFound."""
    statement = (
        select(Exam)
        .join(Cohort, Cohort.id == Exam.cohort_id)
        .options(joinedload(Exam.cohort))
        .where(Exam.id == exam_id, runs(actor))
    )
    if is_writing():
        statement = statement.with_for_update(of=Exam).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def exam_for(enrolment_id: UUID, activity: str, *, at: datetime) -> Row[Exam, str | None] | None:
    """Return (exam, its invigilator's call-sign) before a learner's cohort: the one that is open, or else the next."""
    return session.execute(
        select(Exam, Person.call_sign)
        .join(Enrolment, Enrolment.cohort_id == Exam.cohort_id)
        .outerjoin(Person, Person.id == Exam.invigilator_id)
        .where(
            Enrolment.id == enrolment_id,
            Exam.activity == activity,
            Exam.closes_at > at,
            Exam.signed_at.is_(None),
        )
        .order_by(Exam.opens_at, Exam.id)
        .limit(1)
    ).first()


def open_exams(cohort_id: UUID | None, activity: str, at: datetime) -> Sequence[Exam]:
    """Return the exams of a cohort's quiz that can be entered at a moment."""
    if cohort_id is None:
        return []
    return session.scalars(
        select(Exam).where(
            Exam.cohort_id == cohort_id, Exam.activity == activity, Exam.opens_at <= at, Exam.closes_at > at,
            Exam.signed_at.is_(None),
        )
    ).all()  # fmt: skip


def exam_of_attempt(attempt_id: UUID) -> Row[Exam, str | None] | None:
    """Return (exam, its invigilator's call-sign) that an attempt was begun in, if it was in one."""
    return session.execute(
        select(Exam, Person.call_sign)
        .join(ExamAttempt, ExamAttempt.exam_id == Exam.id)
        .outerjoin(Person, Person.id == Exam.invigilator_id)
        .where(ExamAttempt.attempt_id == attempt_id)
    ).first()


def passed_in_exams(enrolment_id: UUID) -> Sequence[Row[Attempt, str | None]]:
    """Return (attempt, its invigilator's call-sign) of what a learner passed in an exam, in the order it was sat."""
    return session.execute(
        select(Attempt, Person.call_sign)
        .join(ExamAttempt, ExamAttempt.attempt_id == Attempt.id)
        .join(Exam, Exam.id == ExamAttempt.exam_id)
        .outerjoin(Person, Person.id == Exam.invigilator_id)
        .where(
            Attempt.enrolment_id == enrolment_id, Attempt.is_passed.is_(True), Attempt.is_practice.is_(False),
            Attempt.state == AttemptState.GRADED,
        )
        .order_by(Attempt.started_at, Attempt.number)
    ).all()  # fmt: skip


def sitters(exam: Exam) -> Sequence[Row[UUID, str, Attempt, int | None]]:
    """Return (enrolment, call-sign, attempt in the exam, extra minutes) of everybody in an exam's cohort.

    Attempt and minutes are None for whoever has not begun, and where nothing is on top of the quiz's own time.
    """
    in_exam = select(ExamAttempt.attempt_id).where(ExamAttempt.exam_id == exam.id)
    return session.execute(
        select(Enrolment.id, Person.call_sign, Attempt, Override.extra_minutes)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Attempt, and_(Attempt.enrolment_id == Enrolment.id, Attempt.id.in_(in_exam)))
        .outerjoin(Override, and_(Override.enrolment_id == Enrolment.id, Override.activity == exam.activity))
        .where(Enrolment.cohort_id == exam.cohort_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign, Attempt.number)
    ).all()


def still_sitting(exam_id: UUID) -> int:
    """Return how many attempts of an exam are not handed in yet."""
    statement = (
        select(func.count())
        .select_from(ExamAttempt)
        .join(Attempt, Attempt.id == ExamAttempt.attempt_id)
        .where(ExamAttempt.exam_id == exam_id, Attempt.state.in_(OPEN_STATES))
    )
    return session.scalar(statement) or 0


def has_attempts(exam_id: UUID) -> bool:
    """Say whether anybody has begun in an exam."""
    return (
        session.scalars(select(ExamAttempt.attempt_id).where(ExamAttempt.exam_id == exam_id)).first()
        is not None
    )


def enrolments_in(exam_id: UUID) -> Sequence[UUID]:
    """Return the enrolments of whoever has begun in an exam."""
    return session.scalars(
        select(Attempt.enrolment_id)
        .join(ExamAttempt, ExamAttempt.attempt_id == Attempt.id)
        .where(ExamAttempt.exam_id == exam_id)
    ).all()


def learner_in(exam: Exam, enrolment_id: UUID) -> Enrolment:
    """Return one of the cohort's enrolments, held. Raises NotFound."""
    found = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.id == enrolment_id,
            Enrolment.cohort_id == exam.cohort_id,
            Enrolment.withdrawn_at.is_(None),
        )
        .with_for_update(of=Enrolment)
    )
    if found is None:
        raise NotFound()
    return found


def own_override(enrolment_id: UUID, activity: str) -> Override | None:
    """Return what is set for one learner at an activity, if anything is."""
    return session.scalar(
        select(Override).where(Override.enrolment_id == enrolment_id, Override.activity == activity)
    )
