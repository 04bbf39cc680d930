"""Reading meetings and who was there, always within what the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment, PriorLearning
from academy.learning.queries import trains
from academy.meetings.models import Attendance, Meeting
from academy.meetings.rules import counts


@dataclass(frozen=True)
class Present:
    """How one learner's attendance is noted: None where it is not yet."""

    enrolment_id: UUID
    call_sign: str
    presence: str | None
    #: Whether she noted it herself, with the code in the room.
    is_own: bool = False


def upcoming(*, cohort_ids: Collection[UUID], since: datetime) -> Sequence[Meeting]:
    """Return the meetings of these cohorts that end after ``since``, by their start; cancelled ones are among them.

    Whoever asks has made sure that these cohorts are the reader's. The title is that of ``Meeting.activity`` in the
    cohort's edition; times are shown in ``Meeting.zone``.
    """
    if not cohort_ids:
        return []
    return session.scalars(
        select(Meeting)
        .where(Meeting.cohort_id.in_(cohort_ids), Meeting.ends_at > since)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def dates_of(cohort_id: UUID | None, activity: str) -> Sequence[Meeting]:
    """Return every date of a cohort for one meeting of its course; none without a cohort."""
    if cohort_id is None:
        return []
    return session.scalars(
        select(Meeting)
        .where(Meeting.cohort_id == cohort_id, Meeting.activity == activity)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def meetings_of(cohort_id: UUID) -> Sequence[Row[Meeting, int, int]]:
    """Return (meeting, how many were there, how many are noted) of a cohort, by their start."""
    noted = func.count(Attendance.enrolment_id)
    there = func.count(Attendance.enrolment_id).filter(Attendance.presence.in_(("present", "late")))
    return session.execute(
        select(Meeting, there, noted)
        .outerjoin(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.cohort_id == cohort_id)
        .group_by(Meeting.id)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def trained_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return a meeting of a cohort the actor trains. Raises NotFound."""
    return _one(
        select(Meeting)
        .join(Cohort, Cohort.id == Meeting.cohort_id)
        .options(joinedload(Meeting.cohort).joinedload(Cohort.edition))
        .where(Meeting.id == meeting_id, trains(actor))
    )


def own_meeting(actor: Actor, meeting_id: UUID) -> tuple[Meeting, Enrolment]:
    """Return a meeting of a cohort the actor learns in, with her enrolment. Raises NotFound."""
    meeting = _one(
        select(Meeting)
        .join(Cohort, Cohort.id == Meeting.cohort_id)
        .options(joinedload(Meeting.cohort).joinedload(Cohort.edition))
        .where(Meeting.id == meeting_id, exists().where(_learns(actor)))
    )
    statement = (
        select(Enrolment)
        .where(_learns(actor), Cohort.id == meeting.cohort_id)
        .order_by(Enrolment.completed_at.is_not(None))
        .limit(1)
    )
    if is_writing():
        statement = statement.with_for_update(of=Enrolment)
    return meeting, session.scalars(statement).one()


def own_presence(enrolment_id: UUID) -> Mapping[UUID, str]:
    """Return meeting → how she attended."""
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.presence).where(Attendance.enrolment_id == enrolment_id)
    )
    return {row.meeting_id: row.presence for row in rows}


def list_of(meeting: Meeting) -> list[Present]:
    """Return everybody of a meeting's cohort, by call-sign, with what is noted of her."""
    rows = session.execute(
        select(
            Enrolment.id,
            Person.call_sign,
            Attendance.presence,
            (Attendance.noted_by_id == Person.id).label("is_own"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(
            Attendance, and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id)
        )
        .where(Enrolment.cohort_id == meeting.cohort_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign)
    )
    return [Present(row.id, row.call_sign, row.presence, bool(row.is_own)) for row in rows]


def learners_at(meeting: Meeting) -> Mapping[UUID, Enrolment]:
    """Return the enrolments of a meeting's cohort by their id; for a change they take their turns."""
    statement = select(Enrolment).where(
        Enrolment.cohort_id == meeting.cohort_id, Enrolment.withdrawn_at.is_(None)
    )
    if is_writing():
        statement = statement.order_by(Enrolment.id).with_for_update(of=Enrolment)
    return {each.id: each for each in session.scalars(statement)}


def noted(meeting_id: UUID) -> Mapping[UUID, Attendance]:
    """Return enrolment → what is noted of her at a meeting."""
    found = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {each.enrolment_id: each for each in found}


def has_other_ground(enrolment: Enrolment, meeting: Meeting) -> bool:
    """Say whether something else than this date completed the meeting: another date, or prior learning."""
    others = session.scalars(
        select(Attendance.presence)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.enrolment_id == enrolment.id,
            Meeting.id != meeting.id,
            Meeting.activity == meeting.activity,
        )
    ).all()
    is_prior = exists().where(
        PriorLearning.enrolment_id == enrolment.id,
        PriorLearning.activity == meeting.activity,
        PriorLearning.withdrawn_at.is_(None),
    )
    return any(counts(presence) for presence in others) or bool(session.scalar(select(is_prior)))


def last_zone(actor: Actor) -> str:
    """Return whose clock the actor's cohorts last met by; UTC where they never met."""
    found = session.scalar(
        select(Meeting.zone)
        .join(Cohort, Cohort.id == Meeting.cohort_id)
        .where(trains(actor))
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return found or "UTC"


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return how a person attended meetings, and whose attendance she noted."""
    attended = session.execute(
        select(Meeting.activity, Meeting.starts_at, Attendance.presence, Attendance.noted_at)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Meeting.starts_at)
    )
    lists = session.scalars(
        select(Meeting.starts_at)
        .where(
            exists().where(
                Attendance.meeting_id == Meeting.id,
                Attendance.noted_by_id == person_id,
                Attendance.enrolment_id == Enrolment.id,
                Enrolment.person_id != person_id,
            )
        )
        .order_by(Meeting.starts_at)
    )
    return {
        "attendance": [
            {
                "activity": row.activity, "starts_at": row.starts_at.isoformat(), "presence": row.presence,
                "noted_at": row.noted_at.isoformat(),
            }
            for row in attended
        ],
        "lists_ticked": [moment.isoformat() for moment in lists],
    }  # fmt: skip


def attendance_evidence(enrolment_id: UUID) -> list[dict[str, object]]:
    """Return how one enrolment attended each meeting, and who noted it (by id), in the order they were held."""
    rows = session.execute(
        select(Meeting, Attendance)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.enrolment_id == enrolment_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        {
            "id": str(meeting.id), "activity": meeting.activity, "starts_at": meeting.starts_at.isoformat(),
            "ends_at": meeting.ends_at.isoformat(), "place": meeting.place, "presence": noted.presence,
            "noted_at": noted.noted_at.isoformat(), "noted_by": noted.noted_by_id,
        }
        for meeting, noted in rows
    ]  # fmt: skip


def _learns(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == actor.person_id,
        Enrolment.withdrawn_at.is_(None),
    )


def _one(statement: object) -> Meeting:
    if is_writing():  # a list, a code and a change of date take their turns
        statement = statement.with_for_update(of=Meeting)  # type: ignore[attr-defined]
    found: Meeting | None = session.scalar(statement)  # type: ignore[call-overload]
    if found is None:
        raise NotFound()
    return found
