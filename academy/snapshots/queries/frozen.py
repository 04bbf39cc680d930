"""Snapshots somebody may see, the branches she may freeze, and what their figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.courses.models import Course
from academy.db import session
from academy.errors import NotFound
from academy.snapshots.models import Snapshot, Tranche, Watermark
from academy.snapshots.queries.counting import Counts, exact_counts
from academy.snapshots.rules.definitions import SMALLEST
from academy.snapshots.rules.figures import Ground, Portion, Taught, Unit
from academy.snapshots.rules.tranches import Place, Tally, pools, release

#: Snapshots on one page of the list.
PAGE_SIZE = 50


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Match snapshots of what the actor coordinates; an administrator's are all."""
    if actor.has(Role.ADMINISTRATOR):
        return Snapshot.id.is_not(None)
    return or_(
        false(), *(Agency.path.startswith(path, autoescape=True) for path in actor.paths(Role.COORDINATOR))
    )


def snapshots_for(actor: Actor) -> Sequence[Snapshot]:
    """Return the snapshots somebody may see, the latest first."""
    return session.scalars(
        select(Snapshot)
        .outerjoin(Agency, Agency.id == Snapshot.agency_id)
        .options(joinedload(Snapshot.agency))
        .where(may_see(actor))
        .order_by(Snapshot.taken_at.desc())
        .limit(PAGE_SIZE)
    ).all()


def snapshot_for(actor: Actor, snapshot_id: UUID) -> Snapshot:
    """Return one of them. Raises NotFound for one of elsewhere, or none."""
    found = session.scalar(
        select(Snapshot)
        .outerjoin(Agency, Agency.id == Snapshot.agency_id)
        .where(Snapshot.id == snapshot_id, may_see(actor))
    )
    if found is None:
        raise NotFound
    return found


def branches_for(actor: Actor) -> Sequence[Agency]:
    """Return the agencies whose branch somebody may freeze, by name."""
    is_hers = or_(
        false(), *(Agency.path.startswith(path, autoescape=True) for path in actor.paths(Role.COORDINATOR))
    )
    is_any = Agency.id.is_not(None) if actor.has(Role.ADMINISTRATOR) else is_hers
    return session.scalars(select(Agency).where(is_any).order_by(Agency.name)).all()


def branch_for(actor: Actor, agency_id: UUID | None) -> Agency | None:
    """Return the head of a branch somebody may freeze; None, for an administrator, is the whole academy."""
    if agency_id is None and actor.has(Role.ADMINISTRATOR):
        return None
    found = next((each for each in branches_for(actor) if each.id == agency_id), None)
    if found is None:
        raise NotFound
    return found


def ground(head: Agency | None) -> Ground:
    """Return the agencies of a branch in tree order, and the courses, as they stand now."""
    wanted = select(Agency)
    if head is not None:
        wanted = wanted.where(Agency.path.startswith(head.path, autoescape=True))
    agencies = session.scalars(wanted).all()
    names = {agency.id.hex: agency.name for agency in agencies}
    here = {agency.id for agency in agencies}
    courses = session.execute(select(Course.slug, Course.level, Course.track).order_by(Course.slug))
    return Ground(
        tuple(_unit(each, here) for each in sorted(agencies, key=lambda each: _line(each.path, names))),
        tuple(Taught(*row) for row in courses),
    )


def newly(known: Ground) -> tuple[list[Portion], Counts]:
    """Return what may be told of a branch beyond what was told before, and the exact numbers behind it."""
    ids = [UUID(unit.id) for unit in known.units]
    counts, counted = exact_counts(ids), _watermarks(ids)
    neighbours = pools(_tree())
    found = []
    for (measure, course), there in sorted(counts.items()):
        exact = {unit.id: there.get(unit.id, Tally()) for unit in known.units}
        marks = counted.get((measure, course), {})
        for group, tally in release(neighbours, exact, marks, SMALLEST):
            found.append(Portion(measure, course, group, tally))
    return found, counts


def told(known: Ground, *, until: datetime | None = None) -> list[Portion]:
    """Return the tranches inside a branch; of the snapshots taken up to a moment, that one's own among them."""
    wanted = select(Tranche).join(Snapshot, Snapshot.id == Tranche.snapshot_id)
    if until is not None:
        wanted = wanted.where(Snapshot.taken_at <= until)
    inside = {unit.id for unit in known.units}
    return [
        Portion(each.measure, each.subject, tuple(each.agency_ids), Tally(each.count, each.sums))
        for each in session.scalars(wanted)
        if inside.issuperset(each.agency_ids)
    ]


def latest(taken_by_id: UUID | None = None) -> Snapshot | None:
    """Return the latest snapshot, of anybody or of one person."""
    wanted = select(Snapshot).order_by(Snapshot.taken_at.desc()).limit(1)
    if taken_by_id is not None:
        wanted = wanted.where(Snapshot.taken_by_id == taken_by_id)
    return session.scalar(wanted)


def every_snapshot() -> Iterable[Snapshot]:
    """Give all snapshots, the first one first."""
    return session.scalars(select(Snapshot).order_by(Snapshot.taken_at))


def _watermarks(agency_ids: Iterable[UUID]) -> Counts:
    found: Counts = {}
    for mark in session.scalars(select(Watermark).where(Watermark.agency_id.in_(list(agency_ids)))):
        found.setdefault((mark.measure, mark.subject), {})[str(mark.agency_id)] = Tally(mark.count, mark.sums)
    return found


def _tree() -> list[Place]:
    rows = session.execute(select(Agency.id, Agency.parent_id))
    return [Place(str(identity), str(parent) if parent else None) for identity, parent in rows]


def _unit(agency: Agency, here: set[UUID]) -> Unit:
    parent = str(agency.parent_id) if agency.parent_id in here else None
    return Unit(str(agency.id), agency.name, agency.kind, agency.country_code, parent)


def _line(path: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return the names on the way down to an agency, from the first of the branch."""
    found = [names.get(part.replace("-", ""), "") for part in path.split("/")]
    return [(name.casefold(), name) for name in found if name]
