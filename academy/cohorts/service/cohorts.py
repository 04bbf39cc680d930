"""Opening, changing and closing cohorts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from academy.actor import Actor
from academy.audit import service as audit
from academy.cohorts import queries
from academy.cohorts.service.nominations import Decided, fill
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning import service as learning
from academy.learning.models import Cohort, CohortTrainer


@dataclass(frozen=True)
class Particulars:
    """What may be said of a cohort and changed later."""

    name: str
    starts_on: date
    closes_on: date | None
    #: None for as many as come.
    capacity: int | None
    #: None where nobody is nominated.
    nominations_until: date | None
    #: None for the academy.
    agency_id: UUID | None
    trainers: Collection[UUID]


def open_up(*, particulars: Particulars, edition: Edition, by: Actor, at: datetime) -> Cohort:
    """Open a cohort on an edition. Raises Invalid for a name that is taken or days that do not follow each other."""
    _must_be_possible(particulars)
    try:
        with session.begin_nested():
            cohort = learning.open_cohort(
                name=particulars.name, edition=edition, starts_on=particulars.starts_on,
                closes_on=particulars.closes_on, trainers=list(particulars.trainers), by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Invalid("cohort-name-taken", field="name") from error
    cohort.capacity = particulars.capacity
    cohort.nominations_until = particulars.nominations_until
    cohort.agency_id = particulars.agency_id
    session.flush()
    return cohort


def change(
    *, cohort: Cohort, particulars: Particulars, based_on: str, by: Actor, at: datetime
) -> list[Decided]:
    """Change a cohort that is held; more places go to whoever waits for them, and those are returned.

    ``based_on`` is ``queries.picture_of`` the cohort as the form showed it. Raises Conflict where somebody has
    changed it since, Invalid like ``open_up``.
    """
    trainers = {each.id for each in queries.trainers_of(cohort.id)}
    if queries.picture_of(cohort, trainers) != based_on:
        raise Conflict("cohort-changed-since")
    _must_be_possible(particulars)
    before = _values(cohort)
    try:
        with session.begin_nested():
            cohort.name, cohort.agency_id = particulars.name, particulars.agency_id
            cohort.starts_on, cohort.closes_on = particulars.starts_on, particulars.closes_on
            cohort.capacity, cohort.nominations_until = particulars.capacity, particulars.nominations_until
    except IntegrityError as error:
        raise Invalid("cohort-name-taken", field="name") from error
    _set_trainers(cohort, trainers, set(particulars.trainers))
    after = _values(cohort)
    fields = [name for name, value in after.items() if value != before[name]]
    if trainers != set(particulars.trainers):
        fields.append("trainers")
    audit.record(by=by, verb="change", object_type="cohort", object_id=cohort.id, at=at, fields=fields)
    return fill(cohort=cohort, by=by, at=at)


def close(*, cohort: Cohort, by: Actor, at: datetime) -> None:
    """Let today be the last day on which somebody may join; nominations end at once. Who is in it goes on."""
    today = at.date()
    cohort.closes_on = min(cohort.closes_on or today, today)
    cohort.starts_on = min(cohort.starts_on, cohort.closes_on)
    if cohort.nominations_until is not None and cohort.nominations_until >= today:
        cohort.nominations_until = today - timedelta(days=1)
    session.flush()
    audit.record(
        by=by, verb="close", object_type="cohort", object_id=cohort.id, at=at,
        fields=["closes_on", "nominations_until"],
    )  # fmt: skip


def _values(cohort: Cohort) -> dict[str, object]:
    names = ("name", "starts_on", "closes_on", "capacity", "nominations_until", "agency_id")
    return {name: getattr(cohort, name) for name in names}


def _set_trainers(cohort: Cohort, old: set[UUID], new: set[UUID]) -> None:
    session.execute(
        delete(CohortTrainer).where(
            CohortTrainer.cohort_id == cohort.id, CohortTrainer.person_id.in_(old - new)
        )
    )
    known = set(session.scalars(select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == cohort.id)))
    session.add_all(CohortTrainer(cohort_id=cohort.id, person_id=each) for each in new - known)
    session.flush()


def _must_be_possible(particulars: Particulars) -> None:
    closes_on, until = particulars.closes_on, particulars.nominations_until
    if closes_on is not None and closes_on < particulars.starts_on:
        raise Invalid("closes-before-start", field="closes_on")
    if closes_on is not None and until is not None and until > closes_on:
        raise Invalid("nominations-after-close", field="nominations_until")
    if not particulars.trainers:
        raise Invalid("cohort-without-trainer", field="trainers")
