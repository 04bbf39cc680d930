"""Keeping the overview of trained capacity, so that nobody waits for it once it was counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from academy import db
from academy.db import session
from academy.reports.models import KeptOverview
from academy.reports.queries import overview

#: From this age on the caretaker counts anew.
RENEWED_AFTER = timedelta(minutes=15)


def count_anew(*, at: datetime) -> None:
    """Count the capacity of all agencies and keep it, in a write unit of its own; nothing is locked while it counts."""
    figures = [each.kept() for each in overview.count_capacity(at)]
    db.begin_writing()
    keep = {"counted_at": at, "figures": figures}
    session.execute(
        db.insert(KeptOverview)
        .values(key=overview.KEY, **keep)
        .on_conflict_do_update(index_elements=["key"], set_=keep)
    )
    session.expire_all()


def keep_overview(at: datetime) -> int:
    """Count anew what is no longer young: a duty of the caretaker."""
    kept = overview.kept()
    if kept is not None and at - kept.counted_at < RENEWED_AFTER:
        return 0
    session.rollback()
    count_anew(at=at)
    db.settle(keep=True)
    return 1
