"""What assessors saw of a training."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, and_, func, select

from academy.accounts.models import Person
from academy.cascade.models import DeliverySignOff, Training
from academy.db import session


def sign_offs_of(training: Training) -> Sequence[Row[DeliverySignOff, str | None]]:
    """Return (sign-off, its assessor's call-sign) of a training, the latest first."""
    return session.execute(
        select(DeliverySignOff, Person.call_sign)
        .outerjoin(Person, and_(Person.id == DeliverySignOff.assessor_id, Person.erased_at.is_(None)))
        .where(DeliverySignOff.training_id == training.id)
        .order_by(DeliverySignOff.number.desc())
    ).all()


def with_key(training: Training, key: str) -> DeliverySignOff | None:
    """Return what was signed off with a key already."""
    return session.scalar(
        select(DeliverySignOff).where(
            DeliverySignOff.training_id == training.id, DeliverySignOff.idempotency_key == key
        )
    )


def count_of(training: Training) -> int:
    """Return how many sign-offs a training has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(DeliverySignOff)
            .where(DeliverySignOff.training_id == training.id)
        )
        or 0
    )
