"""Other dates and more attempts, for one learner or a whole cohort."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning.models import Cohort, Enrolment, Override
from academy.learning.queries import outline_of
from academy.learning.rules import WHOLE_COURSE, Dates


def set_override(
    *, holder: Cohort | Enrolment, activity: str, stands: Dates, reason: str, by: Actor, at: datetime
) -> Override:
    """Set what stands in for the edition at an activity (or the whole course, ``""``).

    What the holder had there before is replaced. Raises Invalid, Forbidden for one's own.
    """
    _check(session.get_one(Edition, holder.edition_id), activity, stands, reason)
    if isinstance(holder, Enrolment) and holder.person_id == by.person_id:
        raise Forbidden("own-record")
    session.get_one(type(holder), holder.id, with_for_update=True)  # two clicks set one
    is_cohorts = isinstance(holder, Cohort)
    column = Override.cohort_id if is_cohorts else Override.enrolment_id
    found = session.scalar(select(Override).where(column == holder.id, Override.activity == activity))
    if found is None:
        found = Override(
            cohort_id=holder.id if is_cohorts else None, enrolment_id=None if is_cohorts else holder.id, activity=activity
        )  # fmt: skip
        session.add(found)
    _fill(found, stands, reason, by, at)
    return found


def change_override(
    *, override: Override, seen: str, stands: Dates, reason: str, by: Actor, at: datetime
) -> None:
    """Change an override; ``seen`` is the mark of what was on the form (``mark_of``). Raises Invalid or Conflict."""
    session.refresh(override, with_for_update=True)
    if mark_of(override) != seen:
        raise Conflict("override-changed")
    cohorts = session.get(Cohort, override.cohort_id) if override.cohort_id else None
    holder = cohorts or session.get_one(Enrolment, override.enrolment_id)
    if isinstance(holder, Enrolment) and holder.person_id == by.person_id:
        raise Forbidden("own-record")
    _check(session.get_one(Edition, holder.edition_id), override.activity, stands, reason)
    _fill(override, stands, reason, by, at)


def remove_override(*, override: Override, by: Actor, at: datetime) -> None:
    """Let the edition's own dates and attempts stand again."""
    audit.record(by=by, verb="remove-override", object_type="override", object_id=override.id, at=at)
    session.delete(override)
    session.flush()


def mark_of(override: Override) -> str:
    """Return what tells one state of an override from the next."""
    return override.set_at.isoformat()


def _fill(override: Override, stands: Dates, reason: str, by: Actor, at: datetime) -> None:
    override.opens_on, override.due_on = stands.opens_on, stands.due_on
    override.closes_on, override.attempts = stands.closes_on, stands.attempts
    override.reason, override.set_at, override.set_by_id = reason, at, by.person_id
    session.flush()
    audit.record(
        by=by, verb="set-override", object_type="override", object_id=override.id, at=at,
        fields=[name for name in ("opens_on", "due_on", "closes_on", "attempts") if getattr(stands, name) is not None],
    )  # fmt: skip


def _check(edition: Edition, activity: str, stands: Dates, reason: str) -> None:
    if activity != WHOLE_COURSE and outline_of(edition).activity(activity) is None:
        raise Invalid("activity-unknown", field="activity")
    if stands == Dates():
        raise Invalid("override-empty", field="due_on")
    if stands.attempts is not None and activity == WHOLE_COURSE:
        raise Invalid("attempts-of-one-activity", field="attempts")
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")
    days = [day for day in (stands.opens_on, stands.due_on, stands.closes_on) if day is not None]
    if days != sorted(days):
        raise Invalid("days-out-of-order", field="closes_on")
