"""Letters that come again and again: whose they are, and which are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.agencies.models import Agency
from academy.db import session
from academy.errors import NotFound
from academy.reports.models import ReportSchedule


def schedules_of(actor: Actor) -> Sequence[tuple[ReportSchedule, str]]:
    """Return the actor's letters with the names of their branches, the next first."""
    rows = session.execute(
        select(ReportSchedule, Agency.name)
        .join(Agency, Agency.id == ReportSchedule.agency_id)
        .where(ReportSchedule.person_id == actor.person_id)
        .order_by(ReportSchedule.next_on, ReportSchedule.made_at)
    )
    return [(schedule, name) for schedule, name in rows]


def schedule_for(actor: Actor, schedule_id: UUID) -> ReportSchedule:
    """Return a letter of the actor's own. Raises NotFound for any other."""
    found = session.scalars(
        select(ReportSchedule).where(
            ReportSchedule.id == schedule_id, ReportSchedule.person_id == actor.person_id
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def due_schedules(*, on: date) -> Sequence[UUID]:
    """Return the letters whose turn it is."""
    return session.scalars(
        select(ReportSchedule.id).where(ReportSchedule.next_on <= on).order_by(ReportSchedule.next_on)
    ).all()


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return the letters a person has asked for."""
    rows = session.execute(
        select(ReportSchedule, Agency.name)
        .join(Agency, Agency.id == ReportSchedule.agency_id)
        .where(ReportSchedule.person_id == person_id)
        .order_by(ReportSchedule.made_at)
    )
    return {
        "reports_by_letter": [
            {
                "branch": name, "report": each.report, "rhythm": each.rhythm, "filter": each.filter,
                "next_on": each.next_on.isoformat(), "made_at": each.made_at.isoformat(),
                "last_sent_at": each.last_sent_at.isoformat() if each.last_sent_at else None,
            }
            for each, name in rows
        ]
    }  # fmt: skip
