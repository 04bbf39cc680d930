"""Certificates and the count of names compared with them."""

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
            sqlite_where=text("state = 'valid'"), postgresql_where=text("state = 'valid'"),
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
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    enrolment: Mapped[Enrolment] = relationship()
    edition: Mapped[Edition] = relationship()
    agency: Mapped[Agency] = relationship()

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

    def standing_at(self, at: datetime) -> Standing:
        """What it is worth at a moment."""
        return standing(State(self.state), self.valid_until, at)


class NameCheck(Base):
    """One name compared with a certificate by somebody of the public. Neither name nor answer is kept."""

    __tablename__ = "name_check"
    __table_args__ = (Index("ix_name_check_certificate_at", "certificate_id", "at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"))
    at: Mapped[datetime]
