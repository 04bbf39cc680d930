"""The audit trail: events and the seals that chain them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base

#: SQLite numbers rows by itself only where the key is a plain INTEGER.
Sequence = BigInteger().with_variant(Integer(), "sqlite")


class AuditSeal(Base):
    """One link of the chain: the digest over a batch of events and the link before it."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    sealed_at: Mapped[datetime]
    #: How many events the batch holds.
    count: Mapped[int]
    previous_digest: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    #: (event, its digest) of the batch in order, so that the very row that was changed can be named; None in old links.
    rows: Mapped[Any | None]


class AuditEvent(Base):
    """One deed. ``actor_id`` and ``object_id`` outlive what they name, so they are no foreign keys."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object", "object_type", "object_id"),
        Index("ix_audit_event_unsealed", "seal_id", "id"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    verb: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    #: The agency whose people or records it touched, for the agency's own view of the trail.
    agency_id: Mapped[UUID | None] = mapped_column(index=True)
    #: Names of the fields that changed or were shown.
    fields: Mapped[list[str]]
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("audit_seal.id"))
