"""What reports write: that somebody looked, and that a table left the academy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit


def note_consultation(*, enrolment_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody looked at one officer's record."""
    audit.record(
        by=by, verb="consult", object_type="enrolment", object_id=enrolment_id, at=at, agency_id=agency_id
    )


def note_export(
    *, edition_id: UUID, agency_id: UUID, count: int, columns: Iterable[str], by: Actor, at: datetime
) -> None:
    """Put into the audit trail how many people's progress left the academy, and which columns."""
    audit.record(
        by=by, verb="export", object_type="progress", object_id=f"{edition_id}:{count}", at=at, agency_id=agency_id,
        fields=columns,
    )  # fmt: skip
