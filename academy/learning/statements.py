"""What the busiest pages ask, put together once: composing a statement takes longer than asking it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, with_expression

from academy.courses.models import Course, Edition, Rendition
from academy.learning.models import (
    AnswerEvent,
    Attempt,
    AttemptState,
    Cohort,
    Completion,
    Enrolment,
    Override,
)
from academy.learning.rules import WHOLE_COURSE


def newest_rendition(locale: Any) -> Any:
    """A column: the digest of the newest rendition of the enrolment's edition in a language."""
    return (
        select(Rendition.digest)
        .where(Rendition.edition_id == Enrolment.edition_id, Rendition.locale == locale)
        .order_by(Rendition.number.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )


_live = aliased(Edition)

#: Takes ``slug``, ``person_id`` and ``locale``.
PLACE = (
    select(
        Enrolment.id, Enrolment.edition_id, Enrolment.enrolled_at, Enrolment.completed_at, Enrolment.due_on,
        Enrolment.cohort_id, Enrolment.agency_id, newest_rendition(bindparam("locale")).label("digest"),
        Cohort.starts_on.label("cohort_starts_on"), _live.number.label("live_number"),
        or_(
            exists().where(Override.enrolment_id == Enrolment.id),
            exists().where(Override.cohort_id == Enrolment.cohort_id),
        ).label("has_overrides"),
    )
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    .outerjoin(_live, _live.id == Course.live_edition_id)
    .where(
        Course.slug == bindparam("slug"), Enrolment.person_id == bindparam("person_id"),
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Enrolment.completed_at.is_not(None), Enrolment.enrolled_at.desc())
    .limit(1)
)  # fmt: skip
#: Takes ``enrolment_id``.
COMPLETIONS = select(Completion.activity, Completion.score).where(
    Completion.enrolment_id == bindparam("enrolment_id")
)
#: Takes ``person_id`` and ``locale``.
OWN_ENROLMENTS = (
    select(
        Enrolment, Edition.required_count, newest_rendition(bindparam("locale")).label("rendition"),
        Cohort.name.label("cohort"), Cohort.starts_on.label("cohort_starts_on"),
    )
    .join(Edition, Edition.id == Enrolment.edition_id)
    .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(Enrolment.person_id == bindparam("person_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(
        Enrolment.completed_at.is_not(None), Enrolment.last_activity_at.desc(), Enrolment.enrolled_at.desc()
    )
)  # fmt: skip
#: Takes ``person_id``.
OPEN_ATTEMPTS = (
    select(Attempt.id, Attempt.activity, Attempt.started_at, Attempt.edition_id, Enrolment.id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Enrolment.person_id == bindparam("person_id"), Attempt.state == AttemptState.IN_PROGRESS)
    .order_by(Attempt.started_at.desc())
)


def _closing(holder: ColumnElement[bool]) -> ScalarSelect[date | None]:
    """A column: the last day of an attempt's activity as an override of one holder has it."""
    return (
        select(Override.closes_on)
        .where(
            holder, Override.activity.in_([Attempt.activity, WHOLE_COURSE]), Override.closes_on.is_not(None)
        )
        .order_by(Override.activity.desc())
        .limit(1)
        .correlate(Attempt, Enrolment)
        .scalar_subquery()
    )


#: Takes ``attempt_id`` and ``person_id``.
OWN_ATTEMPT = (
    select(Attempt)
    .join(Enrolment)
    .options(
        joinedload(Attempt.enrolment),
        with_expression(
            Attempt.closes_on,
            func.coalesce(
                _closing(Override.enrolment_id == Enrolment.id),
                _closing(Override.cohort_id == Enrolment.cohort_id),
            ),
        ),
    )
    .where(Attempt.id == bindparam("attempt_id"), Enrolment.person_id == bindparam("person_id"))
)
#: The same for saving, handing in and closing an attempt, which take their turns.
OWN_ATTEMPT_IN_TURN = OWN_ATTEMPT.with_for_update(of=Attempt)
#: Takes ``attempt_id``.
RESPONSES = (
    select(AnswerEvent.id, AnswerEvent.item, AnswerEvent.device, AnswerEvent.sequence, AnswerEvent.payload)
    .where(AnswerEvent.attempt_id == bindparam("attempt_id"), AnswerEvent.is_late.is_(False))
    .order_by(AnswerEvent.id)
)
#: Takes ``attempt_id``.
LAST_SAVED_AT = select(func.max(AnswerEvent.saved_at)).where(
    AnswerEvent.attempt_id == bindparam("attempt_id")
)
#: Takes ``enrolment_ids``: (enrolment, whether the person's own, and what the override says).
OVERRIDES = (
    select(
        Enrolment.id,
        Override.enrolment_id.is_not(None).label("is_persons"),
        Override.activity,
        Override.opens_on,
        Override.due_on,
        Override.closes_on,
        Override.attempts,
    )
    .join_from(
        Enrolment,
        Override,
        or_(Override.enrolment_id == Enrolment.id, Override.cohort_id == Enrolment.cohort_id),
    )
    .where(Enrolment.id.in_(bindparam("enrolment_ids", expanding=True)))
)
