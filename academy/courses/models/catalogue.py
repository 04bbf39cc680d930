"""What stays the same from edition to edition: programmes and courses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.db import Base, Identified


class Programme(Identified, Base):
    """A way through several courses: Basic, then Advanced by track, then Supreme."""

    __tablename__ = "programme"

    slug: Mapped[str] = mapped_column(unique=True)
    #: Whose it is: its authors are those of this agency and of what lies above it.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    source_locale: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    retired_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship()


class ProgrammeCourse(Base):
    """A course's place in a programme; its level and track are the course's own."""

    __tablename__ = "programme_course"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), primary_key=True, index=True)
    position: Mapped[int]


class Course(Identified, Base):
    """A course, whatever its edition."""

    __tablename__ = "course"

    slug: Mapped[str] = mapped_column(unique=True)
    #: Whose it is: its authors are those of this agency and of what lies above it; None is the academy's.
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    level: Mapped[str]
    track: Mapped[str | None]
    source_locale: Mapped[str]
    #: Whether a learner may start it of her own accord.
    is_open: Mapped[bool] = mapped_column(default=True)
    #: Of a re-test: the slug of the course whose certificates its live edition renews.
    renews: Mapped[str | None] = mapped_column(index=True)
    #: How long the live edition takes, as its author says.
    hours: Mapped[int] = mapped_column(default=0, server_default="0")
    #: What the catalogue shows and new enrolments get; None until the first edition.
    live_edition_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("edition.id", use_alter=True, name="fk_course_live_edition_id_edition")
    )
    retired_at: Mapped[datetime | None]

    agency: Mapped[Agency | None] = relationship()
