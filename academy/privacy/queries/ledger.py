"""Reading the ledger of erasures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select

from academy.accounts.models import Person
from academy.db import session
from academy.privacy.models import ErasureLedger


def ledger() -> Sequence[Row[UUID, datetime, str]]:
    """Return (person, erased at, reason) of everyone who was erased, oldest first: what a backup keeps beside it."""
    return session.execute(
        select(ErasureLedger.person_id, ErasureLedger.erased_at, ErasureLedger.reason).order_by(
            ErasureLedger.erased_at, ErasureLedger.person_id
        )
    ).all()


def came_back() -> Sequence[Row[UUID, datetime, str]]:
    """Return (person, erased at, reason) of everyone in the ledger whom this database holds as if never erased."""
    return session.execute(
        select(ErasureLedger.person_id, ErasureLedger.erased_at, ErasureLedger.reason)
        .join(Person, Person.id == ErasureLedger.person_id)
        .where(Person.erased_at.is_(None))
        .order_by(ErasureLedger.erased_at, ErasureLedger.person_id)
    ).all()


def ledger_size() -> int:
    """Return how many people the ledger names."""
    return session.scalar(select(func.count()).select_from(ErasureLedger)) or 0
