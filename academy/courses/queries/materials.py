"""What an author can put into a text of a working copy: its files and the words of its glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.courses.models import CourseDraft, DraftMedium
from academy.db import session


@dataclass(frozen=True)
class Materials:
    """Files and glossary of a working copy."""

    #: Name and alternative text of each file, captions left out.
    files: list[tuple[str, str]]
    #: Key, term and definition, as far as they are written.
    glossary: list[dict[str, Any]]


def materials(course_id: UUID) -> Materials:
    """Return what texts of a working copy can show and explain."""
    rows = session.execute(
        select(DraftMedium.name, DraftMedium.alt)
        .where(DraftMedium.course_id == course_id, DraftMedium.retired_at.is_(None))
        .order_by(DraftMedium.name)
    )
    files = [(name, alt) for name, alt in rows if not name.endswith(".vtt")]
    settings = session.scalar(select(CourseDraft.settings).where(CourseDraft.course_id == course_id)) or {}
    return Materials(files, [term for term in settings.get("glossary") or [] if term.get("key")])
