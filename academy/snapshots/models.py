"""Frozen figures: snapshots, the tranches they are sums of, and what was counted into tranches so far."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.db import Base, Identified


class Snapshot(Identified, Base):
    """A dated table of figures with its definitions. It is never changed: what it says is in its document."""

    __tablename__ = "snapshot"

    title: Mapped[str]
    #: The branch it is about; None is the whole academy.
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Which definitions its figures follow (``rules.definitions``).
    definitions: Mapped[str]
    #: Rows, columns and figures as published.
    document: Mapped[Any]
    #: SHA-256 of the document as canonical JSON: the same figures give the same digest.
    digest: Mapped[str]

    agency: Mapped[Agency | None] = relationship()


class Tranche(Identified, Base):
    """People newly counted for one measure, who became public together: nobody, or a whole group of them."""

    __tablename__ = "tranche"

    #: What is counted (``rules.definitions.Measure``), and of which course, level or track.
    measure: Mapped[str]
    subject: Mapped[str]
    #: The agencies they belong to, as ids in order; more than one where each alone was too few.
    agency_ids: Mapped[list[str]]
    count: Mapped[int]
    #: Sums that means are made of; empty where the measure is a mere count.
    sums: Mapped[dict[str, Any]]
    released_at: Mapped[datetime]
    #: The snapshot with which it became public.
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"), index=True)


class Watermark(Base):
    """How many of an agency have been counted into tranches so far. It is exact, and never leaves the server."""

    __tablename__ = "watermark"

    measure: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    count: Mapped[int]
    sums: Mapped[dict[str, Any]]
