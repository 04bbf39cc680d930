"""Giving meetings their dates, and noting who was there. Who was there has completed the activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.meetings import queries
from academy.meetings.models import Attendance, Meeting, Presence
from academy.meetings.rules import Date, by_arrival, counts

#: A code can be shown from this long before a meeting until this long after it.
EARLY = timedelta(hours=1)
#: How long a code is taken once it is shown.
CODE_LASTS = timedelta(minutes=30)
LONGEST = timedelta(days=14)


@dataclass(frozen=True)
class Tick:
    """What a list says of one learner, and what it said when it was opened."""

    presence: str | None
    was: str | None


class Moved(Conflict):
    """The list was changed by somebody else at these enrolments since it was opened."""

    def __init__(self, enrolments: frozenset[UUID]) -> None:
        super().__init__("list-moved")
        self.enrolments = enrolments


def arrange(*, cohort: Cohort, activity: str, date: Date, by: Actor, at: datetime) -> Meeting:
    """Give a meeting of the course a date. The same date given twice is one."""
    _check(date)
    session.get_one(Cohort, cohort.id, with_for_update=True)  # two clicks arrange once
    same = session.scalar(
        select(Meeting).where(
            Meeting.cohort_id == cohort.id, Meeting.activity == activity, Meeting.starts_at == date.starts_at,
            Meeting.ends_at == date.ends_at, Meeting.cancelled_at.is_(None),
        )
    )  # fmt: skip
    if same is not None:
        return same
    new = Meeting(
        cohort_id=cohort.id, activity=activity, starts_at=date.starts_at, ends_at=date.ends_at, zone=date.zone,
        place=date.place, link=date.link,
    )  # fmt: skip
    session.add(new)
    session.flush()
    _record(new, cohort, by, at, "arrange")
    return new


def change(*, meeting: Meeting, date: Date, based_on: int, by: Actor, at: datetime) -> None:
    """Change date or place. Raises Conflict where somebody else did since, or it is cancelled."""
    _must_stand(meeting)
    _check(date)
    fields = ("starts_at", "ends_at", "zone", "place", "link")
    changed = [name for name in fields if getattr(meeting, name) != getattr(date, name)]
    if not changed:
        return
    if meeting.revision != based_on:
        raise Conflict("meeting-moved")
    for name in changed:
        setattr(meeting, name, getattr(date, name))
    meeting.revision += 1
    session.flush()
    _record(meeting, meeting.cohort, by, at, "change", changed)


def cancel(*, meeting: Meeting, by: Actor, at: datetime) -> None:
    """Call a meeting off; calendars learn of it by its revision. A second time changes nothing."""
    if meeting.cancelled_at is not None:
        return
    meeting.cancelled_at, meeting.code_until = at, None
    meeting.revision += 1
    session.flush()
    _record(meeting, meeting.cohort, by, at, "cancel", ["cancelled_at"])


def open_code(*, meeting: Meeting, at: datetime) -> None:
    """Take the code on the wall for a while. Raises Conflict long before, long after or without the meeting."""
    _must_stand(meeting)
    if not may_show_code(meeting, at=at):
        raise Conflict("code-not-now")
    meeting.code_until = at + CODE_LASTS
    session.flush()


def close_code(*, meeting: Meeting) -> None:
    """Take no code any more."""
    meeting.code_until = None
    session.flush()


def may_show_code(meeting: Meeting, *, at: datetime) -> bool:
    """Say whether it is the time of a meeting, or nearly."""
    return meeting.starts_at - EARLY <= at <= meeting.ends_at + EARLY and meeting.cancelled_at is None


def takes_code(meeting: Meeting, *, at: datetime) -> bool:
    """Say whether a code from the wall is taken now."""
    return meeting.code_until is not None and at <= meeting.code_until and meeting.cancelled_at is None


def check_in(*, meeting: Meeting, enrolment: Enrolment, at: datetime) -> str:
    """Note that a learner is there, by her own hand, and return how: present or late.

    A second time, and whatever her trainer noted as being there, stays as it is.
    """
    held = session.get(Attendance, (meeting.id, enrolment.id))
    if held is not None and counts(held.presence):
        return held.presence
    presence = by_arrival(starts_at=meeting.starts_at, at=at)
    _put(meeting, enrolment, held, presence, enrolment.person_id, at)
    return presence


def tick(*, meeting: Meeting, ticks: Mapping[UUID, Tick], by: Actor, at: datetime) -> int:
    """Note a whole list in one step and return how many entries changed.

    Only what the list changed is written, so that a learner who used the code meanwhile stays present. Raises
    ``Moved`` where somebody else changed the same entries, and then writes nothing.
    """
    _must_stand(meeting)
    learners, held = queries.learners_at(meeting), queries.noted(meeting.id)
    wanted = {
        each: tick
        for each, tick in ticks.items()
        if each in learners and tick.presence and tick.presence != tick.was
    }
    now = {each: held[each].presence if each in held else None for each in wanted}
    if moved := frozenset(
        each for each, tick in wanted.items() if now[each] not in (tick.was, tick.presence)
    ):
        raise Moved(moved)
    changed = [each for each, tick in wanted.items() if now[each] != tick.presence]
    for each in changed:
        presence = Presence(wanted[each].presence or "").value
        _put(meeting, learners[each], held.get(each), presence, by.person_id, at)
    if changed:
        _record(meeting, meeting.cohort, by, at, "note-attendance")
    return len(changed)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's attendance, and her name from the lists she ticked."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(Attendance).where(Attendance.enrolment_id.in_(enrolments)))
    session.execute(update(Attendance).where(Attendance.noted_by_id == person_id).values(noted_by_id=None))


def _put(
    meeting: Meeting,
    enrolment: Enrolment,
    held: Attendance | None,
    presence: str,
    by_id: UUID | None,
    at: datetime,
) -> None:
    """Write one entry and what follows from it for the activity.

    Being there completes it. A correction from being there to not being there takes the completion back, but only
    where nothing else gave it (another date of the same meeting, prior learning) and the course is not complete: a
    completed course, and the certificate that may hang on it, is never undone by a list.
    """
    before = held.presence if held else None
    if held is None:
        held = Attendance(meeting_id=meeting.id, enrolment_id=enrolment.id)
        session.add(held)
    held.presence, held.noted_at, held.noted_by_id = presence, at, by_id
    session.flush()
    if counts(presence):
        learning.complete(enrolment=enrolment, activity=meeting.activity, at=at)
    elif counts(before) and not queries.has_other_ground(enrolment, meeting):
        learning.take_back(enrolment=enrolment, activity=meeting.activity, at=at)


def _check(date: Date) -> None:
    if date.ends_at <= date.starts_at:
        raise Invalid("ends-before-start", field="ends")
    if date.ends_at - date.starts_at > LONGEST:
        raise Invalid("meeting-too-long", field="ends_on")


def _must_stand(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise Conflict("meeting-cancelled")


def _record(
    meeting: Meeting, cohort: Cohort, by: Actor, at: datetime, verb: str, fields: list[str] | None = None
) -> None:
    audit.record(
        by=by, verb=verb, object_type="meeting", object_id=meeting.id, at=at, agency_id=cohort.agency_id, fields=fields or []
    )  # fmt: skip
