"""What frozen figures hold of a person: that she froze them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.snapshots.models import Snapshot


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return which figures a person froze."""
    rows = session.execute(
        select(Snapshot.title, Snapshot.taken_at)
        .where(Snapshot.taken_by_id == person_id)
        .order_by(Snapshot.taken_at)
    )
    return {"figures_frozen": [{"title": title, "taken_at": at.isoformat()} for title, at in rows]}
