"""What a worker does in exports: documents and credentials go into the archive, some hundred in a slice.

The row of the batch says how many bytes of the archive are good, and when it is whole; so a worker that is killed between
file and row leaves nothing that counts, and an archive that is not where the row says it is is begun anew.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from academy import clock, db
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.formats.archives import GRACE, Archives, Busy, Growing
from academy.certificates.formats.manifest import MANIFEST, manifest
from academy.certificates.models import Batch, BatchItem, BatchKind, Certificate
from academy.certificates.rules.batches import ARCHIVE_KEPT, OPEN
from academy.certificates.service.batch_turns import Outbid, count, finish, held
from academy.certificates.service.records import note_export
from academy.db import session
from academy.errors import NotFound
from academy.storage import Storage

#: The longest a slice lasts, in seconds; the most certificates in one, whose ticks others wait for; and how long to wait
#: for another worker that is writing.
SECONDS, MOST, PAUSE = 1.0, 400, 0.2


@dataclass
class Packed:
    """What a slice has put into the archive: what is in it, and why others are not, by the ids of the batch's things."""

    done: list[UUID] = field(default_factory=list)
    failed: dict[UUID, str] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)


def go_on(batch_id: UUID, run: int, archives: Archives, storage: Storage) -> bool:
    """Do a slice, and say whether there is more. Raises Outbid."""
    good = session.scalar(select(Batch.file_size).where(Batch.id == batch_id)) or 0
    session.rollback()
    try:
        with archives.writing(batch_id, good=good) as archive:
            return _pack(batch_id, run, archive, storage)
    except Busy:
        time.sleep(PAUSE)
        return True


def _pack(batch_id: UUID, run: int, archive: Growing | None, storage: Storage) -> bool:
    if archive is None:
        _begin_anew(batch_id, run)
        return True
    items = _pending(batch_id)
    if not items:
        _close(batch_id, run, archive)
        return False
    packed = _packed(items, archive, storage)
    _tick_off(batch_id, run, packed, good=archive.keep())
    return True


def _pending(batch_id: UUID) -> Sequence[tuple[UUID, Certificate]]:
    found = session.execute(
        select(BatchItem.id, Certificate)
        .join(Certificate, Certificate.id == BatchItem.certificate_id)
        .where(BatchItem.batch_id == batch_id, BatchItem.state == "pending")
        .order_by(BatchItem.position)
        .limit(MOST)
    ).all()
    for _item_id, certificate in found:
        session.expunge(certificate)
    session.rollback()
    return [(row[0], row[1]) for row in found]


def _packed(items: Sequence[tuple[UUID, Certificate]], archive: Growing, storage: Storage) -> Packed:
    """Put certificates into the archive until the slice is over; one whose file is erased or damaged is left out."""
    packed, ends = Packed(), time.monotonic() + SECONDS
    for item_id, certificate in items:
        if failure := _put(certificate, archive, storage):
            packed.failed[item_id] = failure
        else:
            packed.done.append(item_id)
            packed.certificates.append(certificate)
        if time.monotonic() > ends:
            break
    return packed


def _put(certificate: Certificate, archive: Growing, storage: Storage) -> str:
    """Put a certificate into the archive; return why that cannot be, or nothing."""
    if certificate.person_id is None:
        return "holder-erased"
    try:
        document = queries.document_of(certificate, storage)
    except NotFound:
        return "document-missing"
    except ValueError:
        return "document-damaged"
    archive.add(f"{certificate.number}.pdf", document, at=certificate.issued_at)
    if certificate.credential is not None:
        archive.add(f"{certificate.number}.jwt", certificate.credential.encode(), at=certificate.issued_at)
    return ""


def _tick_off(batch_id: UUID, run: int, packed: Packed, *, good: int) -> None:
    with db.writing():
        batch = held(batch_id, run)
        session.execute(update(BatchItem).where(BatchItem.id.in_(packed.done)).values(state="done"))
        for item_id, failure in packed.failed.items():
            gone = update(BatchItem).where(BatchItem.id == item_id)
            session.execute(gone.values(state="failed", failure=failure))
        batch.file_size = good
        count(batch)
        note_export(certificates=packed.certificates, by=_exporter(batch), at=clock.now())


def _exporter(batch: Batch) -> Actor:
    if batch.proposed_by_id is None:
        raise Outbid
    return Actor(batch.proposed_by_id, "")


def _begin_anew(batch_id: UUID, run: int) -> None:
    """Forget what was put into an archive that is not there any more."""
    with db.writing():
        empty(held(batch_id, run))


def empty(batch: Batch) -> None:
    """Have an archive begun anew, in the batch's write unit."""
    session.execute(
        update(BatchItem).where(BatchItem.batch_id == batch.id).values(state="pending", failure="")
    )
    batch.file_size = 0
    count(batch)


def _close(batch_id: UUID, run: int, archive: Growing) -> None:
    """Put the list of everything into the archive and end it; from then on it can be fetched."""
    batch = session.get_one(Batch, batch_id)
    archive.add(MANIFEST, _manifest(batch), at=batch.proposed_at)
    session.rollback()
    size, digest = archive.close()
    with db.writing():
        batch = held(batch_id, run)
        count(batch)
        finish(batch)
        batch.file_name, batch.file_size, batch.file_digest = f"{batch.id}.zip", size, digest
        batch.file_until = clock.now() + ARCHIVE_KEPT


def _manifest(batch: Batch) -> bytes:
    rows = session.execute(
        select(Certificate, BatchItem.state)
        .join(BatchItem, BatchItem.certificate_id == Certificate.id)
        .options(joinedload(Certificate.agency))
        .where(BatchItem.batch_id == batch.id)
        .order_by(BatchItem.position)
        .execution_options(yield_per=500)
    )
    return manifest(((row[0], row[1] == "done") for row in rows), at=clock.now())


class Sweeper:
    """A duty of the caretaker: archives are taken away when their time is over."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def __call__(self, at: datetime) -> int:
        """Take away what is over, and what belongs to nothing; return how many."""
        over = session.scalars(
            select(Batch.id).where(Batch.file_name.is_not(None), Batch.file_until < at)
        ).all()
        session.rollback()
        for batch_id in over:
            with db.writing():
                take_away(session.get_one(Batch, batch_id, with_for_update=True), self._archives)
        wanted = session.scalars(
            select(Batch.id).where(
                Batch.kind == BatchKind.EXPORT.value,
                Batch.state.in_([each.value for each in OPEN]) | Batch.file_name.is_not(None),
            )
        )
        kept = set(wanted)
        session.rollback()
        return len(over) + self._archives.sweep(keep=kept, before=at - GRACE)


def take_away(batch: Batch, archives: Archives) -> None:
    """Take a finished archive away; that it was made, and of what, stays."""
    batch.file_name = batch.file_digest = batch.file_until = None
    batch_id = batch.id
    db.after_commit(lambda: archives.remove(batch_id))
