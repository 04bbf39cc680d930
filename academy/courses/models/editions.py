"""What is published and never changes: editions, their renditions and files, and what search finds of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.audit.models import Sequence
from academy.courses.models.catalogue import Course
from academy.db import Base, Identified


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

    course: Mapped[Course] = relationship(foreign_keys=[course_id])


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


class CourseText(Base):
    """What search looks through: one activity of a course's live edition in one language, folded."""

    __tablename__ = "course_text"
    __table_args__ = (UniqueConstraint("course_id", "locale", "activity"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    locale: Mapped[str]
    #: The activity's slug; empty for the course's own title and summary.
    activity: Mapped[str]
    title: Mapped[str]
    #: The words as ``languages.rules.fold`` leaves them: one script, no diacritics, lower case.
    folded: Mapped[str]
