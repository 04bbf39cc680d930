"""Forgetting a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.cohorts.models import Approval, CalendarLink, Nomination, Question, Reminder
from academy.db import session
from academy.learning.models import Enrolment


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's nominations, questions, calendar address and reminders.

    A question whose answer was shared stays for the class and is nobody's. What she decided, told or answered for
    the academy stays as well; her account is nameless afterwards.
    """
    nominations = select(Nomination.id).where(Nomination.person_id == person_id)
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(Approval).where(Approval.nomination_id.in_(nominations)))
    session.execute(delete(Nomination).where(Nomination.person_id == person_id))
    session.execute(delete(Question).where(Question.asker_id == person_id, Question.is_shared.is_(False)))
    session.execute(update(Question).where(Question.asker_id == person_id).values(asker_id=None))
    session.execute(delete(CalendarLink).where(CalendarLink.person_id == person_id))
    session.execute(delete(Reminder).where(Reminder.enrolment_id.in_(enrolments)))
