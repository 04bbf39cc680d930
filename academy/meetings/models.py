"""When a cohort meets, and who was there."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.db import Base, Identified
from academy.learning.models import Cohort


class Presence(enum.StrEnum):
    """How somebody attended; present and late count."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class Meeting(Identified, Base):
    """One date of a cohort for a meeting of its course; a meeting may be held on several."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_cohort_activity", "cohort_id", "activity"),)

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    #: The slug of the course's activity.
    activity: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: The IANA name of the zone whose clock it goes by: ``Europe/Skopje``.
    zone: Mapped[str]
    #: A room and address, or empty online.
    place: Mapped[str]
    #: Where it is joined online, or empty.
    link: Mapped[str]
    #: Counts every change of date or place, for calendars.
    revision: Mapped[int] = mapped_column(default=1)
    #: While the code on the wall is taken.
    code_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()


class Attendance(Base):
    """How one learner attended one meeting."""

    __tablename__ = "attendance"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True, index=True)
    presence: Mapped[str]
    noted_at: Mapped[datetime]
    #: The trainer who ticked the list, or the learner who used the code in the room; None after erasure.
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
