"""Opening cohorts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import Cohort, CohortTrainer


def open_cohort(
    *,
    name: str,
    edition: Edition,
    starts_on: date,
    closes_on: date | None,
    trainers: list[UUID],
    by: Actor | None,
    at: datetime,
) -> Cohort:
    """Open a cohort with its trainers."""
    cohort = Cohort(name=name, edition_id=edition.id, starts_on=starts_on, closes_on=closes_on)
    session.add(cohort)
    session.flush()
    session.add_all(CohortTrainer(cohort_id=cohort.id, person_id=trainer) for trainer in trainers)
    audit.record(by=by, verb="open", object_type="cohort", object_id=cohort.id, at=at)
    session.flush()
    return cohort
