"""Titles of the courses that trainings are of, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from academy.courses.content import Course
from academy.courses.queries import reading
from academy.web.access import actor
from academy.web.locale import content_locale


def course_of(edition_id: UUID) -> Course:
    """Return the course of an edition."""
    return reading(edition_id=edition_id, locale=content_locale(actor())).course


def titles_of(edition_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return edition → its course's title."""
    return {each: course_of(each).title for each in set(edition_ids)}
