"""Runs of cases with their seats, what the checker found, and authors' rehearsals."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from academy.courses.models import ActivityDraft
from academy.db import Base, Identified
from academy.learning.models import Attempt


class CaseRun(Identified, Base):
    """One playing of a case, alone or by a team. Its log is the answer events of its seats' attempts, in their order."""

    __tablename__ = "case_run"
    __table_args__ = (Index("ix_case_run_edition_activity", "edition_id", "activity"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    activity: Mapped[str]
    #: The cohort whose members may join a team; None for a run alone, or for one that is joined by its code.
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: What colleagues of other agencies join a team with; None for a run alone.
    join_code: Mapped[str | None] = mapped_column(unique=True)
    #: The law it is played under (``content.Law``), as it stood when it began.
    law: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    #: When its first action could be taken: at once alone; in a team once somebody said so.
    begun_at: Mapped[datetime | None]
    #: How many actions were taken; a page asks for it to see whether anything is new.
    version: Mapped[int] = mapped_column(default=0)
    #: The state after ``version`` actions (``rules.State.kept``): equal to replaying the log.
    snapshot: Mapped[dict[str, Any]]
    #: When the file was sent; without an ending: when a trainer closed what a team had left.
    concluded_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    #: Step of the expert's path → the minute it was done here; written when the case closes, for the cohort's times.
    milestones: Mapped[dict[str, Any] | None]
    #: Actions of members who were forgotten, without what they typed: (place in the log, role, moment, action), in order.
    forgotten: Mapped[Any] = mapped_column(default=list)

    seats: Mapped[list[CaseSeat]] = relationship(order_by="CaseSeat.role")


class CaseSeat(Base):
    """Who plays which role of a run. Whoever gave it up after acting keeps her line, and what she did stays in the log."""

    __tablename__ = "case_seat"
    __table_args__ = (
        Index(
            "uq_case_seat_held", "run_id", "role", unique=True,
            sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL"),
        ),
    )  # fmt: skip

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("case_run.id"), index=True)
    role: Mapped[str]
    taken_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    #: How many actions she has taken; a page says how many of them it had seen.
    acted: Mapped[int] = mapped_column(default=0)

    attempt: Mapped[Attempt] = relationship()


class CaseCheck(Base):
    """What the checker found in a case; kept by what it looked at, so the same text is never checked twice."""

    __tablename__ = "case_check"

    #: SHA-256 of the document and of the checker's own version.
    digest: Mapped[str] = mapped_column(primary_key=True)
    #: (code, values, path) of each finding, as plain values.
    findings: Mapped[Any]
    states: Mapped[int]
    seconds: Mapped[float]
    checked_at: Mapped[datetime]


class CaseRehearsal(Base):
    """An author playing her own draft; one at a time for each author and case."""

    __tablename__ = "case_rehearsal"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey(ActivityDraft.id), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: The country whose law it is played under; None for a country nothing is known of.
    country: Mapped[str | None]
    #: The actions so far, each in its plain form.
    actions: Mapped[Any]
    played_at: Mapped[datetime]
