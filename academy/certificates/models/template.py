"""What a certificate is printed with: who signs it, and whose marks stand on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.courses.models import Course
from academy.db import Base, Identified


class Template(Identified, Base):
    """Signatories and logos for the certificates of a course, of an agency, or of both. Issued ones never change with it."""

    __tablename__ = "certificate_template"

    name: Mapped[str]
    #: Whose people it is for; None is for everybody's.
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    #: Which course it is for; None is for every one.
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Counts changes, so that two who edit it notice each other.
    revision: Mapped[int] = mapped_column(default=1)
    #: From then on certificates are printed with it; None while it is being made.
    used_from: Mapped[datetime | None]
    #: From then on nothing new is printed with it.
    retired_at: Mapped[datetime | None]

    agency: Mapped[Agency | None] = relationship()
    course: Mapped[Course | None] = relationship()
    signatories: Mapped[list[Signatory]] = relationship(
        order_by="Signatory.position", cascade="all, delete-orphan"
    )
    logos: Mapped[list[Logo]] = relationship(order_by="Logo.position", cascade="all, delete-orphan")


class Signatory(Identified, Base):
    """Who signs: printed as she is written here, never looked up again."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("template_id", "position"),)

    template_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_template.id"))
    #: From 1, as they stand on the sheet.
    position: Mapped[int]
    name: Mapped[str]
    #: Locale → what she signs as; English always.
    role: Mapped[dict[str, Any]]
    #: SHA-256 of a picture of her signature, in the file store.
    signature_digest: Mapped[str | None]


class Logo(Identified, Base):
    """A mark on the sheet: the academy's partners, a ministry, a programme that pays."""

    __tablename__ = "certificate_logo"
    __table_args__ = (UniqueConstraint("template_id", "position"),)

    template_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_template.id"))
    position: Mapped[int]
    #: SHA-256 of the picture in the file store.
    file_digest: Mapped[str]
    #: Whose mark it is, for who does not see it.
    alt: Mapped[str]
