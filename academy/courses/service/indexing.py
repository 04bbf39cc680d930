"""What search looks through, kept in step with each course's live edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, select

from academy.courses.models import CourseText
from academy.courses.service.rendering import Words
from academy.db import session


def index(*, course_id: UUID, locale: str, words: Sequence[Words]) -> None:
    """Let search find exactly ``words`` of a course in one language; what stayed the same is not written again."""
    kept = {
        row.activity: row
        for row in session.scalars(
            select(CourseText).where(CourseText.course_id == course_id, CourseText.locale == locale)
        )
    }
    gone = kept.keys() - {each.activity for each in words}
    if gone:
        session.execute(delete(CourseText).where(CourseText.id.in_([kept[name].id for name in gone])))
    for each in words:
        row = kept.get(each.activity)
        if row is None:
            session.add(CourseText(course_id=course_id, locale=locale, **asdict(each)))
        else:
            for name, value in asdict(each).items():
                setattr(row, name, value)
    session.flush()
