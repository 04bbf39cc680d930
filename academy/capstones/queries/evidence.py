"""What capstones add to an attempt's record: who marked it, criterion by criterion.

A ``UUID`` in what is returned stands for somebody who acted in office; whoever hands it on says who that was.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.capstones.models import CapstoneMark
from academy.db import session


def capstone_marks(attempt_id: UUID) -> list[dict[str, Any]]:
    """Return the marks of an attempt, the first given first; none where it is no capstone."""
    return [
        {
            "place": each.place, "marker": each.marker_id, "levels": each.levels, "notes": each.notes,
            "muddles": each.muddles, "comment": each.comment, "at": each.marked_at.isoformat(),
        }
        for each in session.scalars(
            select(CapstoneMark).where(CapstoneMark.attempt_id == attempt_id).order_by(CapstoneMark.place)
        )
    ]  # fmt: skip
