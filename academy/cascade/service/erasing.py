"""Forgetting a person's trainings, what she saw of others', and her commitments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.cascade.models import Commitment, CommitmentReport, DeliverySignOff, Training
from academy.db import session


def forget_trainings(*, person_id: UUID, at: datetime) -> None:
    """Leave a person's trainings to her agency without her, her words and what was noted of her; results stay.

    What she signed off of others stays as well, without her name.
    """
    hers = Training.leader_id == person_id
    trainings = select(Training.id).where(hers)
    session.execute(update(DeliverySignOff).where(DeliverySignOff.training_id.in_(trainings)).values(note=""))
    session.execute(
        update(DeliverySignOff).where(DeliverySignOff.assessor_id == person_id).values(assessor_id=None)
    )
    session.execute(update(Training).where(hers).values(leader_id=None, report="", reason=""))
    session.execute(update(Training).where(Training.decided_by_id == person_id).values(decided_by_id=None))


def forget_commitments(*, person_id: UUID, at: datetime) -> None:
    """Forget what somebody committed herself to, and what she said of it: both are her own words."""
    hers = select(Commitment.id).where(Commitment.person_id == person_id)
    session.execute(delete(CommitmentReport).where(CommitmentReport.commitment_id.in_(hers)))
    session.execute(delete(Commitment).where(Commitment.person_id == person_id))


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Forget a person in the cascade."""
    forget_commitments(person_id=person_id, at=at)
    forget_trainings(person_id=person_id, at=at)
