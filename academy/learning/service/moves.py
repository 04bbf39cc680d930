"""Going on in a newer edition: a whole cohort, or a learner by herself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Cohort, Enrolment, EnrolmentMove
from academy.learning.queries import Moving, cohort_moving, own_moving
from academy.learning.service.completions import settle


def move_cohort(*, cohort: Cohort, edition: Edition, seen: str, by: Actor, at: datetime) -> Moving:
    """Have a cohort go on in a newer edition, as it was shown: ``seen`` is the digest of that.

    Who has completed the course stays where she is. Raises Conflict where anything has changed since.
    """
    session.refresh(cohort, with_for_update=True)
    found = cohort_moving(cohort, edition, on=at.date(), in_turn=True)
    if found.digest != seen:
        raise Conflict("changed-since-shown")
    cohort.edition_id = edition.id
    for each in found.people:
        if not each.move.is_finished:
            _go_on(each.enrolment_id, edition.id, by, at)
    audit.record(
        by=by, verb="move", object_type="cohort", object_id=cohort.id, at=at, agency_id=cohort.agency_id,
        fields=["edition_id"],
    )  # fmt: skip
    session.flush()
    return found


def move_self(*, enrolment: Enrolment, edition: Edition, seen: str, by: Actor, at: datetime) -> None:
    """Have a learner without a cohort go on in a newer edition, as it was shown to her.

    A second click changes nothing. Raises Conflict where anything has changed since.
    """
    session.refresh(enrolment, with_for_update=True)
    if enrolment.edition_id == edition.id:
        return
    if enrolment.cohort_id is not None or enrolment.completed_at is not None:
        raise Conflict("changed-since-shown")
    found = own_moving(enrolment, edition, on=at.date())
    if found.digest != seen:
        raise Conflict("changed-since-shown")
    _go_on(enrolment.id, edition.id, by, at)


def _go_on(enrolment_id: UUID, edition_id: UUID, by: Actor, at: datetime) -> None:
    enrolment = session.get_one(Enrolment, enrolment_id)
    session.add(
        EnrolmentMove(
            enrolment_id=enrolment.id, from_edition_id=enrolment.edition_id, to_edition_id=edition_id, moved_at=at,
            moved_by_id=by.person_id,
        )
    )  # fmt: skip
    enrolment.edition_id = edition_id
    audit.record(
        by=by, verb="move", object_type="enrolment", object_id=enrolment.id, at=at, agency_id=enrolment.agency_id,
        fields=["edition_id"],
    )  # fmt: skip
    settle(enrolment=enrolment, at=at)
