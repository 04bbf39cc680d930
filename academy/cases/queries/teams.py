"""Teams: who sits where, which ones can be joined, and how far those of a cohort have come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.queries.runs import tick
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.queries import runs
from academy.learning.rules.wall_codes import typed_code


@dataclass(frozen=True)
class Sitting:
    """Somebody at a seat of a run, now or earlier."""

    run_id: UUID
    attempt_id: UUID
    role: str
    person_id: UUID
    call_sign: str
    acted: int
    taken_at: datetime
    left_at: datetime | None

    @property
    def is_held(self) -> bool:
        """Whether she sits there now."""
        return self.left_at is None


@dataclass(frozen=True)
class Team:
    """A run with everybody who sits at it, or did."""

    run: CaseRun
    sittings: tuple[Sitting, ...]

    @property
    def holders(self) -> dict[str, str]:
        """Role → call-sign of who holds it."""
        return {each.role: each.call_sign for each in self.sittings if each.is_held}

    @property
    def tick(self) -> str:
        """What ``version_of`` says of the same run."""
        latest = max((each.taken_at for each in self.sittings), default=None)
        return tick(self.run, len(self.holders), latest)

    def free(self, roles: Iterable[str]) -> list[str]:
        """Return the roles that nobody holds."""
        return [role for role in roles if role not in self.holders]


def sittings(*run_ids: UUID) -> list[Sitting]:
    """Return everybody who sits or sat at some runs, by role and then as they came."""
    rows = session.execute(
        select(
            CaseSeat.run_id, CaseSeat.attempt_id, CaseSeat.role, Enrolment.person_id, Person.call_sign, CaseSeat.acted,
            CaseSeat.taken_at, CaseSeat.left_at,
        )
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(CaseSeat.run_id.in_(run_ids))
        .order_by(CaseSeat.role, CaseSeat.taken_at)
    )  # fmt: skip
    return [Sitting(*row) for row in rows]


def held_by(run_id: UUID) -> set[str]:
    """Return the roles of a run that somebody holds."""
    return set(
        session.scalars(select(CaseSeat.role).where(CaseSeat.run_id == run_id, CaseSeat.left_at.is_(None)))
    )


def team_at(run: CaseRun) -> Team:
    """Return a run with its people."""
    return Team(run, tuple(sittings(run.id)))


def joinable_run(actor: Actor, run_id: UUID) -> CaseRun:
    """Return an open team of a cohort the actor learns in. Raises NotFound."""
    hers = exists().where(
        Enrolment.cohort_id == CaseRun.cohort_id,
        Enrolment.edition_id == CaseRun.edition_id,
        Enrolment.person_id == actor.person_id,
        Enrolment.withdrawn_at.is_(None),
    )
    return _one(_is_open(), CaseRun.id == run_id, hers)


def run_by_code(typed: str, *, edition_id: UUID, activity: str) -> CaseRun | None:
    """Return the open team that a code leads to, among those of one case; None for any other code."""
    try:
        return _one(
            _is_open(),
            CaseRun.join_code == typed_code(typed),
            CaseRun.edition_id == edition_id,
            CaseRun.activity == activity,
        )
    except NotFound:
        return None


def begun_by(actor: Actor, run_id: UUID) -> CaseRun:
    """Return a team that the actor is in, or trains. Raises NotFound."""
    return _one(CaseRun.join_code.is_not(None), CaseRun.id == run_id, or_(_sits(actor), _trained(actor)))


def trained_run(actor: Actor, run_id: UUID) -> CaseRun:
    """Return a team of a cohort the actor runs, or with somebody of such a cohort in it. Raises NotFound."""
    return _one(CaseRun.join_code.is_not(None), CaseRun.id == run_id, _trained(actor))


def open_teams(cohort_id: UUID | None, *, edition_id: UUID, activity: str) -> list[Team]:
    """Return the teams of a cohort that play a case or are about to."""
    if cohort_id is None:
        return []
    found = select(CaseRun).where(
        _is_open(),
        CaseRun.cohort_id == cohort_id,
        CaseRun.edition_id == edition_id,
        CaseRun.activity == activity,
    )
    return _teams(session.scalars(found.order_by(CaseRun.started_at)).all())


def teams_of(cohort_id: UUID, activity: str) -> list[Team]:
    """Return every team of a cohort, or with somebody of it, the latest first."""
    found = select(CaseRun).where(
        CaseRun.activity == activity,
        CaseRun.join_code.is_not(None),
        or_(CaseRun.cohort_id == cohort_id, CaseRun.id.in_(_with(Enrolment.cohort_id == cohort_id))),
    )
    return _teams(session.scalars(found.order_by(CaseRun.started_at.desc())).all())


def learner_in_turn(cohort_id: UUID, enrolment_id: UUID) -> Enrolment:
    """Return somebody of a cohort, held until the write unit ends. Raises NotFound."""
    found = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.id == enrolment_id, Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None)
        )
        .with_for_update(of=Enrolment)
    )
    if found is None:
        raise NotFound()
    return found


def _teams(found: Sequence[CaseRun]) -> list[Team]:
    people = sittings(*(run.id for run in found))
    return [Team(run, tuple(each for each in people if each.run_id == run.id)) for run in found]


def _one(*conditions: ColumnElement[bool]) -> CaseRun:
    """Return the one run of these, held in turn where something is written. Raises NotFound."""
    statement = select(CaseRun).where(*conditions).execution_options(populate_existing=True)
    found = session.scalar(statement.with_for_update(of=CaseRun) if is_writing() else statement)
    if found is None:
        raise NotFound()
    return found


def _is_open() -> ColumnElement[bool]:
    return and_(CaseRun.join_code.is_not(None), CaseRun.concluded_at.is_(None))


def _sits(actor: Actor) -> ColumnElement[bool]:
    return CaseRun.id.in_(_with(and_(Enrolment.person_id == actor.person_id, CaseSeat.left_at.is_(None))))


def _trained(actor: Actor) -> ColumnElement[bool]:
    hers = select(Cohort.id).where(runs(actor))
    members = and_(Enrolment.withdrawn_at.is_(None), Enrolment.cohort_id.in_(hers))
    return or_(CaseRun.cohort_id.in_(hers), CaseRun.id.in_(_with(members)))


def _with(condition: ColumnElement[bool]) -> Any:
    """Return the ids of runs at which somebody like this sits or sat, for a condition."""
    return (
        select(CaseSeat.run_id)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(condition)
    )
