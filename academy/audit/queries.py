"""Reading the audit trail and checking its chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row as Record
from sqlalchemy import bindparam, func, select

from academy.audit import formats
from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.rules import GENESIS, Finding, Flaw, Row, compare, link, seal_digest
from academy.db import session

#: Columns, not objects: the trail is longer than memory, and may have been changed behind the session's back.
_SEAL = select(
    AuditSeal.id, AuditSeal.sealed_at, AuditSeal.count.label("size"), AuditSeal.previous_digest, AuditSeal.digest,
    AuditSeal.rows,
).where(AuditSeal.id == bindparam("seal"))  # fmt: skip
_EVENTS = (
    select(
        AuditEvent.id, AuditEvent.at, AuditEvent.actor_id, AuditEvent.verb, AuditEvent.object_type,
        AuditEvent.object_id, AuditEvent.agency_id, AuditEvent.fields,
    )
    .where(AuditEvent.seal_id == bindparam("seal"))
    .order_by(AuditEvent.id)
)  # fmt: skip


def canonical(event: AuditEvent | Record[*tuple[Any, ...]]) -> Row:
    """Return an event as it is digested."""
    return (
        event.id, event.at.isoformat(), str(event.actor_id) if event.actor_id else None, event.verb,
        event.object_type, event.object_id, str(event.agency_id) if event.agency_id else None, event.fields,
    )  # fmt: skip


def findings() -> list[Finding]:
    """Return everything that is wrong with the chain in the database, seal by seal; nothing where it is whole."""
    found: list[Finding] = []
    previous, is_trusted = GENESIS, True
    for seal_id in session.scalars(select(AuditSeal.id).order_by(AuditSeal.id)).all():
        seal = session.execute(_SEAL, {"seal": seal_id}).one()
        new = list(_flaws_of(seal))
        is_itself = not any(each.flaw in (Flaw.SEAL_ALTERED, Flaw.BATCH_ALTERED) for each in new)
        # after a seal that was altered, nothing can be said about a gap
        if is_itself and is_trusted and seal.previous_digest != previous:
            found.append(Finding(Flaw.SEAL_MISSING, seal.id))
        found += new
        previous, is_trusted = seal.digest, is_itself
    return _with_moves(found)


def findings_beside(home: Path) -> list[Finding]:
    """Return what was noted outside the database (``formats``) when it was sealed and is not in it as it was."""
    held = {each.id: each.digest for each in session.execute(select(AuditSeal.id, AuditSeal.digest))}
    return [
        Finding(Flaw.SEAL_ALTERED if seal in held else Flaw.SEAL_REMOVED, seal)
        for seal, digest in dict.fromkeys(formats.noted(home))
        if held.get(seal) != digest
    ]


def broken_links() -> list[int]:
    """Return the ids of the seals with which something is wrong."""
    return sorted({each.seal for each in findings()})


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


def extract(objects: Mapping[str, Collection[str]]) -> list[tuple[int | None, Row]]:
    """Return (its seal, the row as it is digested) of everything done to some things, given by their type; in order."""
    found = [
        (event.seal_id, canonical(event))
        for object_type, ids in objects.items()
        for chunk in _few(sorted(ids))
        for event in session.scalars(
            select(AuditEvent).where(AuditEvent.object_type == object_type, AuditEvent.object_id.in_(chunk))
        )
    ]
    return sorted(found, key=lambda each: each[1][0])


def seals_from(first: int, *, with_rows: Collection[int]) -> Iterator[dict[str, Any]]:
    """Yield every seal from ``first`` to the newest, as plain data; those of ``with_rows`` with the digests they keep."""
    links = select(
        AuditSeal.id,
        AuditSeal.sealed_at,
        AuditSeal.count.label("size"),
        AuditSeal.previous_digest,
        AuditSeal.digest,
    )
    for seal in session.execute(links.where(AuditSeal.id >= first).order_by(AuditSeal.id)).all():
        said: dict[str, Any] = {
            "seal": seal.id, "sealed_at": seal.sealed_at.isoformat(), "count": seal.size,
            "previous": seal.previous_digest, "digest": seal.digest,
        }  # fmt: skip
        if seal.id in with_rows:
            said["rows"] = session.scalar(select(AuditSeal.rows).where(AuditSeal.id == seal.id))
        yield said


def _few(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids a few hundred at a time: as many as one statement takes."""
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]


def _flaws_of(seal: Record[*tuple[Any, ...]]) -> Iterable[Finding]:
    rows = [canonical(event) for event in session.execute(_EVENTS, {"seal": seal.id})]
    if seal.rows is None:
        is_whole = len(rows) == seal.size and link(seal.previous_digest, rows) == seal.digest
        return [] if is_whole else [Finding(Flaw.BATCH_ALTERED, seal.id)]
    kept = [(row, digest) for row, digest in seal.rows]
    is_itself = (
        len(kept) == seal.size
        and seal_digest(seal.previous_digest, seal.sealed_at.isoformat(), kept) == seal.digest
    )
    # an altered seal still says what it held; it is named with its rows, since one of the two was changed
    return [*([] if is_itself else [Finding(Flaw.SEAL_ALTERED, seal.id)]), *compare(seal.id, kept, rows)]


def _with_moves(found: list[Finding]) -> list[Finding]:
    """Say of rows that are not in their seal, and are elsewhere, that they were moved; once each."""
    lost = {row for each in found if each.flaw is Flaw.ROW_MISSING for row in each.rows}
    moved = set(session.scalars(select(AuditEvent.id).where(AuditEvent.id.in_(lost)))) if lost else set()
    said: list[Finding] = []
    for each in found:
        if each.flaw is Flaw.ROW_MISSING and moved.issuperset(each.rows):
            said.append(Finding(Flaw.ROW_MOVED, each.seal, each.rows))
        elif each.flaw is not Flaw.ROW_INSERTED or not moved.issuperset(each.rows):
            said.append(each)
    return said
