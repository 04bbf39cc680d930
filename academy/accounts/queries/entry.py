"""Who waits at an agency's door, who answers for the agency, and who goes from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import (
    Admission,
    AdmissionState,
    Membership,
    Person,
    Transfer,
    TransferState,
)
from academy.accounts.queries.people import is_current
from academy.accounts.rules.entry import WAITS
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.agencies.rules import line_of
from academy.db import is_writing, session
from academy.errors import NotFound

#: Sets of branches for which the statement that counts who waits is kept ready.
BRANCHES_READY = 500
_waiting_in: dict[frozenset[str], Select[tuple[int]]] = {}

Thing = TypeVar("Thing", Admission, Transfer)


def coordinators_of(agency: Agency, *, on: date) -> Sequence[Person]:
    """Return who answers for an agency's people: its coordinators and deputies and those above it, come in and not gone."""
    return session.scalars(
        select(Person)
        .where(exists().where(Membership.person_id == Person.id, *_answers_for(line_of(agency.path), on)))
        .where(Person.disabled_at.is_(None), Person.password_hash.is_not(None))
        .order_by(Person.call_sign)
    ).all()


def admissions_for(actor: Actor, *, on: date) -> Sequence[Admission]:
    """Return who waits at the doors the actor answers for, the oldest wish first."""
    return session.scalars(
        select(Admission)
        .join(Admission.agency)
        .where(Admission.state == AdmissionState.ASKED, _answered_by(actor, Agency, on))
        .options(joinedload(Admission.agency), joinedload(Admission.person).selectinload(Person.memberships))
        .order_by(Admission.asked_at, Admission.id)
    ).all()


def admission_for(actor: Actor, admission_id: UUID, *, on: date) -> Admission:
    """Return a wish to come in that the actor answers, held while she writes. Raises NotFound."""
    return _held(
        select(Admission)
        .join(Admission.agency)
        .where(Admission.id == admission_id, _answered_by(actor, Agency, on))
        .execution_options(populate_existing=True),
        Admission,
    )


def transfers_for(actor: Actor, *, on: date) -> Sequence[Transfer]:
    """Return the transfers that wait for an answer of the actor's, the oldest first."""
    receiving = aliased(Agency)
    return session.scalars(
        select(Transfer)
        .join(receiving, receiving.id == Transfer.to_agency_id)
        .where(Transfer.state == TransferState.ASKED, _answered_by(actor, receiving, on))
        .options(
            joinedload(Transfer.person), joinedload(Transfer.from_agency), joinedload(Transfer.to_agency)
        )
        .order_by(Transfer.asked_at, Transfer.id)
    ).all()


def transfers_from(actor: Actor) -> Sequence[Transfer]:
    """Return the transfers out of the actor's branches that nobody has answered yet."""
    leaving = aliased(Agency)
    return session.scalars(
        select(Transfer)
        .join(leaving, leaving.id == Transfer.from_agency_id)
        .where(Transfer.state == TransferState.ASKED, _within(leaving, actor.paths(Role.COORDINATOR)))
        .options(
            joinedload(Transfer.person), joinedload(Transfer.from_agency), joinedload(Transfer.to_agency)
        )
        .order_by(Transfer.asked_at, Transfer.id)
    ).all()


def transfer_to(actor: Actor, transfer_id: UUID, *, on: date) -> Transfer:
    """Return a transfer that the actor answers, held while she writes. Raises NotFound."""
    receiving = aliased(Agency)
    return _held(
        select(Transfer)
        .join(receiving, receiving.id == Transfer.to_agency_id)
        .where(Transfer.id == transfer_id, _answered_by(actor, receiving, on))
        .execution_options(populate_existing=True),
        Transfer,
    )


def transfer_from(actor: Actor, transfer_id: UUID) -> Transfer:
    """Return a transfer out of a branch the actor coordinates, held while she writes. Raises NotFound."""
    leaving = aliased(Agency)
    return _held(
        select(Transfer)
        .join(leaving, leaving.id == Transfer.from_agency_id)
        .where(Transfer.id == transfer_id, _within(leaving, actor.paths(Role.COORDINATOR)))
        .execution_options(populate_existing=True),
        Transfer,
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """Return how many wait at the doors the actor answers for. Asked on many pages: what it runs is built once."""
    if actor.has(Role.ADMINISTRATOR):
        return session.scalar(_waiting(actor, on)) or 0
    paths = frozenset(actor.paths(Role.COORDINATOR))
    if paths not in _waiting_in:
        if len(_waiting_in) >= BRANCHES_READY:
            _waiting_in.clear()
        _waiting_in[paths] = _waiting(actor, on)
    return session.scalar(_waiting_in[paths]) or 0


def _waiting(actor: Actor, on: date) -> Select[tuple[int]]:
    asked = (
        select(func.count())
        .select_from(Admission)
        .join(Agency, Agency.id == Admission.agency_id)
        .where(Admission.state == AdmissionState.ASKED, _answered_by(actor, Agency, on))
    )
    moving = (
        select(func.count())
        .select_from(Transfer)
        .join(Agency, Agency.id == Transfer.to_agency_id)
        .where(Transfer.state == TransferState.ASKED, _answered_by(actor, Agency, on))
    )
    return select(asked.scalar_subquery() + moving.scalar_subquery())


def wishes_of(person_id: UUID) -> Sequence[Admission]:
    """Return whom a person has put forward, the latest first."""
    return session.scalars(
        select(Admission)
        .where(Admission.asked_by_id == person_id, _was_asked())
        .options(joinedload(Admission.agency))
        .order_by(Admission.asked_at.desc())
        .limit(20)
    ).all()


def agencies_of(person_id: UUID, *, on: date) -> list[Agency]:
    """Return the open agencies a person belongs to."""
    hers = select(Membership.agency_id).where(Membership.person_id == person_id, is_current(on))
    return list(
        session.scalars(select(Agency).where(Agency.id.in_(hers), Agency.is_active).order_by(Agency.name))
    )


def asked_too_long_ago(at: datetime) -> Sequence[UUID]:
    """Return the wishes that nobody has answered for as long as one waits."""
    return session.scalars(
        select(Admission.id).where(Admission.state == AdmissionState.ASKED, Admission.asked_at < at - WAITS)
    ).all()


def _answered_by(actor: Actor, agency: Any, on: date) -> ColumnElement[bool]:
    """Match the agencies whose door the actor answers: her branches; for an administrator, those that nobody answers for."""
    hers = _within(agency, actor.paths(Role.COORDINATOR))
    if not actor.has(Role.ADMINISTRATOR):
        return hers
    above, who = aliased(Agency), aliased(Person)
    is_answered = exists(
        select(Membership.id)
        .join(above, above.id == Membership.agency_id)
        .join(who, who.id == Membership.person_id)
        .where(
            Membership.role == Role.COORDINATOR.value, is_current(on), above.is_active,
            agency.path.startswith(above.path),
            who.disabled_at.is_(None), who.password_hash.is_not(None),
        )
    )  # fmt: skip
    administered = (
        ~is_answered
        if actor.runs_academy
        else _within(agency, actor.paths(Role.ADMINISTRATOR)) & ~is_answered
    )
    return or_(hers, administered)


def _was_asked() -> ColumnElement[bool]:
    """Leave out who came in at once, with nobody asked."""
    return or_(Admission.decided_at.is_(None), Admission.decided_at != Admission.asked_at)


def _answers_for(line: tuple[UUID, ...], on: date) -> tuple[ColumnElement[bool], ...]:
    is_open = select(Agency.id).where(Agency.id.in_(line), Agency.is_active)
    return (Membership.role == Role.COORDINATOR.value, Membership.agency_id.in_(is_open), is_current(on))


def _within(agency: Any, paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(agency.path.startswith(path, autoescape=True) for path in paths))


def _held(wanted: Select[Thing], of: type[Thing]) -> Thing:
    found = session.scalar(wanted.with_for_update(of=of) if is_writing() else wanted)
    if found is None:
        raise NotFound
    return found
