"""Making follow-ups and asking for their answers. Each is made once and each letter goes out once, however often and on
how many servers this is done: what decides it is one statement that finds only what nobody else has taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import aliased

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Role
from academy.agencies.models import Agency
from academy.db import insert, session
from academy.evaluation.models import FollowUp
from academy.evaluation.rules import MONTHS, OPEN_DAYS, REMINDED_AFTER, asked_between
from academy.learning.models import Enrolment

#: How many are taken in one write unit.
BATCH = 200


def make(*, at: datetime) -> int:
    """Make the follow-ups of courses completed since the last time, and return how many.

    What could no longer be answered is left: an academy that begins to ask does not ask about last year.
    """
    made = 0
    for months in MONTHS:
        for enrolment_id, person_id, agency_id, completed_at in _without(months, at):
            opens_on, closes_on = asked_between(completed_at.date(), months)
            if closes_on < at.date():
                continue
            row = {
                "id": uuid4(), "enrolment_id": enrolment_id, "months": months, "opens_on": opens_on, "closes_on": closes_on,
                "supervisor_id": _supervisor_of(person_id, agency_id), "reminders": 0,
            }  # fmt: skip
            added = session.scalar(
                insert(FollowUp).values(row).on_conflict_do_nothing().returning(FollowUp.id)
            )
            made += added is not None
    return made


def let_go(*, at: datetime) -> int:
    """Ask the coordinators in place of supervisors who no longer serve at or above the officer's unit; return how often."""
    theirs = aliased(Agency)
    serving = (
        select(Membership.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .join(theirs, theirs.path.startswith(Agency.path))
        .join(Enrolment, Enrolment.agency_id == theirs.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Enrolment.id == FollowUp.enrolment_id, Membership.person_id == FollowUp.supervisor_id, is_current(at.date()),
            Agency.parent_id.is_not(None), Person.disabled_at.is_(None),
        )
        .correlate(FollowUp)
    )  # fmt: skip
    freed = session.scalars(
        update(FollowUp)
        .where(
            FollowUp.supervisor_id.is_not(None), FollowUp.answered_at.is_(None), FollowUp.closes_on >= at.date(),
            ~serving.exists(),
        )
        .values(supervisor_id=None, asked_at=None, reminded_at=None, reminders=0)
        .returning(FollowUp.id)
        .execution_options(synchronize_session=False)
    ).all()  # fmt: skip
    return len(freed)


def ask(*, at: datetime) -> list[Person]:
    """Note that the follow-ups open today are asked for, and return whom to write to, each once."""
    return _taken(_is_open(at) & FollowUp.asked_at.is_(None), {"asked_at": at}, at)


def remind(*, at: datetime) -> list[Person]:
    """Note which reminders are due, and return whom to remind, each once.

    Where some days were missed, one reminder goes out and not two at once.
    """
    found: dict[UUID, Person] = {}
    for number in reversed(range(len(REMINDED_AFTER))):
        due = and_(
            _is_open(at), FollowUp.reminders == number,
            FollowUp.asked_at <= at - timedelta(days=REMINDED_AFTER[number]),
        )  # fmt: skip
        if number:
            due &= FollowUp.reminded_at <= at - timedelta(days=REMINDED_AFTER[0])
        people = _taken(due, {"reminders": number + 1, "reminded_at": at}, at)
        found |= {person.id: person for person in people}
    return list(found.values())


def _without(months: int, at: datetime) -> Sequence[tuple[UUID, UUID, UUID, datetime]]:
    made = select(FollowUp.id).where(FollowUp.enrolment_id == Enrolment.id, FollowUp.months == months)
    rows = session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.agency_id, Enrolment.completed_at)
        .where(
            Enrolment.completed_at >= at - timedelta(days=31 * months + OPEN_DAYS),
            Enrolment.withdrawn_at.is_(None), ~made.exists(),
        )
        .order_by(Enrolment.completed_at.desc())
        .limit(BATCH)
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows if row[3] is not None]


def _supervisor_of(person_id: UUID, agency_id: UUID) -> UUID | None:
    """Return who was named for an officer in the same agency before."""
    return session.scalar(
        select(FollowUp.supervisor_id)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .where(Enrolment.person_id == person_id, Enrolment.agency_id == agency_id)
        .order_by(FollowUp.opens_on.desc())
        .limit(1)
    )


def _is_open(at: datetime) -> ColumnElement[bool]:
    completed = select(Enrolment.id).where(
        Enrolment.completed_at.is_not(None), Enrolment.withdrawn_at.is_(None)
    )
    return and_(
        FollowUp.answered_at.is_(None), FollowUp.opens_on <= at.date(), FollowUp.closes_on >= at.date(),
        FollowUp.enrolment_id.in_(completed),
    )  # fmt: skip


def _taken(due: ColumnElement[bool], values: dict[str, object], at: datetime) -> list[Person]:
    batch = select(FollowUp.id).where(due).order_by(FollowUp.opens_on, FollowUp.id).limit(BATCH)
    taken = session.scalars(
        update(FollowUp)
        .where(FollowUp.id.in_(batch), due)
        .values(values)
        .returning(FollowUp.id)
        .execution_options(synchronize_session=False)
    ).all()
    return _to_write_to(taken, at.date()) if taken else []


def _to_write_to(follow_up_ids: Sequence[UUID], on: date) -> list[Person]:
    """Return the supervisors named, and the coordinators at and above the agencies where none is."""
    found = list(
        session.scalars(
            select(Person)
            .join(FollowUp, FollowUp.supervisor_id == Person.id)
            .where(FollowUp.id.in_(follow_up_ids), Person.disabled_at.is_(None))
        )
    )
    found.extend(_coordinators(follow_up_ids, on))
    return list({person.id: person for person in found}.values())


def _coordinators(follow_up_ids: Sequence[UUID], on: date) -> Sequence[Person]:
    theirs = aliased(Agency)
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .join(theirs, theirs.path.startswith(Agency.path))
        .join(Enrolment, Enrolment.agency_id == theirs.id)
        .join(FollowUp, FollowUp.enrolment_id == Enrolment.id)
        .where(
            FollowUp.id.in_(follow_up_ids), FollowUp.supervisor_id.is_(None), Membership.role == Role.COORDINATOR,
            is_current(on), Person.disabled_at.is_(None), Person.id != Enrolment.person_id,
        )
    ).all()  # fmt: skip
