"""What every action of a case asks, put together once: composing a statement takes longer than asking it."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.orm import contains_eager

from academy.cases.models import CaseRun, CaseSeat
from academy.learning.models import AnswerEvent, Attempt, Enrolment
from academy.learning.statements import WITH_LAST_DAY

_HERS = (
    exists()
    .where(
        CaseSeat.run_id == CaseRun.id,
        CaseSeat.left_at.is_(None),
        Attempt.id == CaseSeat.attempt_id,
        Enrolment.id == Attempt.enrolment_id,
        Enrolment.person_id == bindparam("person_id"),
    )
    .correlate(CaseRun)
)
#: A run that a person has a seat in. Takes ``run_id`` and ``person_id``.
OWN_RUN = select(CaseRun).where(CaseRun.id == bindparam("run_id"), _HERS)
#: The same, held until the write unit ends. What else is of the run is asked after it: only then is it as it stands.
OWN_RUN_IN_TURN = OWN_RUN.with_for_update(of=CaseRun).execution_options(populate_existing=True)
#: Her seat, with what an action under ``key`` was, if there was one. Takes ``run_id``, ``person_id`` and ``key``.
SEAT = (
    select(CaseSeat, AnswerEvent)
    .join(CaseSeat.attempt)
    .join(Attempt.enrolment)
    .outerjoin(
        AnswerEvent,
        (AnswerEvent.attempt_id == CaseSeat.attempt_id) & (AnswerEvent.idempotency_key == bindparam("key")),
    )
    .where(
        CaseSeat.run_id == bindparam("run_id"),
        CaseSeat.left_at.is_(None),
        Enrolment.person_id == bindparam("person_id"),
    )
    .options(contains_eager(CaseSeat.attempt).options(contains_eager(Attempt.enrolment), WITH_LAST_DAY))
    .execution_options(populate_existing=True)
)
#: The actions of a run that count, in the order they were taken. Takes ``run_id``.
LOG = (
    select(AnswerEvent.payload, AnswerEvent.saved_at, CaseSeat.role, CaseSeat.attempt_id)
    .join(CaseSeat, CaseSeat.attempt_id == AnswerEvent.attempt_id)
    .where(CaseSeat.run_id == bindparam("run_id"), AnswerEvent.is_late.is_(False))
    .order_by(AnswerEvent.id)
)
#: The actions of members who were forgotten. Takes ``run_id``.
FORGOTTEN = select(CaseRun.forgotten).where(CaseRun.id == bindparam("run_id"))
#: Takes ``run_id``, ``new_version`` and ``new_snapshot``.
KEEP = (
    update(CaseRun.__table__)  # type: ignore[arg-type]  # mapped tables are tables
    .where(CaseRun.__table__.c.id == bindparam("run_id"))
    .values(version=bindparam("new_version"), snapshot=bindparam("new_snapshot"))
)
#: Takes ``seat`` (its attempt) and ``new_acted``.
COUNT = (
    update(CaseSeat.__table__)  # type: ignore[arg-type]  # mapped tables are tables
    .where(CaseSeat.__table__.c.attempt_id == bindparam("seat"))
    .values(acted=bindparam("new_acted"))
)
#: How far a run has come, and who sits at it, in one row. Takes ``run_id`` and ``person_id``.
VERSION = select(
    CaseRun.version,
    CaseRun.begun_at,
    CaseRun.concluded_at,
    select(func.count()).where(CaseSeat.run_id == CaseRun.id, CaseSeat.left_at.is_(None)).scalar_subquery().label("seats"),
    select(func.max(CaseSeat.taken_at)).where(CaseSeat.run_id == CaseRun.id).scalar_subquery().label("taken_at"),
).where(CaseRun.id == bindparam("run_id"), _HERS)  # fmt: skip
