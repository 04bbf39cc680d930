"""Courses, their editions and renditions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.db import Base, Identified


class Course(Identified, Base):
    """What stays the same from edition to edition."""

    __tablename__ = "course"

    slug: Mapped[str] = mapped_column(unique=True)
    level: Mapped[str]
    track: Mapped[str | None]
    source_locale: Mapped[str]
    #: Whether a learner may start it of her own accord.
    is_open: Mapped[bool] = mapped_column(default=True)
    retired_at: Mapped[datetime | None]


class Edition(Identified, Base):
    """A numbered publication: one canonical JSON document, never changed."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("course_id", "number"), UniqueConstraint("course_id", "digest"))

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    #: SHA-256 of ``document``.
    digest: Mapped[str]
    #: Fetched only where it is asked for; readers are served from a cache.
    document: Mapped[str] = mapped_column(deferred=True)
    #: How many activities a learner must do, so that progress can be counted without the document.
    required_count: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    notes: Mapped[str] = mapped_column(default="")

    course: Mapped[Course] = relationship()


class Rendition(Identified, Base):
    """An edition in one language: the words and the clean HTML of every slot, never changed."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("edition_id", "locale", "number"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    locale: Mapped[str]
    number: Mapped[int]
    #: SHA-256 of ``document``.
    digest: Mapped[str] = mapped_column(index=True)
    document: Mapped[str] = mapped_column(deferred=True)
    #: How many of the edition's translation units it has in its own language.
    translated_count: Mapped[int]
    unit_count: Mapped[int]
    made_at: Mapped[datetime]


class EditionMedium(Base):
    """Which files an edition shows, so that only its readers reach them."""

    __tablename__ = "edition_medium"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("medium.digest"), primary_key=True, index=True)
