"""Taking a package in: into the working copy, or published as well. Whole or not at all, and never over others' work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from academy import db
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Course, CourseDraft, Edition
from academy.courses.package import Package, opened, read
from academy.courses.queries.drafts import authored_by
from academy.courses.service.drafts import course_for, fill, written
from academy.courses.service.publishing import Ready, publish_in_steps, ready, store_texts
from academy.db import session
from academy.errors import Conflict, Forbidden
from academy.media import service as media


@dataclass(frozen=True)
class Terms:
    """How a package is to be taken in."""

    #: Whose a course is that is new; None for the academy's own.
    agency_id: UUID | None = None
    #: Whether the working copy of a course that is there may be replaced.
    replaces: bool = False
    #: Whether it is published as the next edition too.
    publishes: bool = False
    notes: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of a package."""

    slug: str
    #: The edition it is now; None where it only went into the working copy.
    edition: Edition | None = None
    is_new: bool = False


def look_at(path: Path) -> Package:
    """Read a package, a folder or a zip, before any transaction; nothing is kept. Raises PackageError."""
    with opened(path) as files:
        return read(files)


def take(
    *, package: Package, terms: Terms, keep: Callable[[bytes], str], by: Actor | None, at: datetime
) -> Taken:
    """Take a package in, in short write units of its own: call it outside any unit.

    Raises Forbidden where the course is not ``by``'s to change, and Conflict where there is a working copy that
    ``terms`` do not allow to replace; then nothing is kept.
    """
    _may(package, terms, by)
    for medium in package.media.values():
        keep(medium.content)
    made = ready(package.course, package)
    with db.writing():
        _may(package, terms, by)
        course = course_for(package.course, agency_id=terms.agency_id)
        audit.record(
            by=by, verb="import", object_type="course", object_id=course.id, at=at, agency_id=course.agency_id
        )
        course_id = course.id
    if terms.publishes:
        published = publish_in_steps(ready=made, by=by, at=at, notes=terms.notes, is_import=True)
        return Taken(package.course.slug, published.edition, published.is_new)
    _into_the_draft(course_id, made, by, at)
    return Taken(package.course.slug)


def _may(package: Package, terms: Terms, by: Actor | None) -> None:
    """Refuse what ``by`` may not do to the course that is there; a command may do everything."""
    if by is None:
        return
    slug = package.course.slug
    row = session.execute(
        select(Course.id, authored_by(by), CourseDraft.course_id)
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.slug == slug)
    ).one_or_none()
    if row is not None and not row[1]:
        raise Forbidden("package-of-others", field="package", slug=slug)
    if row is not None and row[2] is not None and not terms.replaces:
        raise Conflict("package-replaces", field="replaces", slug=slug)


def _into_the_draft(course_id: UUID, made: Ready, by: Actor | None, at: datetime) -> None:
    store_texts(made, at=at, unit=db.writing)
    copy = written(made.course)
    with db.writing():
        media.register_all(media=made.media, at=at)
    with db.writing():
        fill(course=session.get_one(Course, course_id), document=copy, by=by, at=at)
