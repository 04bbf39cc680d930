"""Nominations, announcements, questions, calendar links and reminders sent."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.db import Base, Identified
from academy.learning.models import Cohort


class NominationState(enum.StrEnum):
    """Where a nomination stands."""

    NOMINATED = "nominated"
    #: Approved, and no place is free yet.
    WAITING = "waiting"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Nomination(Identified, Base):
    """An agency's wish to send somebody to a cohort."""

    __tablename__ = "nomination"
    __table_args__ = (
        Index(
            "uq_nomination_current", "cohort_id", "person_id", unique=True,
            sqlite_where=text("state NOT IN ('declined', 'withdrawn')"),
            postgresql_where=text("state NOT IN ('declined', 'withdrawn')"),
        ),
    )  # fmt: skip

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: The agency that sends her and where her record will count.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    state: Mapped[str]
    nominated_at: Mapped[datetime]
    nominated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: When it got its last approval; the waiting list goes by this.
    approved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    #: Why it was declined.
    reason: Mapped[str] = mapped_column(default="")

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agency: Mapped[Agency] = relationship()


class Approval(Base):
    """One person's yes to a nomination; nobody says it twice, and the nominator not at all where two are needed."""

    __tablename__ = "approval"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    approved_at: Mapped[datetime]


class Announcement(Identified, Base):
    """What a trainer tells the whole cohort."""

    __tablename__ = "announcement"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    #: Markdown.
    body: Mapped[str]
    posted_at: Mapped[datetime]


class Question(Identified, Base):
    """A learner's question to the trainers of her cohort, and the answer."""

    __tablename__ = "question"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: The activity it is about; empty for the course as a whole.
    activity: Mapped[str]
    #: None after erasure.
    asker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Whether the whole cohort sees question and answer, the asker unnamed.
    is_shared: Mapped[bool] = mapped_column(default=False)


class CalendarLink(Base):
    """A person's address of her own dates for a calendar program; only the digest of its token is kept."""

    __tablename__ = "calendar_link"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class Reminder(Base):
    """A reminder that was sent, so that it is sent once."""

    __tablename__ = "reminder"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    #: The activity's slug; empty for the course as a whole.
    activity: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    #: Which of a date's reminders it was (``rules.Notice``).
    notice: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
