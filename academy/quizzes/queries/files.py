"""Files that were handed in as responses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from academy.db import session
from academy.quizzes.models import AnswerFile


def sent_files(attempt_id: UUID, response: Any) -> list[AnswerFile]:
    """Return the files that a response names, in its order; those of other attempts are none of them."""
    named = response.get("files", []) if isinstance(response, dict) else []
    ids = [UUID(each) for each in named]
    if not ids:
        return []
    rows = session.scalars(
        select(AnswerFile).where(AnswerFile.attempt_id == attempt_id, AnswerFile.id.in_(ids))
    )
    found = {row.id: row for row in rows}
    return [found[each] for each in ids if each in found]


def file_count(attempt_id: UUID, item: str) -> int:
    """Return how many files were ever sent to an item, those taken back as well."""
    counted = select(func.count(AnswerFile.id)).where(
        AnswerFile.attempt_id == attempt_id, AnswerFile.item == item
    )
    return session.scalar(counted) or 0
