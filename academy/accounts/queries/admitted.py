"""How a person came in and went on, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Admission, Transfer
from academy.agencies.models import Agency
from academy.db import session


def own_admissions(person_id: UUID) -> list[dict[str, object]]:
    """Return how a person came in, for herself."""
    rows = session.execute(
        select(Admission, Agency.name)
        .join(Agency, Agency.id == Admission.agency_id)
        .where(or_(Admission.person_id == person_id, Admission.asked_by_id == person_id))
        .order_by(Admission.asked_at)
    )
    return [
        {
            "agency": name, "state": each.state, "vouched_by": each.vetting, "asked_at": each.asked_at.isoformat(),
            "is_about_you": each.person_id == person_id, "asked_by_you": each.asked_by_id == person_id,
            "note": each.note, "reason": each.reason,
        }
        for each, name in rows
    ]  # fmt: skip


def own_transfers(person_id: UUID) -> list[dict[str, object]]:
    """Return a person's transfers, for herself."""
    rows = session.scalars(
        select(Transfer)
        .where(Transfer.person_id == person_id)
        .options(joinedload(Transfer.from_agency), joinedload(Transfer.to_agency))
        .order_by(Transfer.asked_at)
    )
    return [
        {
            "from": each.from_agency.name, "to": each.to_agency.name, "state": each.state,
            "asked_at": each.asked_at.isoformat(),
            "decided_at": each.decided_at.isoformat() if each.decided_at else None,
        }
        for each in rows
    ]  # fmt: skip
