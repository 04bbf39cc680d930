"""What the busiest pages ask, put together once: composing a statement takes longer than asking it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from academy.courses.models import Course, Edition, Rendition
from academy.learning.models import AnswerEvent, Attempt, AttemptState, Cohort, Completion, Enrolment


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


#: Takes ``slug``, ``person_id`` and ``locale``.
PLACE = (
    select(
        Enrolment.id, Enrolment.edition_id, Enrolment.enrolled_at, Enrolment.completed_at, Enrolment.due_on,
        Enrolment.cohort_id, Enrolment.agency_id, newest_rendition(bindparam("locale")),
    )
    .join(Course, Course.id == Enrolment.course_id)
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
        Cohort.name.label("cohort"),
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
    select(Attempt.id, Attempt.activity, Attempt.started_at, Enrolment.edition_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Enrolment.person_id == bindparam("person_id"), Attempt.state == AttemptState.IN_PROGRESS)
    .order_by(Attempt.started_at.desc())
)
#: Takes ``attempt_id`` and ``person_id``.
OWN_ATTEMPT = (
    select(Attempt)
    .join(Enrolment)
    .options(joinedload(Attempt.enrolment))
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
