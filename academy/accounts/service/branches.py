"""A coordinator's branch: naming who stands in for her, and handing it over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from academy.accounts.models import Membership, Person
from academy.accounts.queries.branches import people_of_branch
from academy.accounts.rules import grants
from academy.accounts.rules.leaving import Leaving, is_over
from academy.accounts.service.moving import settle
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid


def name_deputy(*, branch: Membership, person: Person, agency: Agency, by: Actor, at: datetime) -> Membership:
    """Let somebody of a coordinator's branch stand in for her there, or in a unit of it.

    ``branch`` is the actor's own role, held. Raises Forbidden for what is not hers, Invalid for somebody of elsewhere or
    who coordinates there already.
    """
    is_hers = agency.path.startswith(branch.agency.path) and grants.may_name_deputy(by, agency.path)
    if branch.person_id != by.person_id or not is_hers:
        raise Forbidden("role-not-yours-to-give")
    _must_be_of_branch(branch, person, at.date())
    deputy = Membership(
        person_id=person.id, agency_id=agency.id, role=Role.COORDINATOR.value, starts_on=at.date(),
        ends_on=branch.ends_on, deputy_of_id=branch.id,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(deputy)
    except IntegrityError as error:
        raise Invalid("membership-held", field="person") from error
    audit.record(
        by=by, verb="name-deputy", object_type="person", object_id=person.id, at=at, agency_id=agency.id
    )
    return deputy


def hand_over(*, branch: Membership, person: Person, day: date, by: Actor, at: datetime) -> Membership:
    """Hand a coordinator's branch to somebody of it, as of a day: hers ends, the successor's begins.

    Who stands in for her stands in for the successor from now on; what waits for her waits for the successor from that
    day. ``branch`` is the actor's own role, held. Raises Forbidden, Conflict where it is handed over already, Invalid for
    a day that is past or somebody of elsewhere.
    """
    if branch.person_id != by.person_id or branch.deputy_of_id is not None:
        raise Forbidden("role-not-yours-to-give")
    if branch.ends_on is not None:
        raise Conflict("handed-over-already")
    if day < at.date():
        raise Invalid("day-is-past", field="day")
    _must_be_of_branch(branch, person, at.date())
    successor = _succeeding(branch, person, day)
    session.execute(
        update(Membership)
        .where(Membership.deputy_of_id == branch.id, Membership.person_id != person.id)
        .values(deputy_of_id=successor.id)
    )
    branch.ends_on, branch.leaving = day, Leaving.HANDED_OVER.value
    session.flush()
    audit.record(
        by=by, verb="hand-over", object_type="person", object_id=person.id, at=at, agency_id=branch.agency_id,
        fields=["starts_on"],
    )  # fmt: skip
    if is_over(day, at.date()):
        settle(branch, by=by, at=at)
    return successor


def _succeeding(branch: Membership, person: Person, day: date) -> Membership:
    """Return the successor's role: one she has already, or a new one from that day; she stops standing in."""
    found = session.scalar(
        select(Membership).where(
            Membership.person_id == person.id, Membership.agency_id == branch.agency_id,
            Membership.role == Role.COORDINATOR.value, Membership.deputy_of_id.is_(None), Membership.ends_on.is_(None),
        )
    )  # fmt: skip
    session.execute(
        update(Membership)
        .where(
            Membership.person_id == person.id, Membership.deputy_of_id == branch.id,
            or_(Membership.ends_on.is_(None), Membership.ends_on > day),
        )
        .values(ends_on=day)
    )  # fmt: skip
    if found is not None:
        return found
    new = Membership(
        person_id=person.id, agency_id=branch.agency_id, role=Role.COORDINATOR.value, starts_on=day
    )
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError as error:  # she stands in for somebody else there
        raise Invalid("membership-held", field="person") from error
    return new


def _must_be_of_branch(branch: Membership, person: Person, on: date) -> None:
    if person.id not in {each.id for each in people_of_branch(branch, on=on)}:
        raise Invalid("not-of-branch", field="person")
