"""Runs of cases, always of somebody who has a seat in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from academy.actor import Actor
from academy.cases import statements
from academy.cases.content import Action, action_of
from academy.cases.models import CaseRun, CaseSeat
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import OPEN_STATES, AnswerEvent, Attempt


@dataclass(frozen=True)
class Seated:
    """A run as one of its players sits at it."""

    run: CaseRun
    seat: CaseSeat
    #: What came under the same key before, where an action is sent.
    earlier: AnswerEvent | None = None

    @property
    def attempt(self) -> Attempt:
        """The attempt that her own log and her result are kept in."""
        return self.seat.attempt


@dataclass(frozen=True)
class Logged:
    """One action of a log."""

    action: Action
    role: str
    saved_at: datetime
    #: Of whom; None of somebody who was forgotten.
    attempt_id: UUID | None = None


def own_run(actor: Actor, run_id: UUID) -> Seated:
    """Return a run that the actor has a seat in. Raises NotFound.

    Her seat is asked for first: should she act in another tab meanwhile, the page knows of fewer actions than it shows,
    and is refused as stale; never of more.
    """
    whose = {"run_id": run_id, "person_id": actor.person_id}
    row = session.execute(statements.SEAT, {**whose, "key": ""}).first()
    run = session.scalar(statements.OWN_RUN, whose)
    if row is None or run is None:
        raise NotFound()
    return Seated(run, row[0])


def run_in_turn(actor: Actor, run_id: UUID, *, key: str) -> Seated:
    """Return a run that the actor has a seat in, held until the write unit ends. Raises NotFound."""
    whose = {"run_id": run_id, "person_id": actor.person_id}
    run = session.scalar(statements.OWN_RUN_IN_TURN, whose)
    if run is None:
        raise NotFound()
    row = session.execute(statements.SEAT, {**whose, "key": key}).one()
    return Seated(run, row[0], row[1])


def log_of(run_id: UUID) -> list[Logged]:
    """Return the actions of a run, of all its seats, in the order they were taken."""
    rows = session.execute(statements.LOG, {"run_id": run_id})
    log = [Logged(action_of(row.payload), row.role, row.saved_at, row.attempt_id) for row in rows]
    for place, role, saved_at, payload in session.scalar(statements.FORGOTTEN, {"run_id": run_id}) or ():
        log.insert(place, Logged(action_of(payload), role, datetime.fromisoformat(saved_at)))
    return log


def version_of(actor: Actor, run_id: UUID) -> str:
    """Return how far a run has come that the actor has a seat in: another string wherever a page would show another thing.

    It counts the actions, and tells who sits there and whether it is open. Raises NotFound.
    """
    found = session.execute(statements.VERSION, {"run_id": run_id, "person_id": actor.person_id}).first()
    if found is None:
        raise NotFound()
    return tick(found, found.seats, found.taken_at)


def tick(run: CaseRun | Row[Any], seats: int, taken_at: datetime | None) -> str:
    """Return one string for how far a run has come and who sits at it: the last to come, and how many."""
    phase = 2 if run.concluded_at else 1 if run.begun_at else 0
    return (
        f"{run.version}-{phase}-{seats}-{taken_at:%H%M%S%f}" if taken_at else f"{run.version}-{phase}-{seats}"
    )


def runs_at(attempts: Sequence[Attempt]) -> dict[UUID, CaseRun]:
    """Return, by attempt, the runs that some attempts sit at."""
    rows = session.execute(
        select(CaseSeat.attempt_id, CaseRun)
        .join(CaseRun, CaseRun.id == CaseSeat.run_id)
        .where(CaseSeat.attempt_id.in_([each.id for each in attempts]), CaseSeat.left_at.is_(None))
    ).all()
    return {attempt_id: run for attempt_id, run in rows}  # noqa: C416 - rows are no pairs to mypy


def open_run(attempts: Sequence[Attempt]) -> CaseRun | None:
    """Return the run that is open among some attempts at a case."""
    found = runs_at([each for each in attempts if each.state in OPEN_STATES])
    return next(iter(found.values()), None)
