"""The cards of each learner's review queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base, Identified


class RecallCard(Identified, Base):
    """An item that somebody got wrong, and when it is to come back."""

    __tablename__ = "recall_card"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "activity", "item"),
        Index("ix_recall_card_due", "person_id", "due_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    #: The edition it was asked in.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    activity: Mapped[str]
    item: Mapped[str]
    #: What the scheduler keeps of it: stability, difficulty, state.
    memory: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    #: How often it came back, and how often it was right then.
    seen_count: Mapped[int] = mapped_column(default=0)
    right_count: Mapped[int] = mapped_column(default=0)
    #: Set when she has put it away, or when it has stayed long enough.
    done_at: Mapped[datetime | None]
