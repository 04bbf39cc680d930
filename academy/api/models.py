"""Tokens, and how often each was used."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.db import Base, Identified


class ApiToken(Identified, Base):
    """A key that a program of an agency reads with. Only its digest is kept; it is shown once."""

    __tablename__ = "api_token"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    #: What it is for.
    name: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    #: Its last letters, to tell it from others.
    hint: Mapped[str]
    #: What it may read (``rules.Scope``).
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship()


class ApiTally(Base):
    """Requests of a token in the minute that began at a moment; counted in the database, so for all workers together."""

    __tablename__ = "api_tally"

    token_id: Mapped[UUID] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    began_at: Mapped[datetime]
    count: Mapped[int]
