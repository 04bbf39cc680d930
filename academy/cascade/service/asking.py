"""Asking graduates how far they are. Each question and each reminder goes out once, however often and on how many servers
this is done: what decides it is one statement that finds only what nobody else has taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from academy.accounts.models import Person
from academy.cascade.models import Commitment
from academy.cascade.queries import is_open_at
from academy.cascade.rules.commitments import REMINDED_AFTER, next_asked
from academy.db import session

#: How many are taken in one write unit.
BATCH = 200


def ask(*, at: datetime) -> Sequence[Person]:
    """Note that the commitments whose day has come are asked about, and return whom to write to, each once.

    Where some days were missed, she is asked once; the day after that is the next that lies ahead.
    """
    due = session.execute(
        select(Commitment.id, Commitment.made_at, Commitment.ask_on)
        .where(Commitment.ask_on <= at.date(), Commitment.withdrawn_at.is_(None))
        .order_by(Commitment.ask_on, Commitment.id)
        .limit(BATCH)
    ).all()
    taken: list[UUID] = []
    for commitment_id, made_at, ask_on in due:
        following = next_asked(made_at.date(), after=at.date())
        taken += session.scalars(
            update(Commitment)
            .where(Commitment.id == commitment_id, Commitment.ask_on == ask_on)
            .values(ask_on=following, asked_at=at, reminders=0)
            .returning(Commitment.id)
            .execution_options(synchronize_session=False)
        ).all()
    return _to_write_to(taken)


def remind(*, at: datetime) -> Sequence[Person]:
    """Note which reminders are due, and return whom to remind, each once; two days that were missed are one reminder."""
    taken: list[UUID] = []
    for number, days in reversed(tuple(enumerate(REMINDED_AFTER, start=1))):
        due = (
            is_open_at(at), Commitment.asked_at <= at - timedelta(days=days), Commitment.reminders < number,
            Commitment.withdrawn_at.is_(None),
        )  # fmt: skip
        batch = select(Commitment.id).where(*due).order_by(Commitment.asked_at, Commitment.id).limit(BATCH)
        taken += session.scalars(
            update(Commitment)
            .where(Commitment.id.in_(batch), *due)
            .values(reminders=number)
            .returning(Commitment.id)
            .execution_options(synchronize_session=False)
        ).all()
    return _to_write_to(taken)


def _to_write_to(commitment_ids: Sequence[UUID]) -> Sequence[Person]:
    theirs = select(Commitment.person_id).where(Commitment.id.in_(commitment_ids))
    return session.scalars(select(Person).where(Person.id.in_(theirs), Person.disabled_at.is_(None))).all()
