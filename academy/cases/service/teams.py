"""Teams of joint cases: opened, joined seat by seat, begun, and closed where they were left.

Who changes who sits where holds the run in turn, and locks it before any enrolment: so does whoever closes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select

from academy.actor import Actor
from academy.audit import service as audit
from academy.cases.content import CaseContent, Law
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.queries.teams import Sitting, held_by, sittings
from academy.cases.rules.machine import can_begin, start
from academy.cases.rules.state import State
from academy.cases.service.runs import bar_to, take_seat
from academy.courses.queries import Reading
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, AnswerEvent, Attempt, Cohort, Enrolment
from academy.learning.queries import attempts_at
from academy.learning.rules import NO_DATES, Dates
from academy.learning.rules.wall_codes import ALPHABET, LENGTH


def open_team(
    *, cohort: Cohort | None, activity: str, case: CaseContent, reading: Reading, law: Law, at: datetime
) -> CaseRun:
    """Open a team whose seats are all free; it is found by the members of its cohort, and by its code."""
    run = CaseRun(
        edition_id=reading.edition_id, activity=activity, cohort_id=cohort.id if cohort else None, join_code=_code(),
        law=law.model_dump(mode="json"), started_at=at, version=0, snapshot=start(case, law).kept(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def sit_down(
    *, run: CaseRun, role: str, enrolment: Enrolment, case: CaseContent, reading: Reading, at: datetime, dates: Dates = NO_DATES
) -> CaseSeat:  # fmt: skip
    """Let somebody take a free seat; a double click takes one. Run and enrolment are held in turn.

    Raises Conflict where the seat is taken, she has another here or plays the case elsewhere; NotFound where there is
    no such role, or she learns from another edition.
    """
    if role not in case.roles or enrolment.edition_id != run.edition_id:
        raise NotFound()
    found = sittings(run.id)
    own = next((each for each in found if each.person_id == enrolment.person_id and each.is_held), None)
    if own is not None and own.role == role:
        return session.get_one(CaseSeat, own.attempt_id)
    attempts = attempts_at(enrolment.id, run.activity)
    if why := _bar(run, role, found, attempts) or bar_to(dates, used=len(attempts), at=at):
        raise Conflict("case-one-seat" if own is not None else why)
    return take_seat(run=run, role=role, enrolment=enrolment, reading=reading, at=at)


def _bar(run: CaseRun, role: str, found: list[Sitting], attempts: Sequence[Attempt]) -> str | None:
    """Say why nobody, or not she, can take this seat."""
    if run.concluded_at is not None:
        return "case-over"
    if any(each.role == role and each.is_held for each in found):
        return "case-seat-taken"
    return "case-elsewhere" if any(each.state in OPEN_STATES for each in attempts) else None


def leave(*, run: CaseRun, seat: CaseSeat, at: datetime) -> None:
    """Give a seat up: without a trace before her first action; afterwards it is left open for whoever takes over.

    Where the last one leaves before anything was done the team is gone. Raises Conflict once the case is closed,
    NotFound for a run that is no team's: there is nobody to take it over.
    """
    if run.join_code is None:
        raise NotFound()
    if run.concluded_at is not None:
        raise Conflict("case-over")
    if session.scalar(select(exists().where(AnswerEvent.attempt_id == seat.attempt_id))):
        seat.left_at = at
        learning.abandon_attempt(attempt=seat.attempt)
        return
    attempt_id = seat.attempt_id
    session.execute(delete(CaseSeat).where(CaseSeat.attempt_id == attempt_id))
    session.execute(delete(Attempt).where(Attempt.id == attempt_id))
    session.expunge(seat)
    if not run.version and not session.scalar(select(exists().where(CaseSeat.run_id == run.id))):
        session.delete(run)
    session.flush()


def begin_team(*, run: CaseRun, case: CaseContent, at: datetime) -> None:
    """Let a team begin; said twice it has begun once. Raises Conflict while too few have sat down."""
    if run.begun_at is not None:
        return
    if run.concluded_at is not None:
        raise Conflict("case-over")
    if not can_begin(case, State.read(run.snapshot), held_by(run.id)):
        raise Conflict("case-team-small")
    run.begun_at = at
    session.flush()


def close_team(*, run: CaseRun, by: Actor, at: datetime) -> None:
    """Close a run that its team has left: nobody has a result, and everybody may play the case again."""
    if run.concluded_at is not None:
        return
    run.concluded_at = at
    for seat in run.seats:
        if seat.attempt.state in OPEN_STATES:
            learning.abandon_attempt(attempt=seat.attempt)
    audit.record(
        by=by,
        verb="close",
        object_type="case_run",
        object_id=run.id,
        at=at,
        agency_id=None,
        fields=["concluded_at"],
    )
    session.flush()


def _code() -> str:
    """Return a code no run has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not session.scalar(select(exists().where(CaseRun.join_code == code))):
            return code
