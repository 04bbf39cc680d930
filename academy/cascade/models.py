"""National trainings that graduates hold, who saw them do it, and what graduates committed themselves to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.courses.models import Edition
from academy.db import Base, Identified
from academy.learning.models import Cohort


class Training(Identified, Base):
    """One event at which a graduate teaches colleagues of her country; its trainees are those of its cohort."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("generation >= 2", name="generation"),
    )

    #: The graduate; None after erasure.
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Her certificate, on the strength of which she teaches: the lineage goes by it.
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: Of those who learn here: who was taught by the academy is the first, whom she teaches the second, and so on.
    generation: Mapped[int]
    #: The training she learnt in herself, if it was one.
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("training.id"), index=True)
    #: Where the leader serves; its coordinators see the training.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    title: Mapped[str]
    place: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: How many it takes.
    places: Mapped[int]
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Why it was declined or cancelled.
    reason: Mapped[str] = mapped_column(default="")
    #: From its approval on.
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"), unique=True)
    held_at: Mapped[datetime | None]
    #: What the leader reports of it: what went well, what did not.
    report: Mapped[str] = mapped_column(default="")
    #: Makes a double click one proposal.
    idempotency_key: Mapped[str] = mapped_column(unique=True)

    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    certificate: Mapped[Certificate] = relationship()
    agency: Mapped[Agency] = relationship()
    edition: Mapped[Edition] = relationship()
    cohort: Mapped[Cohort | None] = relationship()


class DeliverySignOff(Identified, Base):
    """What an assessor saw of a graduate's teaching. Never changed: a correction is a new one."""

    __tablename__ = "delivery_sign_off"
    __table_args__ = (
        UniqueConstraint("training_id", "number"),
        UniqueConstraint("training_id", "idempotency_key"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    #: 1 for the first.
    number: Mapped[int]
    assessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    observed_on: Mapped[date]
    signed_at: Mapped[datetime]
    #: Criterion's key → ``met``, ``not-met`` or ``not-seen``.
    findings: Mapped[dict[str, Any]]
    is_passed: Mapped[bool]
    note: Mapped[str]
    idempotency_key: Mapped[str]

    training: Mapped[Training] = relationship()
    assessor: Mapped[Person | None] = relationship()


class Commitment(Identified, Base):
    """What a graduate promised, with her membership card, to do at home."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("person_id", "idempotency_key"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: Where it was made; her later agencies do not see it through her.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    #: ``rules.commitments.Kind``.
    kind: Mapped[str]
    text: Mapped[str]
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    #: When she is asked next how far she is; None once nothing is to be asked any more.
    ask_on: Mapped[date | None] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    idempotency_key: Mapped[str]

    person: Mapped[Person] = relationship()
    certificate: Mapped[Certificate] = relationship()
    agency: Mapped[Agency] = relationship()
    reports: Mapped[list[CommitmentReport]] = relationship(
        back_populates="commitment", order_by="CommitmentReport.number"
    )


class CommitmentReport(Identified, Base):
    """How far a graduate says she is with a commitment, on one day."""

    __tablename__ = "commitment_report"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    #: ``rules.commitments.Progress``.
    progress: Mapped[str]
    note: Mapped[str]
    reported_at: Mapped[datetime]

    commitment: Mapped[Commitment] = relationship(back_populates="reports")
