"""Forgetting a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.db import session
from academy.evaluation.models import CaseReport, FollowUp
from academy.learning.models import Enrolment


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove what was asked and answered of a person.

    What she answered of others and reported for her agency stays, and is nobody's; where she was still to be asked,
    the coordinators are.
    """
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(FollowUp).where(FollowUp.enrolment_id.in_(enrolments)))
    session.execute(update(FollowUp).where(FollowUp.supervisor_id == person_id).values(supervisor_id=None))
    session.execute(update(FollowUp).where(FollowUp.answered_by_id == person_id).values(answered_by_id=None))
    session.execute(
        update(CaseReport).where(CaseReport.reported_by_id == person_id).values(reported_by_id=None)
    )
