"""Exams: set up for a cohort, entered with a password or the code on the wall, and signed by their invigilator."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from academy.accounts.rules import passwords
from academy.accounts.rules.throttle import Limit
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning import service as learning
from academy.learning.models import Cohort, Override
from academy.learning.rules import Dates
from academy.learning.rules.wall_codes import is_wall_code, wall_code
from academy.quizzes.models import Exam
from academy.quizzes.queries.exams import (
    enrolments_in,
    has_attempts,
    learner_in,
    open_exams,
    own_override,
    still_sitting,
)
from academy.quizzes.queries.marking import people_who_run
from academy.quizzes.rules.exams import LONGEST, MOST_EXTRA
from academy.quizzes.service.closing import move_deadlines

#: Wrong tries at an exam's door: ten, then ten quiet minutes.
TRIES = Limit(10, timedelta(minutes=10), timedelta(minutes=10), timedelta(minutes=10))


@dataclass(frozen=True)
class Arrangement:
    """When an exam is held and before whom; ``password_hash`` None keeps the one there is."""

    opens_at: datetime
    closes_at: datetime
    invigilator_id: UUID
    password_hash: str | None = None


def set_up(
    *, cohort: Cohort, activity: str, entry: str, wanted: Arrangement, by: Actor, at: datetime
) -> Exam:
    """Set an exam up; the same one set up twice is one. Raises Invalid, Conflict where another overlaps."""
    session.get_one(Cohort, cohort.id, with_for_update=True)  # two clicks set up one
    _check(cohort, wanted, at)
    if wanted.closes_at <= at:
        raise Invalid("exam-in-past", field="closes")
    if entry == "password" and wanted.password_hash is None:
        raise Invalid("exam-password-missing", field="password")
    for other in _beside(cohort.id, activity, wanted):
        if (other.opens_at, other.closes_at) == (wanted.opens_at, wanted.closes_at):
            return other
        raise Conflict("exam-overlaps")
    new = Exam(
        cohort_id=cohort.id, activity=activity, invigilator_id=wanted.invigilator_id, opens_at=wanted.opens_at,
        closes_at=wanted.closes_at, secret=secrets.token_urlsafe(16), password_hash=wanted.password_hash, made_at=at,
        made_by_id=by.person_id,
    )  # fmt: skip
    session.add(new)
    session.flush()
    _record(new, cohort, by, at, "set-up-exam")
    return new


def change(*, exam: Exam, wanted: Arrangement, seen: str, by: Actor, at: datetime) -> None:
    """Change when, before whom or by which password an exam is held; ``seen`` is the mark of what was on the form.

    Raises Invalid, and Conflict where somebody else changed it since, it is signed, or another overlaps.
    """
    _must_not_be_signed(exam)
    if mark_of(exam) != seen:
        raise Conflict("exam-changed")
    _check(exam.cohort, wanted, at)
    if any(other.id != exam.id for other in _beside(exam.cohort_id, exam.activity, wanted)):
        raise Conflict("exam-overlaps")
    exam.opens_at, exam.closes_at, exam.invigilator_id = (
        wanted.opens_at,
        wanted.closes_at,
        wanted.invigilator_id,
    )
    exam.password_hash = wanted.password_hash or exam.password_hash
    session.flush()
    move_deadlines(enrolments_in(exam.id), exam.activity, at)
    _record(exam, exam.cohort, by, at, "change-exam")


def call_off(*, exam: Exam, by: Actor, at: datetime) -> None:
    """Take an exam back in which nobody has begun. Raises Conflict."""
    _must_not_be_signed(exam)
    if has_attempts(exam.id):
        raise Conflict("exam-begun")
    _record(exam, exam.cohort, by, at, "call-off-exam")
    session.delete(exam)
    session.flush()


def admit(
    *, cohort_id: UUID | None, activity: str, entry: str, typed: str, secret_key: str, at: datetime
) -> Exam:
    """Return the exam that what was typed opens now. Reads only.

    Raises Forbidden where none is held now, Invalid for a wrong password or code. The caller counts wrong tries
    (``TRIES``).
    """
    held = open_exams(cohort_id, activity, at)
    if not held:
        raise Forbidden("no-exam-now")
    opens = _by_password if entry == "password" else _by_code
    for exam in held:
        if opens(exam, typed, secret_key, at):
            return exam
    raise Invalid("exam-password-wrong" if entry == "password" else "exam-code-wrong", field="code")


def code_of(exam: Exam, *, secret_key: str, at: datetime) -> str:
    """Return the code that is on the wall now."""
    return wall_code(secret_key, _opens(exam), at)


def give_time(
    *, exam: Exam, enrolment_id: UUID, minutes: int, reason: str, by: Actor, at: datetime
) -> Override:
    """Give one learner more time in an exam, on top of what she has; an attempt that is open gets it at once.

    What else is set for her at the quiz stays. Raises Invalid, Forbidden for one's own.
    """
    _must_not_be_signed(exam)
    if not 1 <= minutes <= MOST_EXTRA:
        raise Invalid("extra-minutes", field="minutes")
    enrolment = learner_in(exam, enrolment_id)
    held = own_override(enrolment.id, exam.activity)
    stands = _stands(held) if held else Dates()
    stands = replace(stands, extra_minutes=(stands.extra_minutes or 0) + minutes)
    return learning.set_override(
        holder=enrolment, activity=exam.activity, stands=stands, reason=reason, by=by, at=at
    )


def sign(*, exam: Exam, record: str, by: Actor, at: datetime) -> None:
    """Sign what the invigilator has to say of an exam; it is for good, and nobody enters any more.

    Raises Forbidden for anybody but her, Conflict while somebody still sits in it or before it has begun, Invalid
    without words. Signing twice keeps the first.
    """
    if exam.invigilator_id != by.person_id:
        raise Forbidden("not-the-invigilator")
    if exam.signed_at is not None:
        raise Conflict("exam-signed")
    if at < exam.opens_at or still_sitting(exam.id):
        raise Conflict("exam-still-on")
    if not record.strip():
        raise Invalid("record-missing", field="record")
    exam.record, exam.signed_at = record.strip(), at
    session.flush()
    _record(exam, exam.cohort, by, at, "sign-exam")


def mark_of(exam: Exam) -> str:
    """Return what tells one state of an exam from the next, and gives nothing of it away."""
    said = (
        exam.opens_at.isoformat(),
        exam.closes_at.isoformat(),
        str(exam.invigilator_id),
        exam.password_hash or "",
    )
    return hashlib.sha256("|".join(said).encode()).hexdigest()


def _stands(held: Override) -> Dates:
    return Dates(
        held.opens_on, held.due_on, held.closes_on, held.attempts, minutes=held.minutes, extra_minutes=held.extra_minutes
    )  # fmt: skip


def _by_password(exam: Exam, typed: str, _secret_key: str, _at: datetime) -> bool:
    return (
        exam.password_hash is not None
        and passwords.check_password(exam.password_hash, typed.strip()).is_right
    )


def _by_code(exam: Exam, typed: str, secret_key: str, at: datetime) -> bool:
    return is_wall_code(secret_key, _opens(exam), typed, at)


def _opens(exam: Exam) -> str:
    return f"exam:{exam.id.hex}:{exam.secret}"


def _beside(cohort_id: UUID, activity: str, wanted: Arrangement) -> list[Exam]:
    """Return the exams of the same quiz that are held at the same time."""
    return list(
        session.scalars(
            select(Exam).where(
                Exam.cohort_id == cohort_id, Exam.activity == activity, Exam.opens_at < wanted.closes_at,
                Exam.closes_at > wanted.opens_at,
            )
        )
    )  # fmt: skip


def _check(cohort: Cohort, wanted: Arrangement, at: datetime) -> None:
    if wanted.closes_at <= wanted.opens_at:
        raise Invalid("exam-ends-first", field="closes")
    if wanted.closes_at - wanted.opens_at > LONGEST:
        raise Invalid("exam-too-long", field="closes")
    if wanted.invigilator_id not in {each.id for each in people_who_run(cohort, on=at.date())}:
        raise Invalid("invigilator-unknown", field="invigilator")


def _must_not_be_signed(exam: Exam) -> None:
    if exam.signed_at is not None:
        raise Conflict("exam-signed")


def _record(exam: Exam, cohort: Cohort, by: Actor, at: datetime, verb: str) -> None:
    audit.record(
        by=by, verb=verb, object_type="exam", object_id=exam.id, at=at, agency_id=cohort.agency_id
    )  # fmt: skip
