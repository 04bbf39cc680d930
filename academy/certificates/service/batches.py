"""What people do to batches: propose, agree or not, pause, go on, call off. A worker does the rest (``batch_work``).

All but the export take two people: one proposes, and what it is about is listed then; another one who looks after the
same branch agrees. The deeds on each certificate bear the name of who agreed; who proposed it stands in the batch, to
which every decision points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, func, insert, literal, literal_column, select
from sqlalchemy.exc import IntegrityError

from academy import db
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.certificates import queries
from academy.certificates.formats.archives import Archives
from academy.certificates.models import Batch, BatchItem, BatchKind, BatchState
from academy.certificates.queries import batches as reading
from academy.certificates.rules.batches import Act, after, makes
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound

#: An id drawn by the database, so that listing ten thousand things is one statement.
_DRAWN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


@dataclass(frozen=True)
class Proposal:
    """What somebody wants done to many certificates; its id is drawn by the form, so that sending it twice is sending it once."""

    id: UUID
    kind: BatchKind
    agency: Agency
    narrowed: queries.Narrowed
    reason: str = ""
    note: str = ""


def propose(*, wanted: Proposal, by: Actor, at: datetime) -> Batch:
    """List what a batch is about and propose it; an export, which takes one person, begins at once.

    Raises NotFound where the branch is not hers, Invalid where there is nothing to do.
    """
    if wanted.agency.id not in {each.id for each in reading.branches_for(by, wanted.kind)}:
        raise NotFound
    batch = Batch(
        id=wanted.id, kind=wanted.kind, agency_id=wanted.agency.id, reason=wanted.reason, note=wanted.note,
        state=BatchState.PROPOSED if wanted.kind.needs_two else BatchState.RUNNING, proposed_at=at,
        proposed_by_id=by.person_id, total=0,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:
        return _sent_before(wanted, by)
    batch.total = _list(batch, wanted)
    if not batch.total:
        raise Invalid("batch-empty")
    session.flush()
    _note(batch, "propose", by, at)
    return batch


def _sent_before(wanted: Proposal, by: Actor) -> Batch:
    earlier = session.get(Batch, wanted.id)
    if earlier is None or earlier.proposed_by_id != by.person_id:
        raise NotFound
    return earlier


def _list(batch: Batch, wanted: Proposal) -> int:
    """Put down what the batch is about, in one statement whatever there is; return how much that is."""
    column = BatchItem.enrolment_id if wanted.kind is BatchKind.ISSUE else BatchItem.certificate_id
    found = reading.numbered(wanted.kind, wanted.agency, wanted.narrowed).subquery()
    rows = select(
        literal_column(_DRAWN[db.dialect()]), literal(batch.id, Uuid()), found.c.place, found.c.id, literal("pending"),
        literal(""),
    )  # fmt: skip
    columns = [
        BatchItem.id,
        BatchItem.batch_id,
        BatchItem.position,
        column,
        BatchItem.state,
        BatchItem.failure,
    ]
    session.execute(insert(BatchItem).from_select(columns, rows))
    return session.scalar(select(func.count()).where(BatchItem.batch_id == batch.id)) or 0


def decide(*, batch: Batch, act: Act, by: Actor, at: datetime, archives: Archives) -> None:
    """Do something to a batch that somebody may do to it; doing it twice is doing it once.

    Raises Conflict where it has moved on, Forbidden where who proposed it agrees with herself.
    """
    batch = session.get_one(Batch, batch.id, with_for_update=True, populate_existing=True)
    if act in (Act.APPROVE, Act.DECLINE) and batch.proposed_by_id == by.person_id:
        raise Forbidden("second-person-needed")
    before = BatchState(batch.state)
    made = after(before, act)
    if made is None:
        if before is makes(act):
            return
        raise Conflict("batch-moved-on")
    batch.state = made
    if act in (Act.APPROVE, Act.DECLINE):
        batch.decided_at, batch.decided_by_id = at, by.person_id
    _leave_off(batch, act, at, archives)
    _note(batch, act.value, by, at)


def call_off(*, batch: Batch, at: datetime, archives: Archives) -> None:
    """Call a batch off that nobody is left for, and take its archive away."""
    made = after(BatchState(batch.state), Act.CANCEL)
    batch.state = made or batch.state
    _leave_off(batch, Act.CANCEL, at, archives)
    batch.file_name = batch.file_digest = None
    session.flush()


def _leave_off(batch: Batch, act: Act, at: datetime, archives: Archives) -> None:
    """Have whoever is at it stop, and the next worker begin at once where it goes on."""
    batch.run += 1
    batch.beaten_at = None
    if act in (Act.CANCEL, Act.DECLINE):
        batch.finished_at = at
        batch_id = batch.id
        db.after_commit(lambda: archives.remove(batch_id))
    session.flush()


def note_fetched(*, batch_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that an archive was fetched."""
    audit.record(
        by=by, verb="export", object_type="certificate-batch", object_id=batch_id, at=at, agency_id=agency_id
    )


def _note(batch: Batch, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="certificate-batch", object_id=batch.id, at=at,
        agency_id=batch.agency_id, fields=("state",),
    )  # fmt: skip
