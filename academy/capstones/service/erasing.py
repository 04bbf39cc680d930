"""Forgetting a person in capstones."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from academy.capstones.models import CapstoneMark
from academy.capstones.queries.personal import own_attempts
from academy.db import session


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove the marks of a person's capstones, and her name from those she gave."""
    session.execute(delete(CapstoneMark).where(CapstoneMark.attempt_id.in_(own_attempts(person_id))))
    session.execute(update(CapstoneMark).where(CapstoneMark.marker_id == person_id).values(marker_id=None))
