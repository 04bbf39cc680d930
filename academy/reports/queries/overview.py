"""Trained capacity of every agency, in few grouped statements; who sees which of it is decided when it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from academy.actor import Actor, Role
from academy.agencies.models import Agency, Kind
from academy.certificates.models import Certificate
from academy.certificates.rules import State
from academy.courses.models import Course, Edition
from academy.db import session
from academy.learning.models import Enrolment
from academy.reports.models import KeptOverview
from academy.reports.rules.overview import Capacity, Counted, Place

#: Under this key the overview of all agencies is kept; every page shows its reader's part of it.
KEY = "capacity"
#: A certificate that ends within this time is listed as expiring.
SOON = timedelta(days=90)


def kept() -> KeptOverview | None:
    """Return what was counted last."""
    return session.get(KeptOverview, KEY)


def counted_in(figures: Iterable[Any]) -> list[Counted]:
    """Read kept figures."""
    return [Counted.of(each) for each in figures]


def count_capacity(at: datetime) -> list[Counted]:
    """Count every agency's people by level and track. People of two tracks count in both."""
    found: dict[tuple[str, str, str | None], list[int]] = {}
    for agency_id, level, track, enrolled, completed in session.execute(_ENROLLED):
        found[str(agency_id), level, track] = [enrolled, completed, 0, 0, 0]
    for agency_id, level, track, *numbers in session.execute(_certified(at)):
        found.setdefault((str(agency_id), level, track), [0, 0, 0, 0, 0])[2:] = numbers
    return [
        Counted(*key, Capacity(*numbers))
        for key, numbers in sorted(found.items(), key=lambda each: (each[0][:2], each[0][2] or ""))
    ]


def places_for(actor: Actor) -> list[Place]:
    """Return the agencies whose exact numbers somebody may see: her branches, or for an administrator all."""
    agencies = session.scalars(select(Agency)).all()
    kinds = {agency.id: agency.kind for agency in agencies}
    above = {agency.id: agency.parent_id for agency in agencies}
    paths = ("",) if actor.has(Role.ADMINISTRATOR) else actor.paths(Role.COORDINATOR)
    return [
        Place(str(each.id), each.country_code or "", _kind(each.id, kinds, above))
        for each in agencies
        if each.path.startswith(paths)
    ]


def _kind(agency_id: Any, kinds: dict[Any, str], above: dict[Any, Any]) -> str:
    while kinds[agency_id] == Kind.UNIT and above[agency_id] in kinds:
        agency_id = above[agency_id]
    return kinds[agency_id]


#: Grouped by course over an index first: levels are few, people many.
_ENROLLED = (
    select(
        Enrolment.agency_id, Course.level, Course.track, func.count(Enrolment.person_id.distinct()),
        func.count(Enrolment.person_id.distinct()).filter(Enrolment.completed_at.is_not(None)),
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(or_(Enrolment.withdrawn_at.is_(None), Enrolment.completed_at.is_not(None)))
    .group_by(Enrolment.agency_id, Course.level, Course.track)
)  # fmt: skip


def _certified(at: datetime) -> Any:
    today = at.date()
    holds = and_(
        Certificate.state == State.VALID.value,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= today),
    )
    later = aliased(Certificate)
    renewed = (
        select(later.id).where(later.renews_id == Certificate.id, later.state == State.VALID.value).exists()
    )
    people = func.count(Certificate.person_id.distinct())  # one who renewed hers holds two for a while
    return (
        select(
            Certificate.agency_id, Course.level, Course.track, people, people.filter(holds),
            people.filter(holds, Certificate.valid_until <= today + SOON, ~renewed),
        )
        .join(Edition, Edition.id == Certificate.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .group_by(Certificate.agency_id, Course.level, Course.track)
    )  # fmt: skip
