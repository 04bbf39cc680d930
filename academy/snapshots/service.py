"""Freezing: what may be told is told once, together, and for good; and checking that it still adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text, update

from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.snapshots.models import Snapshot, Tranche, Watermark
from academy.snapshots.queries import frozen
from academy.snapshots.queries.counting import Counts
from academy.snapshots.rules.definitions import VERSION
from academy.snapshots.rules.figures import Head, Portion, digest, document, ground_of, head_of
from academy.snapshots.rules.tranches import Tally

#: The advisory lock under which PostgreSQL freezes, one after the other; SQLite has one writer anyway.
_FREEZING = 0x57434146
#: A second wish for the same within this time is a double click.
SAME_WISH = timedelta(minutes=1)


@dataclass(frozen=True)
class Fault:
    """A snapshot that no longer follows from the tranches, or whose document was changed."""

    snapshot_id: UUID
    title: str


def preview(*, head: Agency | None) -> dict[str, Any]:
    """Return what freezing would publish now; nothing is kept. Only for those who may see the branch's exact numbers."""
    known = frozen.ground(head)
    portions, _counts = frozen.newly(known)
    return document(_head("", head, None), known, [*frozen.told(known), *portions])


def freeze(*, head: Agency | None, title: str, by: Actor | None, at: datetime) -> Snapshot:
    """Publish what may be told of a branch, or of the whole academy, as a snapshot of this moment."""
    _wait_for_turn()
    before = frozen.latest(by.person_id) if by else None
    if before is not None and _is_same(before, head, title, at):
        return before
    last = frozen.latest()
    if last is not None and last.taken_at >= at:  # it waited behind the other: each has a moment of its own
        at = last.taken_at + timedelta(microseconds=1)
    known = frozen.ground(head)
    portions, counts = frozen.newly(known)
    said = document(_head(title, head, at), known, [*frozen.told(known), *portions])
    new = Snapshot(
        title=title, agency_id=head.id if head else None, taken_at=at, taken_by_id=by.person_id if by else None,
        definitions=VERSION, document=said, digest=digest(said),
    )  # fmt: skip
    session.add(new)
    session.flush()
    _keep(new, portions, counts)
    audit.record(
        by=by, verb="freeze", object_type="snapshot", object_id=new.id, at=at, agency_id=new.agency_id
    )
    session.flush()
    return new


def faults() -> list[Fault]:
    """Make every document anew from the tranches; return the snapshots that say something else."""
    return [Fault(each.id, each.title) for each in frozen.every_snapshot() if not _holds(each)]


def _holds(snapshot: Snapshot) -> bool:
    said: dict[str, Any] = snapshot.document
    known = ground_of(said)
    anew = document(head_of(said), known, frozen.told(known, until=snapshot.taken_at))
    anew["definitions"] = snapshot.definitions
    return anew == said and digest(anew) == snapshot.digest


def _wait_for_turn() -> None:
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FREEZING})


def _is_same(before: Snapshot, head: Agency | None, title: str, at: datetime) -> bool:
    wish = (head.id if head else None, title)
    return (before.agency_id, before.title) == wish and abs(at - before.taken_at) < SAME_WISH


def _head(title: str, head: Agency | None, at: datetime | None) -> Head:
    return Head(title, at.isoformat() if at else "", head.name if head else "")


def _keep(snapshot: Snapshot, portions: Iterable[Portion], counts: Counts) -> None:
    """Note the tranches, and that whoever is in them has been counted."""
    for portion in portions:
        session.add(
            Tranche(
                measure=portion.measure, subject=portion.course, agency_ids=list(portion.agency_ids),
                count=portion.tally.count, sums=dict(portion.tally.sums), released_at=snapshot.taken_at,
                snapshot_id=snapshot.id,
            )
        )  # fmt: skip
        exact = counts[portion.measure, portion.course]
        for each in portion.agency_ids:
            tally = exact.get(each, Tally())
            session.merge(
                Watermark(
                    measure=portion.measure, subject=portion.course, agency_id=UUID(each), count=tally.count,
                    sums=dict(tally.sums),
                )
            )  # fmt: skip


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Take a person off the snapshots she froze; figures hold nobody."""
    session.execute(
        update(Snapshot).where(Snapshot.taken_by_id == person_id).values(taken_by_id=None),
        execution_options={"synchronize_session": False},
    )
