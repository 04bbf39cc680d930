"""How far an actor's reports reach: her branches, the agencies in them, the courses taught there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.courses.models import Course, Edition, Rendition
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Enrolment
from academy.reports.rules.progress import Unit


@dataclass(frozen=True)
class Scope:
    """A coordinator's branches, the one she looks at, and the unit in it she narrowed it to, if any."""

    branches: tuple[Unit, ...]
    #: The chosen branch in tree order, its head first.
    units: tuple[Unit, ...]
    unit: Unit | None
    #: The country she narrowed it to; empty for all.
    country: str = ""

    @property
    def branch(self) -> Unit:
        """The head of the branch."""
        return self.units[0]

    @cached_property
    def chosen(self) -> tuple[Unit, ...]:
        """The agencies the page is about: the chosen unit and all below it, or the whole branch; of one country."""
        below = self.unit.path if self.unit else ""
        return tuple(
            unit for unit in self.units if unit.path.startswith(below) and self.country in ("", unit.country)
        )

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries the branch lies in, by code."""
        return tuple(sorted({unit.country for unit in self.units if unit.country}))

    @cached_property
    def ids(self) -> tuple[UUID, ...]:
        """The ids of the whole branch."""
        return tuple(unit.id for unit in self.units)

    @cached_property
    def chosen_ids(self) -> tuple[UUID, ...]:
        """The ids of what the page is about."""
        return tuple(unit.id for unit in self.chosen)


@dataclass(frozen=True)
class EditionChoice:
    """An edition that people of the branch are enrolled in, and its newest rendition in the reader's language."""

    id: UUID
    number: int
    required_count: int
    slug: str
    rendition_digest: str | None


_ARE_HERS = and_(
    Enrolment.agency_id.in_(bindparam("agency_ids", expanding=True)), Enrolment.withdrawn_at.is_(None)
)
_NEWEST = (
    select(Rendition.digest)
    .where(Rendition.edition_id == Edition.id, Rendition.locale == bindparam("locale"))
    .order_by(Rendition.number.desc())
    .limit(1)
    .scalar_subquery()
)
_EDITIONS = (
    select(Edition.id, Edition.number, Edition.required_count, Course.slug, _NEWEST)
    .join(Course, Course.id == Edition.course_id)
    .where(select(Enrolment.id).where(Enrolment.edition_id == Edition.id, _ARE_HERS).exists())
    .order_by(Edition.published_at.desc(), Course.slug, Edition.number.desc())
)
_EDITIONS_OF_COHORT = (
    select(Enrolment.edition_id).where(Enrolment.cohort_id == bindparam("cohort_id"), _ARE_HERS).distinct()
)


def within(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Match the agencies at and below those the actor coordinates (or holds ``roles`` in); none where there are none."""
    paths = actor.paths(*(roles or (Role.COORDINATOR,)))
    return or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))


def scope_for(
    actor: Actor,
    *,
    branch_id: UUID | None,
    unit_id: UUID | None,
    country: str = "",
    roles: tuple[Role, ...] = (Role.COORDINATOR,),
) -> Scope:
    """Return where the actor looks, in one statement. Raises NotFound for what is not hers, or unknown."""
    columns = (Agency.id, Agency.name, Agency.path, Agency.country_code)
    agencies = session.execute(select(*columns).where(within(actor, *roles))).all()
    names = {row.id.hex: row.name for row in agencies}
    tree = sorted((_unit(*row, names) for row in agencies), key=lambda unit: _place(unit, names))
    hers = {grant.agency_id for grant in actor.grants if grant.role in roles}
    branches = tuple(unit for unit in tree if unit.id in hers)
    branch = _chosen(branches, branch_id)
    units = tuple(unit for unit in tree if unit.path.startswith(branch.path))
    found = Scope(branches, units, _chosen(units, unit_id) if unit_id else None, country)
    if country and country not in found.countries:
        raise NotFound
    return found


def editions_in(agency_ids: Sequence[UUID], *, locale: str) -> list[EditionChoice]:
    """Return the editions people of these agencies are enrolled in, the latest published first."""
    rows = session.execute(_EDITIONS, {"agency_ids": agency_ids, "locale": locale})
    return [EditionChoice(*row) for row in rows]


def edition_in(editions: Sequence[EditionChoice], edition_id: UUID | None) -> EditionChoice | None:
    """Return the wanted edition, or the first; None where there is none. Raises NotFound for one of elsewhere."""
    if edition_id is None:
        return editions[0] if editions else None
    found = next((each for each in editions if each.id == edition_id), None)
    if found is None:
        raise NotFound
    return found


def editions_of_cohort(cohort_id: UUID, agency_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return the editions people of these agencies are in with a cohort. Raises NotFound where none of them is in it."""
    found = frozenset(
        session.scalars(_EDITIONS_OF_COHORT, {"cohort_id": cohort_id, "agency_ids": agency_ids})
    )
    if not found:
        raise NotFound
    return found


def _unit(agency_id: UUID, name: str, path: str, country: str | None, names: dict[str, str]) -> Unit:
    return Unit(agency_id, name, path, len(_line(path, names)) - 1, country or "")


def _line(path: str, names: dict[str, str]) -> list[str]:
    """Return the names on the way down to an agency, from the first one in reach."""
    ids = (part.replace("-", "") for part in path.split("/") if part)
    return [names[each] for each in ids if each in names]


def _place(unit: Unit, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.casefold(), name) for name in _line(unit.path, names))


def _chosen(units: Sequence[Unit], unit_id: UUID | None) -> Unit:
    found = next((unit for unit in units if unit_id is None or unit.id == unit_id), None)
    if found is None:
        raise NotFound
    return found
