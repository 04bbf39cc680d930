"""What a database that comes from an earlier release lacks of its courses: working copies, and a place in the catalogue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from academy import db, i18n
from academy.courses import rules
from academy.courses.models import Course, CourseText, Edition
from academy.courses.service.drafts import begin_missing
from academy.courses.service.publishing import render
from academy.db import session


def catch_up(*, at: datetime) -> None:
    """Give every live edition its working copy and its texts in the catalogue; at a start that lacks nothing, look only.

    Writes in units of its own. A publication that was cut short before search knew of it is repaired too.
    """
    with db.writing():
        begin_missing(at=at)
    for edition_id in _unindexed():
        with db.writing():
            _show(edition_id, at)


def _show(edition_id: UUID, at: datetime) -> None:
    """Let the catalogue show a live edition, with the hours it takes."""
    edition = session.get_one(Edition, edition_id, options=[undefer(Edition.document)])
    session.get_one(Course, edition.course_id).hours = rules.thaw(edition.document).hours
    render(edition_id=edition_id, at=at)


def _unindexed() -> list[UUID]:
    """Return the live editions that the catalogue does not show in every language."""
    shown = (
        select(func.count())
        .select_from(CourseText)
        .where(CourseText.course_id == Course.id, CourseText.activity == "")
        .scalar_subquery()
    )
    found = session.scalars(
        select(Course.live_edition_id).where(Course.live_edition_id.is_not(None), shown < len(i18n.LANGUAGES))
    )
    editions = [each for each in found if each is not None]
    session.rollback()
    return editions
