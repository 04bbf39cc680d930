"""What cohorts at work hold of a person, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from academy.cohorts.models import Announcement, Approval, CalendarLink, Nomination, Question, Reminder
from academy.db import session
from academy.learning.models import Cohort, Enrolment


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return a person's nominations, approvals, questions, announcements, calendar address and reminders."""
    link = session.get(CalendarLink, person_id)
    return {
        "nominations": _nominations(person_id),
        "approved": _approved(person_id),
        "questions": _questions(person_id),
        "announcements": _announcements(person_id),
        "calendar_link_made_at": link.made_at.isoformat() if link else None,
        "reminders": _reminders(person_id),
    }


def _nominations(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Cohort.name, Nomination)
        .join(Cohort, Cohort.id == Nomination.cohort_id)
        .where(Nomination.person_id == person_id)
        .order_by(Nomination.nominated_at)
    )
    return [
        {
            "cohort": name, "state": each.state, "nominated_at": each.nominated_at.isoformat(), "reason": each.reason,
            "decided_at": each.decided_at.isoformat() if each.decided_at else None,
        }
        for name, each in rows
    ]  # fmt: skip


def _approved(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Cohort.name, Approval.approved_at)
        .join(Nomination, Nomination.id == Approval.nomination_id)
        .join(Cohort, Cohort.id == Nomination.cohort_id)
        .where(Approval.person_id == person_id)
        .order_by(Approval.approved_at)
    )
    return [{"cohort": name, "approved_at": at.isoformat()} for name, at in rows]


def _questions(person_id: UUID) -> list[dict[str, object]]:
    asked = session.scalars(
        select(Question)
        .where((Question.asker_id == person_id) | (Question.answered_by_id == person_id))
        .order_by(Question.asked_at)
    )
    return [
        {
            "asked_at": each.asked_at.isoformat(), "is_own": each.asker_id == person_id, "answer": each.answer,
            "question": each.text if each.asker_id == person_id else None, "is_shared": each.is_shared,
        }
        for each in asked
    ]  # fmt: skip


def _announcements(person_id: UUID) -> list[dict[str, object]]:
    told = session.scalars(
        select(Announcement).where(Announcement.author_id == person_id).order_by(Announcement.posted_at)
    )
    return [
        {"posted_at": each.posted_at.isoformat(), "title": each.title, "body": each.body} for each in told
    ]


def _reminders(person_id: UUID) -> list[dict[str, object]]:
    sent = session.scalars(
        select(Reminder)
        .join(Enrolment, Enrolment.id == Reminder.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Reminder.sent_at)
    )
    return [
        {"activity": each.activity, "due_on": each.due_on.isoformat(), "sent_at": each.sent_at.isoformat()}
        for each in sent
    ]
