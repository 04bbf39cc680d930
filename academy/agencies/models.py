"""Countries and the tree of agencies."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base, Identified


class Kind(enum.StrEnum):
    """What an agency does."""

    ACADEMY = "academy"
    POLICE = "police"
    RANGER = "ranger"
    INSPECTION = "inspection"
    CUSTOMS = "customs"
    LABORATORY = "laboratory"
    PROSECUTION = "prosecution"
    NATURE = "nature"
    PARTNER = "partner"
    UNIT = "unit"


class Country(Base):
    """A territory whose law applies to people, under a label that administrators may set."""

    __tablename__ = "country"

    #: ISO 3166-1 alpha-2, or a user-assigned code (XA–XZ).
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class Agency(Identified, Base):
    """An agency or a unit of one."""

    __tablename__ = "agency"

    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    #: Ids from the root to here, each followed by a slash: a branch is everything that starts with its path.
    path: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    country_code: Mapped[str | None] = mapped_column(ForeignKey("country.code"))
    name: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class MailDomain(Base):
    """A mail domain that was verified as an agency's: whoever has an address in it serves there, or below."""

    __tablename__ = "mail_domain"

    #: In ASCII and small letters, such as ``police.example``; a domain below it does not count. It is of one agency only.
    domain: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    #: How it was verified, in a sentence.
    evidence: Mapped[str]
    verified_at: Mapped[datetime]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
