"""Leaving an agency, and going from one to another. What was earned stays on record where it was earned.

What else follows somebody who goes lies on floors above (courses, nominations, reports): they say so with
``when_people_move`` and ``when_branches_change_hands``, and are called in the transaction of the deed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from academy import db
from academy.accounts.models import Membership, Person, Transfer, TransferState, Vetting
from academy.accounts.queries.entry import coordinators_of
from academy.accounts.queries.people import is_current
from academy.accounts.queries.sessions import grants_of
from academy.accounts.rules import grants
from academy.accounts.rules.leaving import Leaving, ends_on, is_over
from academy.accounts.service.entry import note_admission
from academy.accounts.service.people import close_account, end_on, must_take
from academy.actor import Actor, Role
from academy.agencies.models import Agency, Kind
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Move:
    """A learner who leaves an agency; ``to_id`` is the agency that takes her, None where none does."""

    person_id: UUID
    from_id: UUID
    to_id: UUID | None
    by: Actor | None
    at: datetime


@dataclass(frozen=True)
class Handover:
    """A branch that has changed hands."""

    agency_id: UUID
    from_id: UUID
    to_id: UUID
    at: datetime


Follower = Callable[[Move], None]
Heir = Callable[[Handover], None]
_followers: list[Follower] = []
_heirs: list[Heir] = []


def when_people_move(follower: Follower) -> None:
    """Have ``follower`` called whenever a learner leaves an agency."""
    if follower not in _followers:
        _followers.append(follower)


def when_branches_change_hands(heir: Heir) -> None:
    """Have ``heir`` called whenever a coordinator's branch goes to another."""
    if heir not in _heirs:
        _heirs.append(heir)


def leave(*, membership: Membership, last_day: date, plan: Leaving, by: Actor, at: datetime) -> None:
    """End a role after its last day, and do then what ``plan`` says.

    Raises Forbidden for a role that the actor could not have given, Invalid for a day before it began or for an account
    that is not hers to close, Conflict where it has ended.
    """
    must_take(by, membership)
    if is_over(membership.ends_on, at.date()):
        raise Conflict("membership-over")
    if last_day < membership.starts_on:
        raise Invalid("leaves-before-coming", field="last_day")
    person = session.get_one(Person, membership.person_id)
    held = grants_of(person.id, on=at.date())
    if plan is Leaving.CLOSES and (person.id == by.person_id or not grants.may_hand_code(by, held)):
        raise Invalid("account-not-yours-to-close", field="plan")
    membership.ends_on = None
    end_on(membership, ends_on(last_day))
    membership.leaving = None if plan is Leaving.GOES_ON else plan.value
    _call_off_transfer(membership, at)
    audit.record(
        by=by, verb="leave", object_type="person", object_id=membership.person_id, at=at,
        agency_id=membership.agency_id, fields=["ends_on"],
    )  # fmt: skip
    if is_over(membership.ends_on, at.date()):
        settle(membership, by=by, at=at)


def settle(membership: Membership, *, by: Actor | None, at: datetime) -> None:
    """Do what was to be done once a role has ended. Doing it again changes nothing."""
    plan = Leaving(membership.leaving) if membership.leaving else Leaving.GOES_ON
    membership.leaving = None
    session.flush()
    if plan is Leaving.HANDED_OVER:
        _hand_on(membership, at)
    elif plan is not Leaving.GOES_ON:
        _follow(Move(membership.person_id, membership.agency_id, None, by, at))
    if plan is Leaving.CLOSES and not grants_of(membership.person_id, on=at.date()):
        close_account(session.get_one(Person, membership.person_id), by=by, at=at)


def settle_leavings(at: datetime) -> int:
    """Settle every role that has ended and was not settled yet, each in a write unit of its own."""
    due = (Membership.leaving.is_not(None), Membership.ends_on <= at.date())
    done = 0
    for membership_id in session.scalars(select(Membership.id).where(*due)).all():
        try:
            with db.writing():
                found = session.scalar(
                    select(Membership)
                    .where(Membership.id == membership_id, *due)
                    .with_for_update()
                    .execution_options(populate_existing=True)
                )
                if found is not None:
                    settle(found, by=None, at=at)
                    done += 1
        except Exception:
            log.exception("a role that ended could not be settled: %s", membership_id)
    return done


def ask_transfer(*, membership: Membership, agency: Agency, by: Actor, at: datetime) -> Transfer:
    """Offer a learner to another agency; her place here ends once that agency takes her.

    ``membership`` is held by the caller. Raises Forbidden, Conflict where a transfer waits already, Invalid for an agency
    that cannot take her.
    """
    _must_be_movable(membership, agency, by, at)
    transfer = Transfer(
        person_id=membership.person_id, from_agency_id=membership.agency_id, to_agency_id=agency.id,
        state=TransferState.ASKED, asked_at=at, asked_by_id=by.person_id,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(transfer)
    except IntegrityError as error:
        raise Conflict("transfer-waits") from error
    _note(transfer, "ask-transfer", transfer.from_agency_id, by, at)
    return transfer


def move_within(*, membership: Membership, agency: Agency, by: Actor, at: datetime) -> Membership:
    """Move a learner between two agencies that the actor answers for both; nobody else has to be asked.

    Raises like ``ask_transfer``.
    """
    _must_be_movable(membership, agency, by, at)
    if not grants.may_give(by, Role.LEARNER, agency.path):
        raise Forbidden("role-not-yours-to-give")
    _call_off_transfer(membership, at)
    audit.record(
        by=by, verb="move", object_type="person", object_id=membership.person_id, at=at, agency_id=agency.id
    )
    return _moved(membership, agency.id, by, at)


def accept_transfer(*, transfer: Transfer, by: Actor, at: datetime) -> Membership:
    """Take a learner in: her place moves, and what she has not yet completed goes with her.

    ``transfer`` is held by the caller. Raises Conflict where it is decided already, or she is no longer where she was.
    """
    _must_be_asked(transfer)
    membership = session.scalar(
        select(Membership)
        .where(
            Membership.person_id == transfer.person_id, Membership.agency_id == transfer.from_agency_id,
            Membership.role == Role.LEARNER.value, Membership.ends_on.is_(None),
        )
        .with_for_update()
    )  # fmt: skip
    if membership is None or not transfer.to_agency.is_active:
        raise Conflict("transfer-void")
    _decide(transfer, TransferState.ACCEPTED, by, at)
    note_admission(
        person_id=transfer.person_id,
        agency_id=transfer.to_agency_id,
        vetting=Vetting.APPROVAL,
        by=by,
        at=at,
    )
    return _moved(membership, transfer.to_agency_id, by, at)


def decline_transfer(*, transfer: Transfer, by: Actor, at: datetime) -> None:
    """Say no to a transfer; she stays where she is. Raises Conflict where it is decided already."""
    _must_be_asked(transfer)
    _decide(transfer, TransferState.DECLINED, by, at)


def withdraw_transfer(*, transfer: Transfer, by: Actor, at: datetime) -> None:
    """Take an offer back. Raises Conflict where it is decided already."""
    _must_be_asked(transfer)
    _decide(transfer, TransferState.WITHDRAWN, by, at)


def answers_for(by: Actor, agency: Agency, *, on: date) -> bool:
    """Say whether the actor answers for an agency: as its coordinator, or in the place of one there is not."""
    if grants.is_within(agency.path, by.paths(Role.COORDINATOR)):
        return True
    return grants.administers(by, agency.path) and not coordinators_of(agency, on=on)


def _must_be_movable(membership: Membership, agency: Agency, by: Actor, at: datetime) -> None:
    must_take(by, membership)
    if membership.role_held is not Role.LEARNER or membership.ends_on is not None:
        raise Conflict("membership-over")
    if (
        agency.id == membership.agency_id
        or not agency.is_active
        or agency.kind == Kind.ACADEMY.value
        or _learns_in(membership.person_id, agency.id, at.date())
    ):
        raise Invalid("agency-cannot-take", field="agency")


def _moved(membership: Membership, agency_id: UUID, by: Actor, at: datetime) -> Membership:
    end_on(membership, at.date())
    person_id, from_id = membership.person_id, membership.agency_id
    new = session.scalar(
        select(Membership).where(
            Membership.person_id == person_id, Membership.agency_id == agency_id, Membership.role == Role.LEARNER.value,
            Membership.ends_on.is_(None),
        )
    )  # fmt: skip
    if new is None:
        new = Membership(
            person_id=person_id, agency_id=agency_id, role=Role.LEARNER.value, starts_on=at.date()
        )
        session.add(new)
    session.flush()
    _follow(Move(person_id, from_id, agency_id, by, at))
    return new


def _learns_in(person_id: UUID, agency_id: UUID, on: date) -> bool:
    return (
        session.scalar(
            select(Membership.id)
            .where(
                Membership.person_id == person_id, Membership.agency_id == agency_id,
                Membership.role == Role.LEARNER.value, is_current(on),
            )
            .limit(1)
        )
        is not None
    )  # fmt: skip


def _hand_on(membership: Membership, at: datetime) -> None:
    successor = session.scalar(
        select(Membership)
        .where(
            Membership.agency_id == membership.agency_id, Membership.role == Role.COORDINATOR.value,
            Membership.deputy_of_id.is_(None), Membership.person_id != membership.person_id, is_current(at.date()),
        )
        .order_by(Membership.starts_on.desc(), Membership.id)
        .limit(1)
    )  # fmt: skip
    if successor is not None:
        for heir in _heirs:
            heir(Handover(membership.agency_id, membership.person_id, successor.person_id, at))


def _follow(move: Move) -> None:
    for follower in _followers:
        follower(move)


def _call_off_transfer(membership: Membership, at: datetime) -> None:
    session.execute(
        update(Transfer)
        .where(
            Transfer.person_id == membership.person_id, Transfer.from_agency_id == membership.agency_id,
            Transfer.state == TransferState.ASKED,
        )
        .values(state=TransferState.WITHDRAWN, decided_at=at)
    )  # fmt: skip


def _must_be_asked(transfer: Transfer) -> None:
    if transfer.state != TransferState.ASKED:
        raise Conflict("transfer-decided")


def _decide(transfer: Transfer, state: TransferState, by: Actor, at: datetime) -> None:
    transfer.state, transfer.decided_at, transfer.decided_by_id = state, at, by.person_id
    session.flush()
    agency_id = transfer.from_agency_id if state is TransferState.WITHDRAWN else transfer.to_agency_id
    _note(transfer, f"{state.value}-transfer", agency_id, by, at)


def _note(transfer: Transfer, verb: str, agency_id: UUID, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="transfer", object_id=transfer.id, at=at, agency_id=agency_id, fields=["state"]
    )  # fmt: skip
