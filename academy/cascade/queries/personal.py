"""What the cascade holds of a person, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from academy.cascade.models import Commitment, DeliverySignOff, Training
from academy.cascade.queries.commitments import commitments_of
from academy.db import session


def trainings_of(person_id: UUID) -> dict[str, object]:
    """Return a person's trainings with what was seen of them, and those she decided on or signed off."""
    led = session.scalars(
        select(Training).where(Training.leader_id == person_id).order_by(Training.proposed_at)
    ).all()
    seen = session.scalars(
        select(DeliverySignOff)
        .where(DeliverySignOff.training_id.in_([each.id for each in led]))
        .order_by(DeliverySignOff.signed_at)
    ).all()
    given = session.execute(
        select(Training.title, DeliverySignOff.signed_at)
        .join(Training, Training.id == DeliverySignOff.training_id)
        .where(DeliverySignOff.assessor_id == person_id)
        .order_by(DeliverySignOff.signed_at)
    )
    decided = session.execute(
        select(Training.title, Training.decided_at, Training.state)
        .where(Training.decided_by_id == person_id)
        .order_by(Training.decided_at)
    )
    return {
        "trainings": [
            {**_said(each), "seen": [_seen(sign_off) for sign_off in seen if sign_off.training_id == each.id]} for each in led
        ],
        "trainings_decided": [
            {"title": title, "decided_at": at.isoformat() if at else None, "state": state} for title, at, state in decided
        ],
        "deliveries_signed_off": [{"title": title, "signed_at": at.isoformat()} for title, at in given],
    }  # fmt: skip


def _said(each: Training) -> dict[str, object]:
    return {
        "title": each.title, "place": each.place, "starts_on": each.starts_on.isoformat(), "ends_on": each.ends_on.isoformat(),
        "places": each.places, "generation": each.generation, "state": each.state, "reason": each.reason,
        "report": each.report, "proposed_at": each.proposed_at.isoformat(),
    }  # fmt: skip


def _seen(each: DeliverySignOff) -> dict[str, object]:
    return {
        "number": each.number, "observed_on": each.observed_on.isoformat(), "findings": each.findings,
        "is_passed": each.is_passed, "note": each.note,
    }  # fmt: skip


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what the cascade holds of a person."""
    committed = [_committed(each) for each in commitments_of(person_id)]
    return {**trainings_of(person_id), "commitments": committed}


def _committed(each: Commitment) -> dict[str, object]:
    return {
        "kind": each.kind, "text": each.text, "due_on": each.due_on.isoformat(), "made_at": each.made_at.isoformat(),
        "withdrawn_at": each.withdrawn_at.isoformat() if each.withdrawn_at else None,
        "asked_at": each.asked_at.isoformat() if each.asked_at else None, "reminders": each.reminders,
        "reports": [
            {"progress": said.progress, "note": said.note, "reported_at": said.reported_at.isoformat()} for said in each.reports
        ],
    }  # fmt: skip
