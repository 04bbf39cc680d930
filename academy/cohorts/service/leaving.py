"""What becomes of nominations when a learner leaves the agency that made them."""

from __future__ import annotations

from sqlalchemy import exists, select

from academy.accounts.service import Move
from academy.cohorts.models import Nomination, NominationState
from academy.cohorts.queries import CURRENT
from academy.cohorts.queries.cohorts import held
from academy.cohorts.service.nominations import Decided, fill
from academy.db import session
from academy.learning.models import Enrolment


def follow(move: Move) -> list[Decided]:
    """Let nominations go with her to the agency that takes her, or end them; return to whom a place that falls free is given.

    Her enrolments are learning's, which has seen to them: this follower comes after that.
    """
    is_complete = exists().where(
        Enrolment.person_id == Nomination.person_id, Enrolment.cohort_id == Nomination.cohort_id,
        Enrolment.completed_at.is_not(None),
    )  # fmt: skip
    current = (
        Nomination.person_id == move.person_id, Nomination.agency_id == move.from_id, Nomination.state.in_(CURRENT),
        ~is_complete,
    )  # fmt: skip
    given: list[Decided] = []
    for cohort_id in session.scalars(
        select(Nomination.cohort_id).where(*current).distinct().order_by(Nomination.cohort_id)
    ).all():
        cohort = held(cohort_id)
        found = session.scalars(select(Nomination).where(*current, Nomination.cohort_id == cohort_id)).all()
        for nomination in found:
            if move.to_id is not None:
                nomination.agency_id = move.to_id
            else:
                nomination.state, nomination.decided_at = NominationState.WITHDRAWN, move.at
        session.flush()
        if move.to_id is None:
            given += fill(cohort=cohort, by=move.by, at=move.at)
    return given
