"""Exams, marks that people gave, appeals, regrades, and what is known of the items of editions."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.db import Base, Identified
from academy.items.models import BankItem
from academy.learning.models import Attempt, Cohort

__all__ = [
    "AnswerFile",
    "Appeal",
    "Exam",
    "ExamAttempt",
    "KeptFigures",
    "PersonMark",
    "Policy",
    "QuizItem",
    "Regrade",
]


class QuizItem(Base):
    """An item of a quiz of an edition, for usage and statistics; written when the edition is published."""

    __tablename__ = "quiz_item"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    points: Mapped[float]
    is_pilot: Mapped[bool]
    competency: Mapped[str | None]
    #: The item of the bank it was taken from, at which version.
    bank_item_id: Mapped[UUID | None] = mapped_column(ForeignKey(BankItem.id), index=True)
    bank_version: Mapped[int | None]


class Exam(Identified, Base):
    """A sitting of a quiz before an invigilator, for one cohort."""

    __tablename__ = "exam"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    activity: Mapped[str]
    invigilator_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    #: What the code on the wall is made of.
    secret: Mapped[str]
    #: The password's hash, where the quiz is entered with a password.
    password_hash: Mapped[str | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: What the invigilator has to say of it, once it is over.
    record: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()


class ExamAttempt(Base):
    """An attempt that was begun in an exam."""

    __tablename__ = "exam_attempt"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    exam_id: Mapped[UUID] = mapped_column(ForeignKey("exam.id"), index=True)

    exam: Mapped[Exam] = relationship()


class PersonMark(Identified, Base):
    """A person's mark of one response, by the item's rubric."""

    __tablename__ = "person_mark"
    __table_args__ = (
        UniqueConstraint("attempt_id", "item", "turn"),
        UniqueConstraint("attempt_id", "item", "marker_id"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    item: Mapped[str]
    #: One of ``rules.Turn``.
    turn: Mapped[str]
    marker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Criterion's key → place of its level, from 0.
    levels: Mapped[dict[str, Any]]
    #: 0–1, what the levels come to.
    score: Mapped[float]
    comment: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship()


class AnswerFile(Identified, Base):
    """A file that a learner handed in as her response to an item; its response names it by its id."""

    __tablename__ = "answer_file"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    item: Mapped[str]
    name: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    #: SHA-256 of its bytes in storage.
    digest: Mapped[str]
    sent_at: Mapped[datetime]


class Appeal(Identified, Base):
    """An officer's objection to the mark of an item, and the reasoned answer to it."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index(
            "uq_appeal_open", "attempt_id", "item", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
    )  # fmt: skip

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    item: Mapped[str]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")

    attempt: Mapped[Attempt] = relationship()


class Policy(enum.StrEnum):
    """How attempts that were marked with a wrong key are marked anew."""

    FULL_CREDIT = "full-credit"
    BOTH_KEYS = "both-keys"
    NEW_KEY = "new-key"
    NONE = "none"


class Regrade(Identified, Base):
    """A decision on an item whose key was wrong. It holds for attempts handed in before it and after it."""

    __tablename__ = "regrade"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)
    activity: Mapped[str]
    item: Mapped[str]
    policy: Mapped[str]
    #: The item with its new key, as authored; None where the policy needs none.
    content: Mapped[dict[str, Any] | None]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: How many results it has changed.
    changed: Mapped[int] = mapped_column(default=0)
    #: When every attempt had been looked at; until then the caretaker goes on with it.
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class KeptFigures(Base):
    """Statistics of a quiz as last computed, and what they were computed from."""

    __tablename__ = "kept_figures"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(primary_key=True)
    #: Whose attempts: an edition's, a cohort's, everybody's (``""``).
    scope: Mapped[str] = mapped_column(primary_key=True)
    #: Tells one state of the results from the next.
    stamp: Mapped[str]
    figures: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]
