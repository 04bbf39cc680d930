"""Reading courses: the catalogue and its editions; working copies are in ``drafts``."""

from academy.courses.queries.editions import (
    READY,
    Reading,
    course_titles,
    has_course,
    latest_digest,
    newest_edition,
    published_count,
    reading,
    required_activities,
)
from academy.courses.queries.search import Hit, Listed, catalogue, search, tracks

__all__ = [
    "READY", "Hit", "Listed", "Reading", "catalogue", "course_titles", "has_course", "latest_digest", "newest_edition", "published_count",
    "reading", "required_activities", "search", "tracks",
]  # fmt: skip
