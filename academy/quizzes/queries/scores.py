"""First scores at pre-tests and quizzes, and what an author of a quiz may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from academy.courses.models import ActivityDraft, DraftMedium
from academy.db import session
from academy.learning.models import Attempt, AttemptState, Enrolment

#: Suffixes of files that an item can show.
PICTURES = ("svg", "png", "jpg", "jpeg", "webp")


def first_score(enrolment_id: UUID, activity: str) -> float | None:
    """Return the score of the first attempt that was handed in; None where there is none."""
    return session.scalar(
        select(Attempt.score)
        .where(
            Attempt.enrolment_id == enrolment_id,
            Attempt.activity == activity,
            Attempt.state == AttemptState.GRADED,
            Attempt.is_practice.is_(False),
        )
        .order_by(Attempt.number)
        .limit(1)
    )


def scores_before_and_after(cohort_id: UUID, *, before: str, after: str) -> list[tuple[float, float]]:
    """Return (score before, score after) of everyone in a cohort who handed in both, first attempts only."""
    return _before_and_after(Enrolment.cohort_id == cohort_id, before, after)


def scores_in_agencies(
    agency_ids: Sequence[UUID], course_id: UUID, *, before: str, after: str
) -> list[tuple[float, float]]:
    """Return the same of everyone who takes a course for one of these agencies."""
    group = Enrolment.agency_id.in_(agency_ids) & (Enrolment.course_id == course_id)
    return _before_and_after(group, before, after)


def of_first_attempts(theirs: ColumnElement[bool], *columns: Any) -> Any:
    """Select from first attempts that were handed in and are marked; practice never counts."""
    earlier = aliased(Attempt)
    return (
        select(*columns)
        .select_from(Enrolment)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(
            theirs, Attempt.state == AttemptState.GRADED, Attempt.is_practice.is_(False),
            ~exists().where(
                earlier.enrolment_id == Attempt.enrolment_id, earlier.activity == Attempt.activity,
                earlier.is_practice.is_(False), earlier.number < Attempt.number,
            ),
        )
    )  # fmt: skip


def _before_and_after(group: ColumnElement[bool], before: str, after: str) -> list[tuple[float, float]]:
    first, second = aliased(Attempt), aliased(Attempt)
    earliest = (
        select(Attempt.enrolment_id, func.min(Attempt.number).label("number"))
        .where(
            Attempt.activity == after, Attempt.state == AttemptState.GRADED, Attempt.is_practice.is_(False)
        )
        .group_by(Attempt.enrolment_id)
        .subquery()
    )
    rows = session.execute(
        select(first.score, second.score)
        .join(Enrolment, Enrolment.id == first.enrolment_id)
        .join(earliest, earliest.c.enrolment_id == Enrolment.id)
        .join(
            second,
            (second.enrolment_id == Enrolment.id)
            & (second.activity == after)
            & (second.number == earliest.c.number),
        )
        .where(
            group,
            Enrolment.withdrawn_at.is_(None),
            first.activity == before,
            first.state == AttemptState.GRADED,
        )
    )
    return [(earlier, later) for earlier, later in rows if earlier is not None and later is not None]


def other_quizzes(course_id: UUID, *, besides: str) -> list[tuple[str, str]]:
    """Return (slug, title) of the working copy's other quizzes."""
    rows = session.execute(
        select(ActivityDraft.slug, ActivityDraft.title)
        .where(
            ActivityDraft.course_id == course_id,
            ActivityDraft.kind == "quiz",
            ActivityDraft.slug != besides,
            ActivityDraft.retired_at.is_(None),
        )
        .order_by(ActivityDraft.title)
    )
    return [(slug, title) for slug, title in rows]


def pictures(course_id: UUID) -> list[str]:
    """Return the names of the working copy's pictures."""
    rows = session.scalars(
        select(DraftMedium.name)
        .where(DraftMedium.course_id == course_id, DraftMedium.retired_at.is_(None))
        .order_by(DraftMedium.name)
    )
    return [name for name in rows if name.rpartition(".")[2] in PICTURES]
