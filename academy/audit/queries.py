"""Reading the audit trail and checking its chain."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.rules import GENESIS, Row, link
from academy.db import session


def canonical(event: AuditEvent) -> Row:
    """Return an event as it is digested."""
    return (
        event.id, event.at.isoformat(), str(event.actor_id) if event.actor_id else None, event.verb,
        event.object_type, event.object_id, str(event.agency_id) if event.agency_id else None, event.fields,
    )  # fmt: skip


def broken_links() -> list[int]:
    """Return the ids of the seals whose batch no longer gives their digest, or that do not follow the one before."""
    broken, previous = [], GENESIS
    for seal in session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.seal_id == seal.id).order_by(AuditEvent.id)
        ).all()
        is_whole = len(events) == seal.count and seal.previous_digest == previous
        if not is_whole or link(previous, map(canonical, events)) != seal.digest:
            broken.append(seal.id)
        previous = seal.digest
    return broken


def unsealed_count() -> int:
    """Return how many events wait for a seal."""
    return (
        session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.seal_id.is_(None))) or 0
    )


def events_about(object_type: str, object_id: str) -> Sequence[AuditEvent]:
    """Return what was done to one thing, oldest first."""
    return session.scalars(
        select(AuditEvent)
        .where(AuditEvent.object_type == object_type, AuditEvent.object_id == object_id)
        .order_by(AuditEvent.id)
    ).all()
