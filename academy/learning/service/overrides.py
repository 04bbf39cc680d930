"""Other dates, more attempts and more time, for one learner or a whole cohort."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning.models import Cohort, Enrolment, Override
from academy.learning.queries import outline_of
from academy.learning.rules import WHOLE_COURSE, Dates

#: Given enrolments, an activity (``""``: all of them) and the moment: what else moves when overrides change.
Mover = Callable[[Iterable[UUID], str, datetime], None]
_movers: list[Mover] = []
#: What an override can say.
SAYS = ("opens_on", "due_on", "closes_on", "attempts", "minutes", "extra_minutes")


def when_overrides_change(mover: Mover) -> None:
    """Have ``mover`` called in the transaction of every change: what depends on dates lies on floors above."""
    if mover not in _movers:
        _movers.append(mover)


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
    _move(override, at)


def mark_of(override: Override) -> str:
    """Return what tells one state of an override from the next."""
    return override.set_at.isoformat()


def _fill(override: Override, stands: Dates, reason: str, by: Actor, at: datetime) -> None:
    for name in SAYS:
        setattr(override, name, getattr(stands, name))
    override.reason, override.set_at, override.set_by_id = reason, at, by.person_id
    session.flush()
    audit.record(
        by=by, verb="set-override", object_type="override", object_id=override.id, at=at,
        fields=[name for name in SAYS if getattr(stands, name) is not None],
    )  # fmt: skip
    _move(override, at)


def _move(override: Override, at: datetime) -> None:
    """Let what is under way follow at once."""
    concerned = [override.enrolment_id] if override.enrolment_id else _enrolled_in(override.cohort_id)
    for mover in _movers:
        mover(concerned, override.activity, at)


def _enrolled_in(cohort_id: UUID | None) -> list[UUID]:
    return list(session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)))


def _check(edition: Edition, activity: str, stands: Dates, reason: str) -> None:
    if activity != WHOLE_COURSE and outline_of(edition).activity(activity) is None:
        raise Invalid("activity-unknown", field="activity")
    if stands == Dates():
        raise Invalid("override-empty", field="due_on")
    if stands.attempts is not None and activity == WHOLE_COURSE:
        raise Invalid("attempts-of-one-activity", field="attempts")
    if stands.minutes is not None and activity == WHOLE_COURSE:
        raise Invalid("minutes-of-one-activity", field="minutes")
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")
    days = [day for day in (stands.opens_on, stands.due_on, stands.closes_on) if day is not None]
    if days != sorted(days):
        raise Invalid("days-out-of-order", field="closes_on")
