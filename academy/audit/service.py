"""Writing the audit trail."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from academy import clock
from academy.actor import Actor
from academy.audit import formats
from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.queries import canonical
from academy.audit.rules import GENESIS, row_digest, seal_digest
from academy.db import after_commit, is_bookkeeping, session, writing

#: After so many events a process seals what there is, with its next deed; ``seal-audit`` seals the rest.
BATCH = 50
#: Events in one link: each is sealed in a write unit of its own, which others wait for.
LONGEST_LINK = 1_000
log = logging.getLogger(__name__)
_recorded = itertools.count(1)
_due = threading.Event()
#: The data folder of this process, once it is known.
_homes: list[Path] = []
_SEALING = 0x57434131  # the advisory lock under which PostgreSQL seals


def note_heads_in(home: Path) -> None:
    """Have every seal noted in a data folder from now on; the application says so when it starts."""
    _homes[:] = [home]


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
    _count(1)


def record_many(
    *, by: Actor | None, verb: str, object_type: str, objects: Sequence[tuple[object, UUID | None]], at: datetime
) -> None:  # fmt: skip
    """Add one deed on many things, each given with its agency, in one statement."""
    if not objects:
        return
    same: dict[str, object] = {
        "at": at,
        "actor_id": by.person_id if by else None,
        "verb": verb,
        "object_type": object_type,
        "fields": [],
    }
    rows = [{**same, "object_id": str(each), "agency_id": agency_id} for each, agency_id in objects]
    session.execute(insert(AuditEvent.__table__), rows)  # type: ignore[arg-type]  # a model's table is a Table
    _count(len(rows))


def _count(events: int) -> None:
    """Have the trail sealed once a batch is full."""
    if any(next(_recorded) % BATCH == 0 for _each in range(min(events, BATCH))):
        _due.set()
    if _due.is_set() and not is_bookkeeping():  # a GET that is noted here seals nothing
        _due.clear()
        after_commit(_seal_now)


def _seal_now() -> None:
    """Seal once the deeds are on disk; if that fails they are on disk all the same, and the next batch seals them."""
    try:
        seal_all()
    except SQLAlchemyError:
        log.exception("the audit trail is not sealed yet")


def seal_all() -> None:
    """Seal every unsealed event, link by link, each in a write unit of its own."""
    is_more = True
    while is_more:
        with writing():
            new = seal(at=clock.now())
            is_more = new is not None and new.count == LONGEST_LINK


def seal(*, at: datetime) -> AuditSeal | None:
    """Seal the oldest unsealed events into the next link of the chain; None where there is nothing to seal."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEALING})
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.seal_id.is_(None)).order_by(AuditEvent.id).limit(LONGEST_LINK)
    ).all()
    if not events:
        return None
    last = session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    previous = last.digest if last else GENESIS
    at = at.astimezone(UTC)
    kept = [(event.id, row_digest(canonical(event))) for event in events]
    new = AuditSeal(
        sealed_at=at,
        count=len(events),
        previous_digest=previous,
        digest=seal_digest(previous, at.isoformat(), kept),
        rows=kept,
    )
    session.add(new)
    session.flush()
    note = partial(_note_head, seal=new.id, digest=new.digest, count=new.count)
    after_commit(note)
    session.execute(
        update(AuditEvent).where(AuditEvent.id.in_([event.id for event in events])).values(seal_id=new.id)
    )
    return new


def _note_head(*, seal: int, digest: str, count: int) -> None:
    """Note a seal outside the database once it is on disk; where that fails, its deeds are sealed all the same."""
    try:
        for home in _homes:
            formats.note(home, seal=seal, digest=digest, count=count)
    except OSError:
        log.exception("seal %s is not noted in %s", seal, formats.FILE)
