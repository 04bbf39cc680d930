"""What the busiest pages ask, put together once: composing a statement takes longer than asking it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, with_expression

from academy.courses.models import Course, Edition, Rendition
from academy.learning.models import (
    OPEN_STATES,
    AnswerEvent,
    Attempt,
    Cohort,
    Completion,
    Enrolment,
    Override,
)
from academy.learning.rules import WHOLE_COURSE, Answer


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
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Attempt.state.in_(OPEN_STATES),
        Attempt.is_practice.is_(False),
    )
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


#: An option: the last day of an attempt as overrides have it; the attempt is joined with its enrolment.
WITH_LAST_DAY = with_expression(
    Attempt.closes_on,
    func.coalesce(
        _closing(Override.enrolment_id == Enrolment.id), _closing(Override.cohort_id == Enrolment.cohort_id)
    ),
)
_BARE = select(Attempt).join(Enrolment).options(WITH_LAST_DAY).execution_options(populate_existing=True)
_WITH_ENROLMENT = _BARE.options(joinedload(Attempt.enrolment))
#: Takes ``attempt_id`` and ``person_id``.
OWN_ATTEMPT = _WITH_ENROLMENT.where(
    Attempt.id == bindparam("attempt_id"), Enrolment.person_id == bindparam("person_id")
)
#: The same for saving, handing in and closing an attempt, which take their turns.
OWN_ATTEMPT_IN_TURN = OWN_ATTEMPT.with_for_update(of=Attempt)
#: The same for saving only, which asks nothing of the enrolment.
OWN_ATTEMPT_TO_SAVE = _BARE.where(
    Attempt.id == bindparam("attempt_id"), Enrolment.person_id == bindparam("person_id")
).with_for_update(of=Attempt)
#: The same without a person, for what is closed or marked without her. Takes ``attempt_id``.
ATTEMPT_IN_TURN = _WITH_ENROLMENT.where(Attempt.id == bindparam("attempt_id")).with_for_update(of=Attempt)
_ANSWER = (
    AnswerEvent.id, AnswerEvent.item, AnswerEvent.device, AnswerEvent.sequence, AnswerEvent.idempotency_key, AnswerEvent.act,
    AnswerEvent.payload, AnswerEvent.certainty, AnswerEvent.saved_at,
)  # fmt: skip
#: Everything saved in an attempt. Takes ``attempt_id``.
ANSWERS = (
    select(AnswerEvent.is_late, *_ANSWER)
    .where(AnswerEvent.attempt_id == bindparam("attempt_id"))
    .order_by(AnswerEvent.id)
)
_highest = (
    select(func.max(AnswerEvent.sequence).label("highest"))
    .where(AnswerEvent.attempt_id == bindparam("attempt_id"))
    .subquery("known")
)
#: Everything saved at one item with the attempt's highest count; one row of nothing but that where there is nothing.
#: Takes ``attempt_id`` and ``item``.
ITEM_ANSWERS = (
    select(_highest.c.highest, AnswerEvent.is_late, *_ANSWER)
    .select_from(_highest)
    .outerjoin(
        AnswerEvent, (AnswerEvent.attempt_id == bindparam("attempt_id")) & (AnswerEvent.item == bindparam("item"))
    )
    .order_by(AnswerEvent.id)
)  # fmt: skip
#: Takes ``attempt_id``.
HIGHEST_SEQUENCE = select(func.max(AnswerEvent.sequence)).where(
    AnswerEvent.attempt_id == bindparam("attempt_id")
)


def answer_of(row: Row[Any]) -> Answer:
    """Return a row of ``ANSWERS`` or ``ITEM_ANSWERS`` as the fold sees it."""
    return Answer(*row[-len(_ANSWER) :])


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
        Override.minutes,
        Override.extra_minutes,
    )
    .join_from(
        Enrolment,
        Override,
        or_(Override.enrolment_id == Enrolment.id, Override.cohort_id == Enrolment.cohort_id),
    )
    .where(Enrolment.id.in_(bindparam("enrolment_ids", expanding=True)))
)
