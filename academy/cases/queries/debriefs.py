"""Runs that are closed, for those who played in them and for their trainers, and how others fared in the same case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.cases.models import CaseRun, CaseSeat
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.queries import runs

#: Of fewer runs nothing is shown: nobody's way through a case is to be told from the others'.
FEWEST = 5


@dataclass(frozen=True)
class Closed:
    """A closed run, and who looks at it."""

    run: CaseRun
    #: (role, call-sign) of everybody who played, by role.
    people: tuple[tuple[str, str], ...]
    #: What the reader played as; None for a trainer.
    role: str | None
    #: Cohorts whose times are the reader's to compare with.
    cohorts: frozenset[UUID]


@dataclass(frozen=True)
class Times:
    """When others came to each step of the expert's path."""

    #: How many runs were counted; none where they are too few to be shown.
    count: int = 0
    #: Whether they are of the reader's own cohort; else of everybody who plays this edition.
    is_cohort: bool = False
    #: Step of the expert's path → minutes, ascending.
    minutes: dict[str, tuple[int, ...]] | None = None

    def at(self, step: int) -> tuple[int, ...]:
        """Return the minutes at which others came to a step."""
        return (self.minutes or {}).get(str(step), ())


def closed_run(actor: Actor, run_id: UUID) -> Closed:
    """Return a closed run that the actor played in, or that somebody of a cohort she runs did. Raises NotFound."""
    seats = session.execute(
        select(CaseSeat.role, Person.call_sign, Enrolment.person_id, Enrolment.cohort_id, CaseSeat.run_id)
        .join(CaseRun, CaseRun.id == CaseSeat.run_id)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(CaseSeat.run_id == run_id, CaseRun.concluded_at.is_not(None), _is_open_to(actor))
        .order_by(CaseSeat.left_at.is_not(None), CaseSeat.role)
    ).all()
    run = session.get(CaseRun, run_id) if seats else None
    if run is None:
        raise NotFound()
    own = [row for row in seats if row.person_id == actor.person_id]
    return Closed(
        run=run,
        people=tuple((row.role, row.call_sign) for row in seats),
        role=own[0].role if own else None,
        cohorts=frozenset(row.cohort_id for row in own or seats if row.cohort_id),
    )


def _is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Say, of a run, whether the actor has a seat in it, or runs its cohort or that of somebody who has."""
    hers = select(Cohort.id).where(runs(actor))
    reached = (
        select(CaseSeat.run_id)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            or_(
                and_(Enrolment.person_id == actor.person_id, CaseSeat.left_at.is_(None)),
                and_(
                    Enrolment.withdrawn_at.is_(None),
                    Enrolment.cohort_id.in_(hers),
                ),
            )
        )
    )
    return or_(CaseRun.id.in_(reached), CaseRun.cohort_id.in_(hers))


def closed_in(
    cohort_id: UUID, activity: str
) -> Sequence[Row[UUID, str, datetime | None, str | None, float | None, bool | None, list[str]]]:
    """Return (run, call-sign, closed, ending, score, passed, critical failures) of a cohort, the latest first."""
    return session.execute(
        select(
            CaseRun.id.label("run_id"), Person.call_sign, CaseRun.concluded_at, CaseRun.ending, Attempt.score,
            Attempt.is_passed, Attempt.gates_failed,
        )
        .join(CaseSeat, CaseSeat.run_id == CaseRun.id)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.withdrawn_at.is_(None),
            CaseRun.activity == activity,
            CaseRun.concluded_at.is_not(None),
        )
        .order_by(CaseRun.concluded_at.desc(), Person.call_sign)
    ).all()  # fmt: skip


def times_of_others(closed: Closed) -> Times:
    """Return how a cohort, or where it is too small everybody, came through the same case, oneself among them."""
    rows = session.execute(
        select(CaseRun.id, CaseRun.milestones, Enrolment.id.label("enrolment_id"), Enrolment.cohort_id)
        .join(CaseSeat, CaseSeat.run_id == CaseRun.id)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            CaseRun.edition_id == closed.run.edition_id,
            CaseRun.activity == closed.run.activity,
            CaseRun.ending.is_not(None),  # what a team left and a trainer closed is no way through
        )
        .order_by(CaseRun.concluded_at, CaseRun.id)
    ).all()
    own = _first_runs(row for row in rows if row.cohort_id in closed.cohorts)
    counted, is_cohort = (own, True) if len(own) >= FEWEST else (_first_runs(rows), False)
    if len(counted) < FEWEST:
        return Times()
    steps = {step for found in counted for step in found}
    return Times(
        len(counted),
        is_cohort,
        {step: tuple(sorted(found[step] for found in counted if step in found)) for step in steps},
    )


def _first_runs(
    rows: Iterable[Row[UUID, dict[str, int] | None, UUID, UUID | None]],
) -> Sequence[dict[str, int]]:
    """Return the times of each one's first run: who plays it again knows what will happen."""
    seen: set[UUID] = set()
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        if row.enrolment_id not in seen:
            seen.add(row.enrolment_id)
            found[row.id] = row.milestones or {}
    return [*found.values()]
