"""Nominating, approving, declining, withdrawing; and giving the places there are.

Every verb works on a cohort that the caller holds (``queries``), so that two people who decide at the same moment
take their turns: no place is given twice, and none is left empty while somebody waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.cohorts import queries
from academy.cohorts.models import Approval, Nomination, NominationState
from academy.cohorts.queries import CURRENT, Candidate
from academy.cohorts.rules import (
    NOT_READY,
    approvals_needed,
    obstacle_to_approving,
    promoted,
    takes_nominations,
    takes_people,
)
from academy.courses.models import Edition
from academy.db import insert, session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment


@dataclass(frozen=True)
class Decided:
    """A nomination that came to something, for the letters that say so."""

    nomination: Nomination
    state: NominationState


def nominate(*, cohort: Cohort, candidates: Sequence[Candidate], by: Actor, at: datetime) -> list[Nomination]:
    """Nominate people of the actor's branches to a cohort; who is nominated already stays so.

    Raises Conflict where the cohort takes no nominations any more, Invalid where none of them can be nominated.
    """
    is_open = takes_nominations(
        nominations_until=cohort.nominations_until, closes_on=cohort.closes_on, today=at.date()
    )
    if not is_open:
        raise Conflict("nominations-over")
    free = [each for each in candidates if each.obstacle is None]
    if not free:
        is_not_ready = any(each.obstacle == NOT_READY for each in candidates)
        raise Invalid(NOT_READY if is_not_ready else "nobody-to-nominate")
    made = [_nominated(cohort, each, by, at) for each in free]
    return [each for each in made if each is not None]


def approve(*, nomination: Nomination, is_restricted: bool, by: Actor, at: datetime) -> list[Decided]:
    """Say yes to a nomination. With enough of these she gets a place, or waits for one; returns what came of it.

    Raises Conflict where it is decided already, the cohort is closed or she does not meet what the course asks for (any
    more), Forbidden where this person may not.
    """
    if nomination.state != NominationState.NOMINATED:
        raise Conflict("nomination-decided")
    if not takes_people(closes_on=nomination.cohort.closes_on, today=at.date()):
        raise Conflict("cohort-closed")
    if not queries.is_ready(nomination.cohort, nomination.person_id, on=at.date()):
        raise Conflict(NOT_READY)
    approvers = list(queries.approvers_of(nomination.id))
    obstacle = obstacle_to_approving(
        approver=by.person_id, nominator=nomination.nominated_by_id, approvers=approvers, is_restricted=is_restricted
    )  # fmt: skip
    if obstacle:
        raise Forbidden(obstacle)
    session.add(Approval(nomination_id=nomination.id, person_id=by.person_id, approved_at=at))
    session.flush()
    _note(nomination, "approve", by, at)
    if len(approvers) + 1 < approvals_needed(is_restricted=is_restricted):
        return []
    nomination.state, nomination.approved_at, nomination.decided_at = NominationState.WAITING, at, at
    session.flush()
    given = fill(cohort=nomination.cohort, by=by, at=at)
    if nomination.state == NominationState.WAITING:
        given.append(Decided(nomination, NominationState.WAITING))
    return given


def decline(*, nomination: Nomination, reason: str, by: Actor, at: datetime) -> list[Decided]:
    """Say no to a nomination, or take a place back; the place goes to whoever waits first.

    Raises Conflict where it is over already, or where the course is complete.
    """
    return _end(nomination, NominationState.DECLINED, reason, by, at)


def withdraw(*, nomination: Nomination, by: Actor, at: datetime) -> list[Decided]:
    """Take a nomination back, with the place if there is one; it goes to whoever waits first. Raises like ``decline``."""
    return _end(nomination, NominationState.WITHDRAWN, "", by, at)


def fill(*, cohort: Cohort, by: Actor | None, at: datetime) -> list[Decided]:
    """Give the free places of a cohort that is held to whoever waits for them, in the order of their approval."""
    if not takes_people(closes_on=cohort.closes_on, today=at.date()):
        return []
    waiting = _waiting(cohort)
    chosen = promoted(waiting, capacity=cohort.capacity, taken=queries.taken(cohort.id)) if waiting else ()
    for nomination in chosen:
        learning.enrol(
            person_id=nomination.person_id, agency_id=nomination.agency_id, edition=cohort.edition, cohort=cohort,
            by=by, at=at,
        )  # fmt: skip
        nomination.state, nomination.decided_at = NominationState.ENROLLED, at
        session.flush()
        _note(nomination, "enrol", by, at)
    return [Decided(each, NominationState.ENROLLED) for each in chosen]


def _waiting(cohort: Cohort) -> Sequence[Nomination]:
    """Return who waits and can be enrolled: whoever is in the course elsewhere by now keeps waiting.

    Their accounts are held, so that nobody is enrolled by two doors at once.
    """
    course_id = select(Edition.course_id).where(Edition.id == cohort.edition_id).scalar_subquery()
    is_in_course = exists().where(
        Enrolment.person_id == Nomination.person_id, Enrolment.course_id == course_id,
        Enrolment.completed_at.is_(None), Enrolment.withdrawn_at.is_(None),
    )  # fmt: skip
    waits = (Nomination.cohort_id == cohort.id, Nomination.state == NominationState.WAITING)
    people = select(Nomination.person_id).where(*waits)
    session.execute(select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update())
    return session.scalars(
        select(Nomination)
        .join(Nomination.person)
        .where(*waits, ~is_in_course, Person.disabled_at.is_(None), Person.erased_at.is_(None))
        .order_by(Nomination.approved_at, Nomination.id)
    ).all()


def _nominated(cohort: Cohort, candidate: Candidate, by: Actor, at: datetime) -> Nomination | None:
    """Add a nomination; None where there is one."""
    made = session.scalar(
        insert(Nomination)
        .values(
            cohort_id=cohort.id, person_id=candidate.person_id, agency_id=candidate.agency_id,
            state=NominationState.NOMINATED, nominated_at=at, nominated_by_id=by.person_id,
        )
        .on_conflict_do_nothing()
        .returning(Nomination)
    )  # fmt: skip
    if made is not None:
        _note(made, "nominate", by, at)
    return made


def _end(
    nomination: Nomination, state: NominationState, reason: str, by: Actor, at: datetime
) -> list[Decided]:
    if nomination.state not in CURRENT:
        raise Conflict("nomination-decided")
    if nomination.state == NominationState.ENROLLED:
        _take_back(nomination, by, at)
    nomination.state, nomination.decided_at, nomination.reason = state, at, reason
    session.flush()
    _note(nomination, "decline" if state is NominationState.DECLINED else "withdraw", by, at)
    return [Decided(nomination, state), *fill(cohort=nomination.cohort, by=by, at=at)]


def _take_back(nomination: Nomination, by: Actor, at: datetime) -> None:
    """End the enrolment that came of a nomination; what was done in it stays on record."""
    enrolment = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.person_id == nomination.person_id, Enrolment.cohort_id == nomination.cohort_id,
            Enrolment.withdrawn_at.is_(None),
        )
        .with_for_update()
    )  # fmt: skip
    if enrolment is None:
        return
    if enrolment.completed_at is not None:
        raise Conflict("course-complete")
    learning.withdraw(enrolment=enrolment, by=by, at=at)


def _note(nomination: Nomination, verb: str, by: Actor | None, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="nomination", object_id=nomination.id, at=at,
        agency_id=nomination.agency_id, fields=["state"],
    )  # fmt: skip
