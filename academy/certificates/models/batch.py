"""What is done to many certificates at once, and how far it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.certificates.models.certificate import Certificate
from academy.certificates.rules.batches import BatchKind, BatchState
from academy.db import Base, Identified
from academy.learning.models import Enrolment

__all__ = ["Batch", "BatchItem", "BatchKind", "BatchState"]


class Batch(Identified, Base):
    """One deed on many certificates: its things are listed when it is proposed, and done one by one by a worker."""

    __tablename__ = "certificate_batch"
    __table_args__ = (Index("ix_certificate_batch_state_beaten", "state", "beaten_at"),)

    kind: Mapped[str]
    state: Mapped[str]
    #: In whose branch; every thing of it was earned there.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    #: For decisions: a key of the reasons the academy knows, and a note.
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    total: Mapped[int]
    done_count: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    #: How many times a worker took it up; a later run outbids an earlier one.
    run: Mapped[int] = mapped_column(default=0)
    #: When a worker last gave a sign of life in it.
    beaten_at: Mapped[datetime | None]
    #: For exports: name, bytes written so far and SHA-256 of the archive. It is whole where there is a name, and gone where
    #: there is none in a batch that is done.
    file_name: Mapped[str | None]
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    file_digest: Mapped[str | None]
    file_until: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship()


class BatchItem(Identified, Base):
    """One thing of a batch, and what became of it."""

    __tablename__ = "certificate_batch_item"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        UniqueConstraint("batch_id", "certificate_id"),
        UniqueConstraint("batch_id", "enrolment_id"),
        CheckConstraint("state IN ('pending', 'done', 'failed')", name="state"),
        Index("ix_certificate_batch_item_batch_state", "batch_id", "state", "position"),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_batch.id"))
    position: Mapped[int]
    #: For issuing: whose certificate; the certificate that came of it is found by it. None after erasure.
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    #: For all else.
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    state: Mapped[str] = mapped_column(default="pending")
    #: The code of the refusal where it failed.
    failure: Mapped[str] = mapped_column(default="")

    batch: Mapped[Batch] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()
    certificate: Mapped[Certificate | None] = relationship()
