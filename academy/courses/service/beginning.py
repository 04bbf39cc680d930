"""Beginning a course by hand: an address made from its title, and one course for one press however often it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.courses.models import Course, CourseDraft
from academy.courses.rules.slugs import slug_for
from academy.courses.service import drafts
from academy.db import session

#: A second press with the same words within this time is the same wish.
_SAME_PRESS = timedelta(minutes=1)


def begin_course(
    *, title: str, agency_id: UUID | None, source_locale: str, level: str, track: str | None, by: Actor | None,
    at: datetime,
) -> Course:  # fmt: skip
    """Begin an empty course, or return the one the same press has begun."""
    said = {"title": title, "source_locale": source_locale, "level": level, "track": track}
    return twin(said, agency_id=agency_id, by=by, at=at) or drafts.begin(
        slug=free_course_slug(title), agency_id=agency_id, by=by, at=at, title=title, source_locale=source_locale,
        level=level, track=track,
    )  # fmt: skip


def free_course_slug(title: str) -> str:
    """Return a slug no course has, whether it is published, begun or retired."""
    return slug_for(title, set(session.scalars(select(Course.slug))), spare="course")


def twin(
    settings: Mapping[str, Any], *, agency_id: UUID | None, by: Actor | None, at: datetime
) -> Course | None:
    """Return the untouched course the same person began a moment ago with these settings."""
    for course, draft in session.execute(
        select(Course, CourseDraft)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(
            Course.agency_id == agency_id if agency_id else Course.agency_id.is_(None),
            Course.live_edition_id.is_(None),
            Course.retired_at.is_(None),
            CourseDraft.revision == 1,
            CourseDraft.edited_at > at - _SAME_PRESS,
            CourseDraft.edited_by_id == by.person_id if by else CourseDraft.edited_by_id.is_(None),
        )
    ):
        if all(draft.settings.get(name) == value for name, value in settings.items()):
            return course
    return None
