"""A coordinator's own branches: who stands in for her, and who could take them over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import is_writing, session
from academy.errors import NotFound

#: People offered for a deputy or a successor at once; a branch that has more names them by call-sign.
OFFERED = 200


def own_branches(actor: Actor, *, on: date) -> Sequence[Membership]:
    """Return the roles as coordinator that are the actor's own, not a deputy's."""
    return session.scalars(
        select(Membership)
        .join(Membership.agency)
        .where(*_own(actor, on))
        .options(joinedload(Membership.agency))
        .order_by(Agency.name)
    ).all()


def own_branch(actor: Actor, membership_id: UUID, *, on: date) -> Membership:
    """Return one of the actor's own roles as coordinator, held while she writes. Raises NotFound."""
    wanted = (
        select(Membership)
        .join(Membership.agency)
        .where(Membership.id == membership_id, *_own(actor, on))
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted.with_for_update(of=Membership) if is_writing() else wanted)
    if found is None:
        raise NotFound
    return found


def deputies_of(memberships: Sequence[Membership], *, on: date) -> Sequence[Membership]:
    """Return who stands in for somebody in these roles, now or later."""
    return session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.deputy_of_id.in_([each.id for each in memberships]),
            or_(Membership.ends_on.is_(None), Membership.ends_on > on),
        )
        .options(joinedload(Membership.agency), joinedload(Membership.person))
        .order_by(Person.call_sign)
    ).all()


def people_of_branch(branch: Membership, *, on: date) -> Sequence[Person]:
    """Return the learners and deputies of a coordinator's branch who have come in, herself left out."""
    hers = (
        select(Membership.person_id)
        .join(Membership.agency)
        .where(
            is_current(on), Agency.path.startswith(branch.agency.path, autoescape=True),
            Membership.role.in_([Role.LEARNER.value, Role.COORDINATOR.value]),
        )
    )  # fmt: skip
    return session.scalars(
        select(Person)
        .where(
            Person.id.in_(hers), Person.id != branch.person_id, Person.disabled_at.is_(None),
            Person.erased_at.is_(None), Person.password_hash.is_not(None),
        )
        .order_by(Person.call_sign)
        .limit(OFFERED)
    ).all()  # fmt: skip


def _own(actor: Actor, on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.person_id == actor.person_id, Membership.role == Role.COORDINATOR.value,
        Membership.deputy_of_id.is_(None), is_current(on), Agency.is_active.is_(True),
    )  # fmt: skip
