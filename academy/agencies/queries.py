"""Reading countries and the tree of agencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import false, or_, select

from academy.actor import Actor, Role
from academy.agencies.models import Agency, Country, Kind, MailDomain
from academy.agencies.rules import line_of
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

    An administrator of the academy reaches every agency, one of an agency her branch.
    """
    found = session.get(Agency, agency_id)
    if found is None or not _reaches(actor, found.path, roles):
        raise NotFound
    return found


def agencies_for(actor: Actor, *roles: Role, is_active: bool | None = None) -> Sequence[Agency]:
    """Return the agencies within which ``actor`` holds one of ``roles`` or administers, by name."""
    wanted = select(Agency).order_by(Agency.name)
    if is_active is not None:
        wanted = wanted.where(Agency.is_active.is_(is_active))
    if not actor.runs_academy:
        paths = actor.paths(Role.ADMINISTRATOR, *roles)
        wanted = wanted.where(or_(false(), *(Agency.path.startswith(path) for path in paths)))
    return session.scalars(wanted).all()


def active_agencies(*, country_code: str | None) -> Sequence[Agency]:
    """Return the open agencies of a country by name, the academy itself left out: what an agency is called is no secret."""
    return session.scalars(
        select(Agency)
        .where(Agency.is_active, Agency.kind != Kind.ACADEMY.value, Agency.country_code == country_code)
        .order_by(Agency.name)
    ).all()


def agency_named(name: str) -> Agency | None:
    """Return the open agency that is written like this, whatever country it is of."""
    return session.scalar(
        select(Agency).where(Agency.name == name, Agency.is_active, Agency.kind != Kind.ACADEMY.value)
    )


def domains_of(agency: Agency) -> Sequence[MailDomain]:
    """Return the mail domains that were verified as an agency's own."""
    return session.scalars(
        select(MailDomain).where(MailDomain.agency_id == agency.id).order_by(MailDomain.domain)
    ).all()


def verified_domains(agency: Agency) -> frozenset[str]:
    """Return the mail domains that vouch for an agency's people: its own, and those of all above it."""
    return domains_by_agency([agency])[agency.id]


def domains_by_agency(agencies: Iterable[Agency]) -> dict[UUID, frozenset[str]]:
    """Return agency → what vouches for its people, in one statement."""
    lines = {agency.id: line_of(agency.path) for agency in agencies}
    above = {each for line in lines.values() for each in line}
    rows = session.execute(
        select(MailDomain.agency_id, MailDomain.domain).where(MailDomain.agency_id.in_(above))
    ).all()
    return {
        agency_id: frozenset(domain for owner, domain in rows if owner in line)
        for agency_id, line in lines.items()
    }


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
    reached = actor.paths(Role.ADMINISTRATOR, *roles)
    return actor.runs_academy or any(path.startswith(branch) for branch in reached)
