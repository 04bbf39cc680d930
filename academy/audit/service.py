"""Writing the audit trail."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from academy import clock
from academy.actor import Actor
from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.queries import canonical
from academy.audit.rules import GENESIS, link
from academy.db import after_commit, is_bookkeeping, session, writing

#: After so many events a process seals what there is, with its next deed; ``seal-audit`` seals the rest.
BATCH = 50
log = logging.getLogger(__name__)
_recorded = itertools.count(1)
_due = threading.Event()
_SEALING = 0x57434131  # the advisory lock under which PostgreSQL seals


def record(
    *,
    by: Actor | None,
    verb: str,
    object_type: str,
    object_id: object,
    at: datetime,
    agency_id: UUID | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Add one deed to the trail, in the transaction of the deed itself. Never pass values in ``fields``."""
    session.add(
        AuditEvent(
            at=at, actor_id=by.person_id if by else None, verb=verb, object_type=object_type,
            object_id=str(object_id), agency_id=agency_id, fields=sorted(fields),
        )
    )  # fmt: skip
    if next(_recorded) % BATCH == 0:
        _due.set()
    if _due.is_set() and not is_bookkeeping():  # a GET that is noted here seals nothing
        _due.clear()
        after_commit(_seal_now)


def _seal_now() -> None:
    """Seal once the deeds are on disk; if that fails they are on disk all the same, and the next batch seals them."""
    try:
        with writing():
            seal(at=clock.now())
    except SQLAlchemyError:
        log.exception("the audit trail is not sealed yet")


def seal(*, at: datetime) -> AuditSeal | None:
    """Seal every unsealed event into the next link of the chain; None where there is nothing to seal."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEALING})
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.seal_id.is_(None)).order_by(AuditEvent.id)
    ).all()
    if not events:
        return None
    last = session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    previous = last.digest if last else GENESIS
    new = AuditSeal(
        sealed_at=at,
        count=len(events),
        previous_digest=previous,
        digest=link(previous, map(canonical, events)),
    )
    session.add(new)
    session.flush()
    for event in events:
        event.seal_id = new.id
    session.flush()
    return new
