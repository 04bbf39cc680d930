"""Sign-offs: what an assessor saw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.db import Base, Identified
from academy.learning.models import Enrolment


class SignOff(Identified, Base):
    """One observed go at a practical, judged and dated. Never changed: a correction is a new one."""

    __tablename__ = "sign_off"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "activity", "number"),
        UniqueConstraint("enrolment_id", "idempotency_key"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    activity: Mapped[str]
    #: 1 for the first go, 2 for the first resit.
    number: Mapped[int]
    assessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    observed_on: Mapped[date]
    signed_at: Mapped[datetime]
    #: Criterion's key → ``met``, ``not-met`` or ``not-seen``.
    findings: Mapped[dict[str, Any]]
    is_passed: Mapped[bool]
    note: Mapped[str]
    #: ``observed`` (entered on the spot) or ``paper`` (copied from a signed form).
    entered_from: Mapped[str]
    #: Makes a retry the same sign-off.
    idempotency_key: Mapped[str]
    #: SHA-256 of the edition it was judged by.
    edition_digest: Mapped[str]

    enrolment: Mapped[Enrolment] = relationship()
