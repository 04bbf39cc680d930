"""Cohorts, enrolments, attempts with their answer events, results and completions."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.audit.models import Sequence
from academy.courses.models import Course, Edition
from academy.db import Base, Identified
from academy.learning.rules.answers import Act


class AttemptState(enum.StrEnum):
    """Where one go at a quiz or a case stands."""

    IN_PROGRESS = "in-progress"
    #: Its time is over, and there is a little left for handing in.
    OVERDUE = "overdue"
    #: Handed in, and waiting for a person's marks.
    SUBMITTED = "submitted"
    GRADED = "graded"
    ABANDONED = "abandoned"


#: While it stands in one of these it is not closed.
OPEN_STATES = (AttemptState.IN_PROGRESS, AttemptState.OVERDUE)
#: In these it was handed in.
HANDED_IN = (AttemptState.SUBMITTED, AttemptState.GRADED)


class Cohort(Identified, Base):
    """A named group that is enrolled together."""

    __tablename__ = "cohort"

    name: Mapped[str] = mapped_column(unique=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    starts_on: Mapped[date]
    closes_on: Mapped[date | None]
    #: Who holds it; None is the academy.
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    #: How many it takes; None for as many as come.
    capacity: Mapped[int | None]
    #: The last day agencies may nominate; None where nobody is nominated.
    nominations_until: Mapped[date | None]

    edition: Mapped[Edition] = relationship()


class CohortTrainer(Base):
    """Who teaches a cohort."""

    __tablename__ = "cohort_trainer"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    #: Teaches this one without being a trainer: a graduate whose training it is.
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=false())


class Enrolment(Identified, Base):
    """A learner in a course edition. The record stays with the agency where it was earned."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_current", "person_id", "course_id", unique=True,
            sqlite_where=text("completed_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("completed_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_enrolment_agency_edition", "agency_id", "edition_id"),
    )  # fmt: skip

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    enrolled_at: Mapped[datetime]
    due_on: Mapped[date | None]
    #: Required activities done; kept in the transaction of each completion.
    done_count: Mapped[int] = mapped_column(default=0)
    last_activity_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    course: Mapped[Course] = relationship()
    edition: Mapped[Edition] = relationship()
    agency: Mapped[Agency] = relationship()
    cohort: Mapped[Cohort | None] = relationship()


class Completion(Base):
    """The fact that an enrolment's activity is done."""

    __tablename__ = "completion"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    #: The activity's slug, unique in its edition.
    activity: Mapped[str] = mapped_column(primary_key=True)
    completed_at: Mapped[datetime]
    #: 0–1 where the activity is scored.
    score: Mapped[float | None]
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id"))


class EnrolmentMove(Identified, Base):
    """An enrolment that went on in a newer edition; nothing earned was taken back."""

    __tablename__ = "enrolment_move"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    from_edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    to_edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Override(Identified, Base):
    """Other dates or more attempts, for one person or a whole cohort; the person's go before the cohort's."""

    __tablename__ = "override"
    __table_args__ = (
        CheckConstraint("(cohort_id IS NULL) <> (enrolment_id IS NULL)", name="one_holder"),
        UniqueConstraint("cohort_id", "activity"),
        UniqueConstraint("enrolment_id", "activity"),
    )

    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"))
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    #: The activity's slug; empty for the course as a whole.
    activity: Mapped[str]
    #: Each of these stands in for what the edition says; None leaves that as it is.
    opens_on: Mapped[date | None]
    due_on: Mapped[date | None]
    #: The last day it can be worked on.
    closes_on: Mapped[date | None]
    #: How many attempts there are instead.
    attempts: Mapped[int | None]
    #: Minutes for each attempt instead, and minutes on top of what there are.
    minutes: Mapped[int | None]
    extra_minutes: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    cohort: Mapped[Cohort | None] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()


class PriorLearning(Identified, Base):
    """Evidence that somebody could do an activity before: a trainer recorded it, with a reason.

    A withdrawn one stays on record; the activity is then to be done.
    """

    __tablename__ = "prior_learning"
    __table_args__ = (
        Index(
            "uq_prior_learning_current", "enrolment_id", "activity", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_prior_learning_enrolment_id", "enrolment_id"),
    )  # fmt: skip

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    activity: Mapped[str]
    #: What shows it: a certificate, a post held, an observed deed.
    evidence: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: When she did the activity after all: from then on its completion rests on that.
    earned_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Why it was withdrawn.
    withdrawal: Mapped[str] = mapped_column(default="")

    enrolment: Mapped[Enrolment] = relationship()


class Attempt(Identified, Base):
    """One go at an activity."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "activity", "number"),
        Index(
            "uq_attempt_open", "enrolment_id", "activity", "is_practice", unique=True,
            sqlite_where=text("state IN ('in-progress', 'overdue')"),
            postgresql_where=text("state IN ('in-progress', 'overdue')"),
        ),
        Index("ix_attempt_edition_activity", "edition_id", "activity"),
        Index(
            "ix_attempt_ends_at", "ends_at",
            sqlite_where=text("state IN ('in-progress', 'overdue')"),
            postgresql_where=text("state IN ('in-progress', 'overdue')"),
        ),
    )  # fmt: skip

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    #: The edition it was begun in and is marked by, wherever the enrolment has gone on since.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    activity: Mapped[str]
    number: Mapped[int]
    state: Mapped[str]
    #: What shuffles were drawn with, so that the page is the same on every device.
    seed: Mapped[int]
    #: The language and the rendition it was begun in.
    locale: Mapped[str]
    rendition_digest: Mapped[str]
    started_at: Mapped[datetime]
    #: Until when answers count; None for as long as it takes.
    deadline_at: Mapped[datetime | None]
    #: When the server sees to it that it is closed: its deadline, or the end of the grace after it.
    ends_at: Mapped[datetime | None]
    #: Keys of what it asks, in its order, as drawn when it began; None for attempts older than this column.
    paper: Mapped[list[str] | None]
    #: How far a linear quiz has gone: the place, from 1, of the item that is open.
    position: Mapped[int] = mapped_column(default=1)
    #: Worked for its own sake: it counts for nothing.
    is_practice: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    score: Mapped[float | None]
    is_passed: Mapped[bool | None]
    #: Keys of the gate items that were not right.
    gates_failed: Mapped[list[str]] = mapped_column(default=list)
    #: The last day on which answers count, as an override has it; filled in where an attempt is opened to be worked on.
    closes_on: Mapped[date | None] = query_expression()

    enrolment: Mapped[Enrolment] = relationship()


class AnswerEvent(Base):
    """One save of one response. Only ever added; the current response is a fold over these."""

    __tablename__ = "answer_event"
    __table_args__ = (UniqueConstraint("attempt_id", "idempotency_key", name="uq_answer_event_key"),)

    #: The server's order of arrival.
    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    item: Mapped[str]
    act: Mapped[str] = mapped_column(default=Act.SAVE)
    #: Which browser sent it, and its count of saves, which is above every count it had seen of the attempt.
    device: Mapped[str]
    sequence: Mapped[int]
    idempotency_key: Mapped[str]
    payload: Mapped[Any | None]
    #: How sure she was, 1–3, where the quiz asks it.
    certainty: Mapped[int | None]
    payload_hash: Mapped[str]
    saved_at: Mapped[datetime]
    #: When the browser says it was given, for what arrives late; nothing is decided by it.
    given_at: Mapped[datetime | None]
    #: Arrived after the deadline, or after the attempt was closed: kept, not counted.
    is_late: Mapped[bool] = mapped_column(default=False)
    #: Why it does not count, as its receipt said (``Late``); None where it counts.
    late_why: Mapped[str | None]


class ItemResult(Base):
    """What one item of a submitted attempt was worth."""

    __tablename__ = "item_result"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    response: Mapped[Any | None]
    #: How right it is, 0–1; None while it waits for a person's marks.
    score: Mapped[float | None]
    is_right: Mapped[bool]
    #: The share of its points that it counts for: its score, less further tries, or by certainty, −2 to 1.
    credit: Mapped[float | None]
    certainty: Mapped[int | None]
    #: How often it was checked.
    tries: Mapped[int] = mapped_column(default=0)
    #: Time spent on it, as the saves tell it.
    seconds: Mapped[int | None]


class Cause(enum.StrEnum):
    """What changed a result."""

    MARK = "mark"
    APPEAL = "appeal"
    REGRADE = "regrade"


class ResultChange(Identified, Base):
    """A result that was changed after it was given: what it was before, by whom and why. Only ever added."""

    __tablename__ = "result_change"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    item: Mapped[str]
    #: One of ``Cause``.
    cause: Mapped[str]
    #: The mark, the appeal or the regrade.
    cause_id: Mapped[UUID | None]
    reason: Mapped[str]
    score_before: Mapped[float | None]
    score_after: Mapped[float | None]
    #: Of the attempt as a whole.
    total_before: Mapped[float | None]
    total_after: Mapped[float | None]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
