"""What is published and never changes: editions, their renditions and files, and what search finds of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from academy.audit.models import Sequence
from academy.courses.models.catalogue import Course
from academy.db import Base, Identified


class Edition(Identified, Base):
    """A numbered publication: one canonical JSON document, never changed."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        Index("ix_edition_course_digest", "course_id", "digest"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    #: Numbers only grow: an earlier content that is published again gets a new one.
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
    """What the catalogue shows and searches: a course, or one activity of its live edition, in one language."""

    __tablename__ = "course_text"
    __table_args__ = (
        UniqueConstraint("course_id", "locale", "activity"),
        Index("ix_course_text_activity_locale", "activity", "locale"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    locale: Mapped[str]
    #: The activity's slug; empty for the course's own title and summary.
    activity: Mapped[str]
    title: Mapped[str]
    #: The language of the title where it is not translated.
    title_lang: Mapped[str | None]
    #: The words to quote from: a course's summary, what an open course's lesson says.
    text: Mapped[str]
    text_lang: Mapped[str | None]
    #: Title and text as ``rules.searching.folded`` leaves them: one script, no diacritics, words parted by spaces.
    #: The index over both is made by the migration, in each database's own way.
    folded_title: Mapped[str]
    folded: Mapped[str]


#: What of a published document may never change.
_FIXED = ("course_id", "edition_id", "number", "locale", "digest", "document")


def _refuse_change(_mapper: Mapper[Base], _connection: Connection, published: Base) -> None:
    """Keep editions and renditions as they were published, whatever a verb tries."""
    seen = inspect(published)
    for name in _FIXED:
        if name in seen.mapper.column_attrs and seen.attrs[name].history.has_changes():
            raise RuntimeError(f"{type(published).__name__}.{name} is published and never changes")


for _published in (Edition, Rendition):
    event.listen(_published, "before_update", _refuse_change)
