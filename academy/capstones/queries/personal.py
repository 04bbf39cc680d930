"""What capstones keep of a person: the marks of her own work, and those she gave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.capstones.models import CapstoneMark
from academy.db import session
from academy.learning.models import Attempt, Enrolment


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return the marks of a person's capstones, and those she gave for others'."""
    return {
        "marks": _marks(CapstoneMark.attempt_id.in_(own_attempts(person_id))),
        "marks_given": _marks(CapstoneMark.marker_id == person_id),
    }


def own_attempts(person_id: UUID) -> Any:
    """Return the ids of a person's attempts, for a condition."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    return select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))


def _marks(condition: Any) -> list[dict[str, object]]:
    found = session.scalars(select(CapstoneMark).where(condition).order_by(CapstoneMark.marked_at))
    return [
        {
            "levels": each.levels, "notes": each.notes, "muddles": each.muddles, "comment": each.comment,
            "marked_at": each.marked_at.isoformat(),
        }
        for each in found
    ]  # fmt: skip
