"""Reading countries and the tree of agencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import false, or_, select

from academy.actor import Actor, Role
from academy.agencies.models import Agency, Country
from academy.db import session
from academy.errors import NotFound


@dataclass(frozen=True)
class Branch:
    """An agency and what stands below it, in the order of names."""

    agency: Agency
    units: tuple[Branch, ...]


def countries(*, is_active: bool | None = None) -> Sequence[Country]:
    """Return the countries by name; all, or only those in use or not in use."""
    wanted = select(Country).order_by(Country.name)
    if is_active is not None:
        wanted = wanted.where(Country.is_active.is_(is_active))
    return session.scalars(wanted).all()


def country(code: str) -> Country:
    """Return a country. Raises NotFound."""
    found = session.get(Country, code)
    if found is None:
        raise NotFound
    return found


def agency_for(actor: Actor, agency_id: UUID, *roles: Role) -> Agency:
    """Return an agency within which ``actor`` holds one of ``roles``. Raises NotFound where there is none such.

    An administrator reaches every agency.
    """
    found = session.get(Agency, agency_id)
    if found is None or not _reaches(actor, found.path, roles):
        raise NotFound
    return found


def agencies_for(actor: Actor, *roles: Role, is_active: bool | None = None) -> Sequence[Agency]:
    """Return the agencies within which ``actor`` holds one of ``roles``, by name; an administrator's are all."""
    wanted = select(Agency).order_by(Agency.name)
    if is_active is not None:
        wanted = wanted.where(Agency.is_active.is_(is_active))
    if not actor.has(Role.ADMINISTRATOR):
        wanted = wanted.where(or_(false(), *(Agency.path.startswith(path) for path in actor.paths(*roles))))
    return session.scalars(wanted).all()


def tree() -> tuple[Branch, ...]:
    """Return all agencies as a tree, in one statement."""
    below: dict[UUID | None, list[Agency]] = {}
    for agency in session.scalars(select(Agency).order_by(Agency.name)):
        below.setdefault(agency.parent_id, []).append(agency)
    return _branches(below, None)


def units_below(agency: Agency) -> Sequence[Agency]:
    """Return everything below an agency, however deep."""
    return session.scalars(
        select(Agency).where(Agency.path.startswith(agency.path), Agency.id != agency.id)
    ).all()


def _branches(below: dict[UUID | None, list[Agency]], parent_id: UUID | None) -> tuple[Branch, ...]:
    return tuple(Branch(agency, _branches(below, agency.id)) for agency in below.get(parent_id, []))


def _reaches(actor: Actor, path: str, roles: tuple[Role, ...]) -> bool:
    return actor.has(Role.ADMINISTRATOR) or any(path.startswith(branch) for branch in actor.paths(*roles))
