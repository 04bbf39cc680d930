"""Reading courses: the catalogue and its editions; working copies are in ``drafts``."""

from academy.courses.queries.editions import (
    READY,
    Reading,
    has_course,
    latest_digest,
    newest_edition,
    published_count,
    reading,
    required_activities,
)
from academy.courses.queries.search import Hit, Listed, catalogue, search, tracks

__all__ = [
    "READY", "Hit", "Listed", "Reading", "catalogue", "has_course", "latest_digest", "newest_edition", "published_count",
    "reading", "required_activities", "search", "tracks",
]  # fmt: skip
