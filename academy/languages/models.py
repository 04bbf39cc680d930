"""Translation units and their translations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base
from academy.languages.rules import State

_STATES = ", ".join(f"'{state}'" for state in State)


class TranslationUnit(Base):
    """A source text that somebody may translate; it is known by its digest and never changes."""

    __tablename__ = "translation_unit"

    digest: Mapped[str] = mapped_column(primary_key=True)
    source_locale: Mapped[str]
    source: Mapped[str]
    #: Tells two uses of the same text apart; usually empty.
    context: Mapped[str]


class Translation(Base):
    """The text of a unit in one locale."""

    __tablename__ = "translation"
    __table_args__ = (CheckConstraint(f"state IN ({_STATES})", name="state"),)

    unit_digest: Mapped[str] = mapped_column(ForeignKey("translation_unit.digest"), primary_key=True)
    #: BCP 47 code, such as ``sr-Cyrl``.
    locale: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    state: Mapped[str]
    #: Where the text came from, such as ``catalogue``.
    origin: Mapped[str]
    updated_at: Mapped[datetime]
