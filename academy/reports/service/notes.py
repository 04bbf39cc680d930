"""That somebody looked, and that a table left the academy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit


def note_consultation(*, enrolment_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody looked at one officer's record."""
    audit.record(
        by=by, verb="consult", object_type="enrolment", object_id=enrolment_id, at=at, agency_id=agency_id
    )


@dataclass(frozen=True)
class Left:
    """A table that left the academy: of what, in which format, how many rows, which columns."""

    object_type: str
    object_id: UUID
    agency_id: UUID
    count: int
    format: str
    columns: Iterable[str]


def note_export(left: Left, *, by: Actor, at: datetime) -> None:
    """Put into the audit trail that a table left the academy."""
    audit.record(
        by=by, verb="export", object_type=left.object_type, object_id=f"{left.object_id}:{left.count}", at=at,
        agency_id=left.agency_id, fields=(*left.columns, f"as {left.format}"),
    )  # fmt: skip
