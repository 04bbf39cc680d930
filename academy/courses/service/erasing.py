"""Taking a person's name off what she wrote: the texts are the academy's and stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from academy.courses.models import (
    ActivityDraft,
    CourseDraft,
    DraftMedium,
    DraftRevision,
    Edition,
    Publication,
)
from academy.db import session

#: Every column that says who did something to a course.
_DEEDS = (
    CourseDraft.edited_by_id, ActivityDraft.edited_by_id, DraftRevision.saved_by_id, DraftMedium.added_by_id,
    Publication.asked_by_id, Publication.decided_by_id, Edition.published_by_id,
)  # fmt: skip


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Take a person off every save, file, wish and edition; the content is as it was."""
    for column in _DEEDS:
        session.execute(
            update(column.class_).where(column == person_id).values({column.key: None}),
            execution_options={"synchronize_session": False},
        )
