"""What becomes of the follow-ups a coordinator was named for once her branch has changed hands."""

from __future__ import annotations

from sqlalchemy import case, null, select, update

from academy.accounts.service import Handover
from academy.agencies.models import Agency
from academy.db import session
from academy.evaluation.models import FollowUp
from academy.learning.models import Enrolment


def inherit(handover: Handover) -> None:
    """Ask the successor, by a letter of her own, what the coordinator has not answered about people of the branch.

    About the successor herself nobody is named: whoever coordinates beside or above her is asked.
    """
    path = session.scalars(select(Agency.path).where(Agency.id == handover.agency_id)).one()
    of_branch = (
        select(Enrolment.id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(Agency.path.startswith(path, autoescape=True))
    )
    her_own = select(Enrolment.id).where(Enrolment.person_id == handover.to_id)
    session.execute(
        update(FollowUp)
        .where(
            FollowUp.supervisor_id == handover.from_id, FollowUp.answered_at.is_(None), FollowUp.enrolment_id.in_(of_branch)
        )
        .values(
            supervisor_id=case((FollowUp.enrolment_id.in_(her_own), null()), else_=handover.to_id),
            asked_at=None, reminded_at=None, reminders=0,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
