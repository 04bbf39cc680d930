"""A class as its learners see it, and what is said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.cohorts.models import Announcement, Question
from academy.cohorts.queries.cohorts import trainers_of
from academy.courses.models import Edition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment
from academy.learning.queries import runs


@dataclass(frozen=True)
class SharedQuestion:
    """A question a learner reads: her own, or one whose answer the trainer shared."""

    activity: str
    text: str
    answer: str
    answered_by: str | None
    is_own: bool
    is_shared: bool


def class_of(actor: Actor, cohort_id: UUID) -> Cohort:
    """Return a cohort the actor learns in. Raises NotFound."""
    is_in_it = exists().where(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == actor.person_id,
        Enrolment.withdrawn_at.is_(None),
    )
    found = session.scalar(
        select(Cohort)
        .where(Cohort.id == cohort_id, is_in_it)
        .options(joinedload(Cohort.edition).joinedload(Edition.course))
    )
    if found is None:
        raise NotFound
    return found


def announcements_in(cohort_id: UUID) -> Sequence[Row[Announcement, str | None]]:
    """Return (announcement, its author's call-sign), the newest first."""
    return session.execute(
        select(Announcement, Person.call_sign)
        .outerjoin(Person, and_(Person.id == Announcement.author_id, Person.erased_at.is_(None)))
        .where(Announcement.cohort_id == cohort_id)
        .order_by(Announcement.posted_at.desc(), Announcement.id)
    ).all()


def questions_read_by(actor: Actor, cohort_id: UUID) -> list[SharedQuestion]:
    """Return what a learner reads of the questions: her own, and what was shared; the askers stay unnamed."""
    rows = session.execute(
        select(Question, Person.call_sign)
        .outerjoin(Person, and_(Person.id == Question.answered_by_id, Person.erased_at.is_(None)))
        .where(
            Question.cohort_id == cohort_id,
            or_(Question.asker_id == actor.person_id, Question.is_shared),
        )
        .order_by(Question.asked_at.desc(), Question.id)
    )
    return [
        SharedQuestion(
            each.activity, each.text, each.answer, call_sign, each.asker_id == actor.person_id, each.is_shared
        )
        for each, call_sign in rows
    ]


def questions_in(cohort_id: UUID) -> Sequence[Row[Question, str | None, str | None]]:
    """Return (question, asker's call-sign, answerer's call-sign) for whoever runs the cohort, the unanswered first."""
    answerer = aliased(Person)
    return session.execute(
        select(Question, Person.call_sign, answerer.call_sign)
        .outerjoin(Person, and_(Person.id == Question.asker_id, Person.erased_at.is_(None)))
        .outerjoin(answerer, and_(answerer.id == Question.answered_by_id, answerer.erased_at.is_(None)))
        .where(Question.cohort_id == cohort_id)
        .order_by(Question.answered_at.is_not(None), Question.asked_at.desc(), Question.id)
    ).all()


def question_run_by(actor: Actor, question_id: UUID) -> Question:
    """Return a question asked in a cohort the actor runs; while writing she holds it. Raises NotFound."""
    statement = (
        select(Question)
        .join(Cohort, Cohort.id == Question.cohort_id)
        .where(Question.id == question_id, runs(actor))
    )
    if is_writing():
        statement = statement.with_for_update(of=Question).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def call_sign_of(person_id: UUID | None) -> str | None:
    """Return the call-sign of whoever asked or answered; None once she is erased."""
    return session.scalar(select(Person.call_sign).where(Person.id == person_id, Person.erased_at.is_(None)))


def readers_of(cohort_id: UUID) -> Sequence[Person]:
    """Return the learners of a cohort who can be written to."""
    return session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None), Person.email.is_not(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip


def reachable(person_id: UUID | None) -> Person | None:
    """Return a person if she can be written to."""
    return session.scalar(
        select(Person).where(Person.id == person_id, Person.email.is_not(None), Person.disabled_at.is_(None))
    )


def trainer_mail_of(cohort_id: UUID) -> list[Person]:
    """Return the trainers of a cohort who can be written to."""
    return [each for each in trainers_of(cohort_id) if each.email and each.disabled_at is None]
