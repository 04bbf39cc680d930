"""The ledger of erasures; how long things are kept, and what an agency keeps of somebody who was erased."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.db import Base, Identified


class ErasureLedger(Base):
    """One person who was erased. No foreign key: a restored backup may not know her, or know her again."""

    __tablename__ = "erasure_ledger"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
    #: Why, in a word or two of the procedure ("request", "left the service"); never a name.
    reason: Mapped[str]


class RetentionRule(Identified, Base):
    """How long an agency keeps something (``rules.retention.What``), by which law."""

    __tablename__ = "retention_rule"
    __table_args__ = (UniqueConstraint("agency_id", "what"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    what: Mapped[str]
    months: Mapped[int]
    #: The article that allows or demands it, as the agency gives it.
    ground: Mapped[str]
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    agency: Mapped[Agency] = relationship()


class KeptRecord(Identified, Base):
    """What the law lets an agency keep of somebody who was erased, until a day. It names her, and nothing else does."""

    __tablename__ = "kept_record"

    #: No foreign key: her account is nameless.
    person_id: Mapped[UUID] = mapped_column(index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    legal_name: Mapped[str]
    #: Courses completed there with their days, and numbers of certificates.
    record: Mapped[Any]
    ground: Mapped[str]
    kept_at: Mapped[datetime]
    #: The first day it is no longer kept.
    until: Mapped[date] = mapped_column(index=True)

    agency: Mapped[Agency] = relationship()


class ErasureWarning(Base):
    """A person who was told that her account will be erased on a day, unless she signs in before."""

    __tablename__ = "erasure_warning"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    warned_at: Mapped[datetime]
    due_on: Mapped[date]
