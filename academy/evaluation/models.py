"""What supervisors were asked and answered, and what agencies report of their cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.db import Base, Identified
from academy.learning.models import Enrolment


class FollowUp(Identified, Base):
    """A supervisor's look, some months after a course, at what an officer does with it."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("enrolment_id", "months"),)

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    #: 3 or 6 after the course was completed.
    months: Mapped[int]
    #: From this day the supervisor is asked.
    opens_on: Mapped[date] = mapped_column(index=True)
    #: The last day it can be answered.
    closes_on: Mapped[date]
    #: Whom the agency named; None asks the coordinators of her agency.
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Question's key → step of its scale, or that there was no occasion.
    answers: Mapped[Any | None]

    enrolment: Mapped[Enrolment] = relationship()
    supervisor: Mapped[Person | None] = relationship(foreign_keys=[supervisor_id])


class CaseReport(Identified, Base):
    """What an agency reports of its own work in a period: counts, never a case. A correction replaces an earlier one."""

    __tablename__ = "case_report"
    __table_args__ = (
        CheckConstraint("starts_on < ends_on", name="period"),
        CheckConstraint("cases_opened >= 0 AND files_sent >= 0", name="counts"),
        Index(
            "uq_case_report_current", "agency_id", "starts_on", unique=True,
            sqlite_where=text("replaced_at IS NULL"), postgresql_where=text("replaced_at IS NULL"),
        ),
    )  # fmt: skip

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    starts_on: Mapped[date]
    #: The first day after the period.
    ends_on: Mapped[date]
    cases_opened: Mapped[int]
    #: Files sent to the prosecution.
    files_sent: Mapped[int]
    #: Where the agency has the counts from.
    source: Mapped[str]
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship()
