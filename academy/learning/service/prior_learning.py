"""Prior learning: a trainer's word, with evidence and a reason, that a learner could do an activity before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Edition
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning.models import Completion, Enrolment, PriorLearning
from academy.learning.queries import outline_of
from academy.learning.service.completions import complete, take_back


def record_prior_learning(
    *, enrolment: Enrolment, activity: str, evidence: str, reason: str, by: Actor, at: datetime
) -> PriorLearning:
    """Record prior learning; the activity counts as done from now on. The same again is the same record.

    Raises Invalid for what is not in the course or not told, Conflict where the activity is done already,
    Forbidden for one's own.
    """
    session.refresh(enrolment, with_for_update=True)
    if enrolment.person_id == by.person_id:
        raise Forbidden("own-record")
    if outline_of(session.get_one(Edition, enrolment.edition_id)).activity(activity) is None:
        raise Invalid("activity-unknown", field="activity")
    for field, text in (("evidence", evidence), ("reason", reason)):
        if not text.strip():
            raise Invalid(f"{field}-missing", field=field)
    held = session.scalar(
        select(PriorLearning).where(
            PriorLearning.enrolment_id == enrolment.id,
            PriorLearning.activity == activity,
            PriorLearning.withdrawn_at.is_(None),
        )
    )
    if held is not None and (held.evidence, held.reason) == (evidence, reason):
        return held
    if held is not None or session.get(Completion, (enrolment.id, activity)) is not None:
        raise Conflict("done-already")
    made = PriorLearning(
        enrolment_id=enrolment.id, activity=activity, evidence=evidence, reason=reason, recorded_at=at,
        recorded_by_id=by.person_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        by=by, verb="record-prior-learning", object_type="prior_learning", object_id=made.id, at=at,
        agency_id=enrolment.agency_id,
    )  # fmt: skip
    complete(enrolment=enrolment, activity=activity, at=at)
    return made


def withdraw_prior_learning(*, record: PriorLearning, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw prior learning, with a reason; it stays on record.

    The activity is to be done again unless she has done it meanwhile. Raises Conflict where the course is
    complete: what was earned by it is never taken back.
    """
    enrolment = session.get_one(Enrolment, record.enrolment_id, with_for_update=True)
    session.refresh(record)
    if not reason.strip():
        raise Invalid("reason-missing", field="withdrawal")
    if record.withdrawn_at is not None:
        return
    if enrolment.completed_at is not None:
        raise Conflict("course-complete")
    record.withdrawn_at, record.withdrawn_by_id, record.withdrawal = at, by.person_id, reason
    audit.record(
        by=by, verb="withdraw-prior-learning", object_type="prior_learning", object_id=record.id, at=at,
        agency_id=enrolment.agency_id,
    )  # fmt: skip
    session.flush()
    if record.earned_at is None:
        take_back(enrolment=enrolment, activity=record.activity, at=at, by=by)
