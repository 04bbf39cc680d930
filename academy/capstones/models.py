"""Marks that people gave to capstones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.db import Base, Identified
from academy.learning.models import Attempt


class CapstoneMark(Identified, Base):
    """One person's marks of a capstone by its rubric. Two are given blind; a third settles where they lie far apart."""

    __tablename__ = "capstone_mark"
    __table_args__ = (UniqueConstraint("attempt_id", "marker_id"), UniqueConstraint("attempt_id", "place"))

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    marker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: 1 and 2 were given blind; 3 settles.
    place: Mapped[int]
    #: Criterion → level reached, from 0.
    levels: Mapped[dict[str, Any]]
    #: Criterion → what she says of it to the learner; only those she says something of.
    notes: Mapped[dict[str, Any]]
    #: Row of the table of findings → what is muddled in it (``Muddle``).
    muddles: Mapped[dict[str, Any]]
    comment: Mapped[str]
    marked_at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship()
