"""Certificates, what was decided about them, and what was sent or asked about them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.accounts.rules.names import Shown
from academy.agencies.models import Agency
from academy.audit.models import Sequence
from academy.certificates.content import Facts
from academy.certificates.rules import Standing, State, standing
from academy.courses.models import Edition
from academy.db import Base, Identified
from academy.learning.models import Enrolment


class Certificate(Identified, Base):
    """What was certified, frozen on the day of issue. Number and digests outlive the name."""

    __tablename__ = "certificate"
    __table_args__ = (
        # The database, not a check before it, decides which of two claims is the certificate.
        Index(
            "uq_certificate_valid", "enrolment_id", unique=True,
            sqlite_where=text("state IN ('valid', 'suspended')"),
            postgresql_where=text("state IN ('valid', 'suspended')"),
        ),
        Index("ix_certificate_agency_issued", "agency_id", "issued_at"),
    )  # fmt: skip

    #: What is printed and read aloud, such as WCA-7K3Q-9F2M.
    number: Mapped[str] = mapped_column(unique=True)
    #: The secret part of the address in the QR code.
    code: Mapped[str] = mapped_column(unique=True)
    #: None after erasure.
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    #: None after erasure.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Where it was earned; its later agencies do not see it through her.
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    rendition_digest: Mapped[str]
    #: As printed; None after erasure.
    holder_name: Mapped[str | None]
    #: Whether the public page shows the name. Only the holder decides.
    shows_name: Mapped[bool] = mapped_column(default=False)
    #: Whether the Latin form of it, where the facts hold one, is shown beside it.
    shows_latin: Mapped[bool] = mapped_column(default=False, server_default=false())
    locale: Mapped[str]
    #: The country whose law was taught.
    jurisdiction: Mapped[str | None] = mapped_column(ForeignKey("country.code"))
    issued_at: Mapped[datetime]
    #: The last day it holds; None where it does not expire.
    valid_until: Mapped[date | None]
    state: Mapped[str]
    #: SHA-256 of the PDF. Never shown in public: with it a name could be guessed offline.
    document_digest: Mapped[str]
    #: What it says as canonical JSON; after erasure without the holder.
    facts: Mapped[str]
    #: SHA-256 of ``facts`` as issued.
    facts_digest: Mapped[str]
    #: Whose signatories and logos it was printed with; what they were is in ``facts``.
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate_template.id"))
    #: The one this was issued in place of, and the one whose time this goes on from.
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    renews_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: Its Open Badges credential, signed: a compact JWS. None after erasure, and where it was issued before there were any.
    credential: Mapped[str | None]
    #: SHA-256 of ``credential``; outlives it.
    credential_digest: Mapped[str | None]

    enrolment: Mapped[Enrolment] = relationship()
    edition: Mapped[Edition] = relationship()
    agency: Mapped[Agency] = relationship()
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="certificate", order_by="Decision.decided_at"
    )

    @property
    def said(self) -> Facts:
        """What it says."""
        return Facts.model_validate_json(self.facts)

    @property
    def shown(self) -> Shown:
        """What its public page shows of its holder."""
        if not self.shows_name:
            return Shown.NOTHING
        return Shown.NAME_AND_LATIN if self.shows_latin else Shown.NAME

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided what its state says; None while nothing was."""
        return self.decisions[-1].decided_at if self.decisions else None

    def standing_at(self, at: datetime) -> Standing:
        """What it is worth at a moment."""
        return standing(State(self.state), self.valid_until, at)


class CredentialStatus(Base):
    """A certificate's place in the published status lists; the number is drawn by the database."""

    __tablename__ = "credential_status"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), unique=True)


class Decision(Identified, Base):
    """Something decided about a certificate after its issue. Never changed: a change of mind is a new one."""

    __tablename__ = "certificate_decision"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: ``rules.standing.Verdict``: suspend, lift, revoke or replace.
    verdict: Mapped[str]
    #: A key of the reasons the academy knows.
    reason: Mapped[str]
    #: What whoever decided wants kept beside it; never shown in public.
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Where it was decided for many at once: who proposed and who agreed stand there.
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate_batch.id"), index=True)

    certificate: Mapped[Certificate] = relationship(back_populates="decisions")


class ExpiryWarning(Base):
    """A warning that a certificate will expire, noted so that it is sent once."""

    __tablename__ = "expiry_warning"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    #: Days ahead: which of the warnings it was.
    days: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]


class NameCheck(Base):
    """One name compared with a certificate by somebody of the public. Neither name nor answer is kept."""

    __tablename__ = "name_check"
    __table_args__ = (Index("ix_name_check_certificate_at", "certificate_id", "at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"))
    at: Mapped[datetime]
