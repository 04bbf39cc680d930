"""The record of how somebody came in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, update

from academy.accounts.models import Admission, AdmissionState, Vetting
from academy.actor import Actor
from academy.db import session


def note_admission(
    *, person_id: UUID, agency_id: UUID, vetting: Vetting, reason: str = "", by: Actor | None, at: datetime
) -> Admission:
    """Keep what vouched for somebody who is in."""
    noted = admission_of(
        person_id=person_id, agency_id=agency_id, vetting=vetting, reason=reason, by=by, at=at
    )
    session.add(noted)
    session.flush()
    return noted


def admission_of(
    *, person_id: UUID, agency_id: UUID, vetting: Vetting, reason: str = "", by: Actor | None, at: datetime
) -> Admission:
    """Return the record of what vouched for somebody; it is not added yet."""
    return Admission(
        agency_id=agency_id, person_id=person_id, state=AdmissionState.APPROVED, vetting=vetting.value, reason=reason,
        asked_at=at, asked_by_id=by.person_id if by else None, decided_at=at,
        decided_by_id=by.person_id if by else None,
    )  # fmt: skip


def is_admitted(*, person_id: UUID, agency_id: UUID) -> bool:
    """Say whether something vouched for a person in an agency already."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Admission.person_id == person_id, Admission.agency_id == agency_id,
                    Admission.state == AdmissionState.APPROVED,
                )
            )
        )
    )  # fmt: skip


def forget_wishes(*, person_id: UUID) -> None:
    """Take out what an erased person wrote of others at the door, and what others wrote of her."""
    session.execute(
        update(Admission)
        .where(or_(Admission.person_id == person_id, Admission.asked_by_id == person_id))
        .values(legal_name="", email="", note="", reason="")
    )
