"""The item bank: items in categories, every version kept, with the words their reviewers had for them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.agencies.models import Agency
from academy.db import Base, Identified


class Status(enum.StrEnum):
    """How far an item of the bank is."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class BankItem(Identified, Base):
    """An item of the bank: what stays the same from version to version, and what lists show of the newest."""

    __tablename__ = "bank_item"
    __table_args__ = (Index("ix_bank_item_agency_id_category", "agency_id", "category"),)

    #: Who holds it; None is the academy.
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str]
    #: A path of names, parted by slashes; empty for none.
    category: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default=Status.DRAFT)
    #: The number of its newest version.
    version: Mapped[int] = mapped_column(default=1)
    #: The version that was reviewed; what came after it was not.
    reviewed_version: Mapped[int | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: The beginning of its prompt, and its competency, as the newest version has them.
    title: Mapped[str]
    #: Its prompt as search compares it: one script, no diacritics, words parted by spaces.
    folded: Mapped[str]
    competency: Mapped[str | None]
    source_locale: Mapped[str]
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    agency: Mapped[Agency | None] = relationship()


class BankTag(Base):
    """A tag of the newest version of an item."""

    __tablename__ = "bank_tag"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("bank_item.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)


class BankVersion(Base):
    """One version of an item. Only ever added."""

    __tablename__ = "bank_version"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("bank_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    #: The item as authored.
    content: Mapped[dict[str, Any]]
    #: What changed, in its author's words.
    note: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class BankMedium(Base):
    """A picture that an item shows, under the name it uses."""

    __tablename__ = "bank_medium"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("bank_item.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("medium.digest"), index=True)
    #: ``licence``, ``credit``, ``origin``, as ``courses.content.MediaFile`` has them.
    card: Mapped[dict[str, Any]]


class BankComment(Identified, Base):
    """What a reviewer said of an item."""

    __tablename__ = "bank_comment"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("bank_item.id"), index=True)
    #: The version it was said of.
    version: Mapped[int]
    text: Mapped[str]
    said_at: Mapped[datetime]
    said_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
