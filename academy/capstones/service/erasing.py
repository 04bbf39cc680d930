"""Forgetting in capstones: a person altogether, or only the words about her work, once they were kept long enough."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.capstones.models import CapstoneMark
from academy.capstones.queries.personal import own_attempts
from academy.db import session
from academy.learning.models import Attempt


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove the marks of a person's capstones, and her name from those she gave."""
    session.execute(delete(CapstoneMark).where(CapstoneMark.attempt_id.in_(own_attempts(person_id))))
    session.execute(update(CapstoneMark).where(CapstoneMark.marker_id == person_id).values(marker_id=None))


def forget_answers(*, enrolment_id: UUID, at: datetime) -> None:
    """Forget what markers wrote about the capstones of an enrolment; the levels they gave stay."""
    own = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    session.execute(
        update(CapstoneMark).where(CapstoneMark.attempt_id.in_(own)).values(notes={}, muddles={}, comment="")
    )
