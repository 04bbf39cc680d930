"""When things open, are due and close, for one learner or many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from academy.courses.models import Edition
from academy.db import session
from academy.learning import statements
from academy.learning.models import Cohort, Completion, Enrolment
from academy.learning.queries.facts import outline_of
from academy.learning.rules import Dates, StandIn, attempts_granted, dates, start_of


def stand_ins(enrolment_ids: Iterable[UUID]) -> dict[UUID, list[StandIn]]:
    """Return by enrolment what overrides say, of the person's own and of her cohort's."""
    found: dict[UUID, list[StandIn]] = {}
    for row in session.execute(statements.OVERRIDES, {"enrolment_ids": list(enrolment_ids)}):
        found.setdefault(row.id, []).append(
            StandIn(
                opens_on=row.opens_on, due_on=row.due_on, closes_on=row.closes_on, attempts=row.attempts,
                minutes=row.minutes, extra_minutes=row.extra_minutes, activity=row.activity, is_persons=row.is_persons,
            )
        )  # fmt: skip
    return found


def granted(enrolment_ids: Iterable[UUID], activity: str) -> dict[UUID, int]:
    """Return by enrolment how many attempts at an activity there are instead of the edition's, where so."""
    found = {each: attempts_granted(said, activity) for each, said in stand_ins(enrolment_ids).items()}
    return {each: attempts for each, attempts in found.items() if attempts is not None}


def dates_of(enrolments: Sequence[Enrolment]) -> dict[UUID, dict[str, Dates]]:
    """Return the dates of enrolments by activity, the course as a whole under ``""``."""
    said = stand_ins(enrolment.id for enrolment in enrolments)
    editions = {
        each.id: each
        for each in session.scalars(
            select(Edition).where(Edition.id.in_({enrolment.edition_id for enrolment in enrolments}))
        )
    }
    starts = {
        row.id: row.starts_on
        for row in session.execute(
            select(Cohort.id, Cohort.starts_on).where(
                Cohort.id.in_({enrolment.cohort_id for enrolment in enrolments if enrolment.cohort_id})
            )
        )
    }
    return {
        each.id: dates(
            outline_of(editions[each.edition_id]),
            start=start_of(each.enrolled_at.date(), starts.get(each.cohort_id) if each.cohort_id else None),
            stand_ins=said.get(each.id, ()),
            due_on=each.due_on,
        )
        for each in enrolments
    }


def overdue_in(cohort_id: UUID, *, on: date) -> dict[UUID, dict[str, date]]:
    """Return by enrolment of a cohort what should have been done by now, done or not, and since when."""
    enrolments = session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
    ).all()
    return {
        enrolment_id: {
            slug: each.due_on for slug, each in found.items() if each.due_on is not None and each.due_on < on
        }
        for enrolment_id, found in dates_of(enrolments).items()
    }


def completions_of(enrolment_ids: Iterable[UUID]) -> dict[UUID, dict[str, float | None]]:
    """Return by enrolment the activities done, with their scores."""
    found: dict[UUID, dict[str, float | None]] = {}
    for enrolment_id, activity, score in session.execute(
        select(Completion.enrolment_id, Completion.activity, Completion.score).where(
            Completion.enrolment_id.in_(list(enrolment_ids))
        )
    ):
        found.setdefault(enrolment_id, {})[activity] = score
    return found
