"""What was done to a person's certificates together with those of others, for her own copy of what is kept."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from academy.certificates.models import Batch, BatchItem, Certificate
from academy.db import session
from academy.learning.models import Enrolment


def in_batches(person_id: UUID) -> list[dict[str, object]]:
    """Return what was done to her certificates together with those of others, for her own copy of what is kept."""
    holder = func.coalesce(Enrolment.person_id, Certificate.person_id)
    rows = session.execute(
        select(Batch.kind, Batch.proposed_at, BatchItem.state, BatchItem.failure)
        .select_from(BatchItem)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .outerjoin(Enrolment, Enrolment.id == BatchItem.enrolment_id)
        .outerjoin(Certificate, Certificate.id == BatchItem.certificate_id)
        .where(holder == person_id)
        .order_by(Batch.proposed_at, BatchItem.position)
    )
    return [
        {
            "kind": row.kind,
            "proposed_at": row.proposed_at.isoformat(),
            "state": row.state,
            "failure": row.failure,
        }
        for row in rows
    ]
