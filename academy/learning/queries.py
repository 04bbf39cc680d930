"""Reading the learning record, always within what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.courses.models import Course, EditionMedium
from academy.courses.queries import Reading, reading
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning import statements
from academy.learning.models import (
    Attempt,
    AttemptState,
    Cohort,
    CohortTrainer,
    Completion,
    Enrolment,
    ItemResult,
)
from academy.learning.rules import Answer, Standing, current_responses, standing


@dataclass(frozen=True)
class Place:
    """Where a learner is in a course: her enrolment, the course in her language, and how it stands."""

    enrolment_id: UUID
    reading: Reading
    standing: Standing
    enrolled_at: datetime
    completed_at: datetime | None
    due_on: date | None
    cohort_id: UUID | None
    agency_id: UUID


def place(actor: Actor, slug: str, *, locale: str) -> Place:
    """Return where the actor is in a course, in two statements. Raises NotFound where she is not enrolled."""
    row = session.execute(
        statements.PLACE, {"slug": slug, "person_id": actor.person_id, "locale": locale}
    ).first()
    if row is None:
        raise NotFound()
    enrolment_id, edition_id, enrolled_at, completed_at, due_on, cohort_id, agency_id, digest = row
    read = reading(edition_id=edition_id, locale=locale, digest=digest)
    stands = standing(read.course, completions(enrolment_id))
    return Place(enrolment_id, read, stands, enrolled_at, completed_at, due_on, cohort_id, agency_id)


def completions(enrolment_id: UUID) -> dict[str, float | None]:
    """Return the activities done in an enrolment, with their scores."""
    rows = session.execute(statements.COMPLETIONS, {"enrolment_id": enrolment_id})
    return {row.activity: row.score for row in rows}


def own_enrolments(actor: Actor, *, locale: str) -> Sequence[Row[Enrolment, int, str, str]]:
    """Return (enrolment, edition's required count, rendition digest, cohort name), the running ones first."""
    return session.execute(statements.OWN_ENROLMENTS, {"person_id": actor.person_id, "locale": locale}).all()


def own_course_slugs(actor: Actor) -> set[str]:
    """Return the slugs of the courses the actor is or was enrolled in."""
    rows = session.scalars(
        select(Course.slug)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.person_id == actor.person_id, Enrolment.withdrawn_at.is_(None))
    )
    return set(rows)


def open_attempts(actor: Actor) -> Sequence[Row[UUID, str, datetime, UUID]]:
    """Return (attempt, activity, begun, edition) of what the actor has left open."""
    return session.execute(statements.OPEN_ATTEMPTS, {"person_id": actor.person_id}).all()


def own_attempt(actor: Actor, attempt_id: UUID) -> Attempt:
    """Return one of the actor's own attempts with its enrolment. Raises NotFound."""
    statement = statements.OWN_ATTEMPT_IN_TURN if is_writing() else statements.OWN_ATTEMPT
    found = session.scalar(statement, {"attempt_id": attempt_id, "person_id": actor.person_id})
    if found is None:
        raise NotFound()
    return found


def own_enrolment(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """Return one of the actor's own enrolments. Raises NotFound."""
    statement = select(Enrolment).where(
        Enrolment.id == enrolment_id,
        Enrolment.person_id == actor.person_id,
        Enrolment.withdrawn_at.is_(None),
    )
    if is_writing():  # beginning an attempt and completing an activity take their turns
        statement = statement.with_for_update(of=Enrolment)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def attempts_at(enrolment_id: UUID, activity: str) -> Sequence[Attempt]:
    """Return every attempt at an activity, the latest first."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.activity == activity)
        .order_by(Attempt.number.desc())
    ).all()


def responses(attempt_id: UUID) -> dict[str, Any]:
    """Return the response that counts for each item of an attempt."""
    rows = session.execute(statements.RESPONSES, {"attempt_id": attempt_id})
    return current_responses(Answer(*row) for row in rows)


def last_saved_at(attempt_id: UUID) -> datetime | None:
    """Return when the last response of an attempt was saved."""
    return session.scalar(statements.LAST_SAVED_AT, {"attempt_id": attempt_id})


def may_see_medium(actor: Actor, digest: str) -> bool:
    """Say whether a file belongs to an edition the actor is enrolled in, teaches or looks after."""
    if actor.has(Role.TRAINER, Role.AUTHOR, Role.REVIEWER, Role.TRANSLATOR, Role.ADMINISTRATOR):
        condition: ColumnElement[bool] = EditionMedium.digest == digest
    else:
        condition = and_(
            EditionMedium.digest == digest,
            exists().where(
                Enrolment.edition_id == EditionMedium.edition_id, Enrolment.person_id == actor.person_id
            ),
        )
    return bool(session.scalar(select(exists().where(condition))))


def cohorts_of(actor: Actor) -> Sequence[Row[Cohort, int]]:
    """Return the cohorts the actor trains, each with its number of learners."""
    count = (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    return session.execute(
        select(Cohort, count).where(_trains(actor)).order_by(Cohort.starts_on.desc(), Cohort.name)
    ).all()


def cohort_for(actor: Actor, cohort_id: UUID) -> Cohort:
    """Return a cohort the actor trains. Raises NotFound."""
    found = session.scalar(
        select(Cohort).options(joinedload(Cohort.edition)).where(Cohort.id == cohort_id, _trains(actor))
    )
    if found is None:
        raise NotFound()
    return found


def learners_of(
    cohort_id: UUID, *, paths: Sequence[str]
) -> Sequence[Row[UUID, str, int, datetime | None, datetime | None, str, str, bool]]:
    """Return a cohort's enrolments for its trainer: call-signs, and legal names only within ``paths``."""
    is_near = or_(*(_own(path) for path in paths)) if paths else Agency.id.is_(None)
    return session.execute(
        select(
            Enrolment.id, Person.call_sign, Enrolment.done_count, Enrolment.completed_at, Enrolment.last_activity_at,
            Agency.kind, Person.legal_name.label("legal_name"), is_near.label("is_near"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign)
    ).all()  # fmt: skip


def _own(path: str) -> ColumnElement[bool]:
    """Say whether an agency is the one at ``path`` or a unit of it.

    The academy stands above every agency without these being its own: its trainers meet their people by call-sign.
    """
    return Agency.path.startswith(path) if path.count("/") > 1 else Agency.path == path


def cohort_completions(cohort_id: UUID) -> Sequence[Row[UUID, str, float | None]]:
    """Return (enrolment, activity, score) of everything done in a cohort."""
    return session.execute(
        select(Completion.enrolment_id, Completion.activity, Completion.score)
        .join(Enrolment, Enrolment.id == Completion.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    ).all()


def cohort_item_results(cohort_id: UUID, activity: str) -> Sequence[Row[str, UUID, str, Any, float, bool]]:
    """Return (call-sign, attempt, item, response, score, right) of everyone's latest handed-in attempt."""
    latest = (
        select(Attempt.enrolment_id, func.max(Attempt.number).label("number"))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Attempt.activity == activity,
            Attempt.state == AttemptState.GRADED,
        )
        .group_by(Attempt.enrolment_id)
        .subquery()
    )
    return session.execute(
        select(
            Person.call_sign,
            Attempt.id,
            ItemResult.item,
            ItemResult.response,
            ItemResult.score,
            ItemResult.is_right,
        )
        .join(Attempt, Attempt.id == ItemResult.attempt_id)
        .join(latest, and_(latest.c.enrolment_id == Attempt.enrolment_id, latest.c.number == Attempt.number))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.activity == activity)
        .order_by(Person.call_sign)
    ).all()


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
    }  # fmt: skip


def _trained(person_id: UUID) -> list[str]:
    return list(
        session.scalars(select(Cohort.name).join(CohortTrainer).where(CohortTrainer.person_id == person_id))
    )


def _trains(actor: Actor) -> ColumnElement[bool]:
    return exists().where(CohortTrainer.cohort_id == Cohort.id, CohortTrainer.person_id == actor.person_id)
