"""Taking a person out of what was done to many certificates at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from academy import db
from academy.certificates.formats.archives import Archives
from academy.certificates.models import Batch, BatchItem, BatchKind, Certificate
from academy.certificates.queries import batches as reading
from academy.certificates.rules.batches import OPEN
from academy.certificates.service.batch_turns import count
from academy.certificates.service.batches import call_off
from academy.certificates.service.exporting import empty, take_away
from academy.db import session
from academy.learning.models import Enrolment


def forget(*, person_id: UUID, at: datetime, archives: Archives) -> None:
    """Take her out of every batch: archives that hold her go, and those under way are begun anew without her.

    What she proposed and is not over is called off; what she agreed to goes on under the name of who proposed it.
    """
    for batch_id in sorted({each.id for each in reading.batches_of_person(person_id)}):
        _take_out(session.get_one(Batch, batch_id, with_for_update=True), person_id, archives)
    for batch in reading.open_batches_by(person_id):
        call_off(batch=batch, at=at, archives=archives)
    for column in (Batch.proposed_by_id, Batch.decided_by_id):
        session.execute(update(Batch).where(column == person_id).values({column: None}))


def _take_out(batch: Batch, person_id: UUID, archives: Archives) -> None:
    batch.note = ""  # free text may name anybody
    if batch.kind == BatchKind.EXPORT and batch.file_name is not None:
        take_away(batch, archives)
    elif batch.kind == BatchKind.EXPORT and batch.state in OPEN:
        empty(batch)
        batch.run, batch.beaten_at, batch_id = batch.run + 1, None, batch.id
        db.after_commit(lambda: archives.remove(batch_id))
    certificates = select(Certificate.id).where(Certificate.person_id == person_id)
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    hers = update(BatchItem).where(
        BatchItem.batch_id == batch.id,
        or_(BatchItem.certificate_id.in_(certificates), BatchItem.enrolment_id.in_(enrolments)),
    )
    session.execute(hers.where(BatchItem.state == "pending").values(state="failed", failure="holder-erased"))
    session.execute(hers.values(enrolment_id=None))
    count(batch)
