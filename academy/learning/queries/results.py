"""Results that were changed after they were given."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.learning.models import ResultChange


def changes_of(attempt_id: UUID) -> Sequence[ResultChange]:
    """Return what was changed about the results of an attempt, the latest first."""
    return session.scalars(
        select(ResultChange)
        .where(ResultChange.attempt_id == attempt_id)
        .order_by(ResultChange.changed_at.desc(), ResultChange.id)
    ).all()
