"""What becomes of a coordinator's reports once her branch has changed hands."""

from __future__ import annotations

from sqlalchemy import select, update

from academy.accounts.service import Handover
from academy.agencies.models import Agency
from academy.db import session
from academy.reports.models import ReportSchedule


def inherit(handover: Handover) -> None:
    """Send the letters about a branch and its units to whoever answers for it now."""
    path = session.scalars(select(Agency.path).where(Agency.id == handover.agency_id)).one()
    branch = select(Agency.id).where(Agency.path.startswith(path, autoescape=True))
    session.execute(
        update(ReportSchedule)
        .where(ReportSchedule.person_id == handover.from_id, ReportSchedule.agency_id.in_(branch))
        .values(person_id=handover.to_id)
    )
