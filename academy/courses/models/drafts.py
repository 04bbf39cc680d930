"""Working copies: what authors change until it is published. A draft is its course package in rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.courses.models.catalogue import Course
from academy.db import Base, Identified

_NOT_RETIRED = text("retired_at IS NULL")


class CourseDraft(Base):
    """The working copy of a course: what its manifest says of the whole."""

    __tablename__ = "course_draft"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), primary_key=True)
    #: Fields of ``content.Manifest`` without ``format``, ``slug`` and ``modules``; and ``glossary``.
    settings: Mapped[dict[str, Any]]
    #: Counts every change of the settings and of the order, so that a stale form is noticed.
    revision: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    course: Mapped[Course] = relationship()


class ModuleDraft(Identified, Base):
    """A module of a working copy."""

    __tablename__ = "module_draft"
    __table_args__ = (
        Index(
            "uq_module_draft_slug", "course_id", "slug", unique=True,
            sqlite_where=_NOT_RETIRED, postgresql_where=_NOT_RETIRED,
        ),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    slug: Mapped[str]
    position: Mapped[int]
    #: ``title``, ``summary``, ``gate``, ``requires``, ``sources``, as ``content.Module`` has them.
    settings: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    #: Set aside; it can be restored for 90 days.
    retired_at: Mapped[datetime | None]


class ActivityDraft(Identified, Base):
    """An activity of a working copy: its package file as text, in order or not yet."""

    __tablename__ = "activity_draft"
    __table_args__ = (
        Index(
            "uq_activity_draft_slug", "course_id", "slug", unique=True,
            sqlite_where=_NOT_RETIRED, postgresql_where=_NOT_RETIRED,
        ),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("module_draft.id"), index=True)
    slug: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]
    #: The title as last read, for lists: a file that cannot be read keeps the one before.
    title: Mapped[str]
    #: ``is_required``, ``requires``, ``due_days``, as ``content.Activity`` has them.
    settings: Mapped[dict[str, Any]]
    #: What its file in a package holds.
    source: Mapped[str] = mapped_column(deferred=True)
    #: Counts the saves; a save says which revision it began from.
    revision: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()


class DraftRevision(Base):
    """One save of an activity's draft. Only ever added, so that no paragraph is lost."""

    __tablename__ = "draft_revision"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity_draft.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class DraftMedium(Base):
    """A file of a working copy, under the name its lessons use, with its card."""

    __tablename__ = "draft_medium"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("medium.digest"), index=True)
    #: ``licence``, ``credit``, ``origin``, ``captions``, ``transcript``, as ``content.MediaFile`` has them.
    card: Mapped[dict[str, Any]]
    #: What stands in for it where it is not seen; offered when it is put into a lesson.
    alt: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]


class Publication(Identified, Base):
    """A wish to publish a draft as it stands, which a second person approves or declines."""

    __tablename__ = "publication"
    __table_args__ = (
        Index(
            "uq_publication_open", "course_id", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
    )  # fmt: skip

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    #: SHA-256 of the course as it would be frozen: what is approved is what is published.
    digest: Mapped[str]
    notes: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    is_approved: Mapped[bool | None]
    #: Why it was declined.
    reason: Mapped[str] = mapped_column(default="")
