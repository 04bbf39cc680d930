"""What surveys were answered, by nobody in particular."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base, Identified


class SurveyAnswer(Identified, Base):
    """One filled-in survey. It bears no person, no enrolment and no time."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_edition_activity", "edition_id", "activity"),
        {"sqlite_with_rowid": False},  # a hidden row number would tell who answered when
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    activity: Mapped[str]
    #: Question's key → what was chosen or written.
    answers: Mapped[dict[str, Any]]
    #: Whether it is among those counted for the trainer: they come in groups, so that none is seen to arrive.
    is_shown: Mapped[bool] = mapped_column(default=False)
