"""Whose turn a batch is: the write units of a worker begin here.

Every run of a worker has a number. A later one outbids an earlier one: each write unit begins by looking whether its run
is still the one that counts, so of two workers at one batch one stops, and what both began is done once.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import case, func, select

from academy import clock, db
from academy.certificates.models import Batch, BatchItem, BatchKind, BatchState
from academy.certificates.rules.batches import Act, after
from academy.db import session


class Outbid(Exception):
    """The batch was paused, called off or taken over meanwhile."""


def take_up(batch_id: UUID, run: int) -> BatchKind:
    """Take a batch up under a run, or give a sign of life in it. Raises Outbid where a later one counts."""
    with db.writing():
        batch = session.get(Batch, batch_id, with_for_update=True, populate_existing=True)
        if batch is None or batch.state != BatchState.RUNNING or batch.run > run:
            raise Outbid
        batch.run, batch.beaten_at = run, clock.now()
        return BatchKind(batch.kind)


def held(batch_id: UUID, run: int) -> Batch:
    """Return a batch for a write unit of its run, and give a sign of life. Raises Outbid where that does not count any more."""
    batch = session.get(Batch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None or batch.state != BatchState.RUNNING or batch.run != run:
        raise Outbid
    batch.beaten_at = clock.now()
    return batch


def count(batch: Batch) -> None:
    """Write down how many things are done and failed, as the things themselves say in the same write unit."""
    session.flush()
    states = [func.sum(case((BatchItem.state == each, 1), else_=0)) for each in ("done", "failed")]
    row = session.execute(select(*states).where(BatchItem.batch_id == batch.id)).one()
    batch.done_count, batch.failed_count = row[0] or 0, row[1] or 0


def finish(batch: Batch) -> None:
    """Say in a batch's write unit that nothing of it is left."""
    made = after(BatchState(batch.state), Act.FINISH)
    if made is None:
        raise Outbid
    batch.state, batch.finished_at = made, clock.now()
    session.flush()
