"""Entries of a country's authorities, powers, law and contacts."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base, Identified


class EntryKind(enum.StrEnum):
    """What an entry is about."""

    CONTACT = "contact"
    POWER = "power"
    LAW = "law"


class JurisdictionEntry(Identified, Base):
    """One keyed fact of a country: ``key`` is what lessons refer to, such as ``secure-scene``."""

    __tablename__ = "jurisdiction_entry"
    __table_args__ = (UniqueConstraint("country_code", "key", "effective_on"),)

    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    key: Mapped[str]
    kind: Mapped[str]
    #: The words below are translation units in this language.
    source_locale: Mapped[str]
    #: When it applies: "Before anything is moved".
    occasion: Mapped[str]
    #: The authority, or the short form of the rule.
    title: Mapped[str]
    body: Mapped[str | None]
    #: A telephone number or address as people dial it.
    contact: Mapped[str | None]
    #: What a power asks for, where it is known: ``holders``, ``witnesses``, ``caution``, ``record``.
    terms: Mapped[dict[str, Any] | None]
    source: Mapped[str]
    effective_on: Mapped[date]
    verified_on: Mapped[date | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
