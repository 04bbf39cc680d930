"""The ledger of erasures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base


class ErasureLedger(Base):
    """One person who was erased. No foreign key: a restored backup may not know her, or know her again."""

    __tablename__ = "erasure_ledger"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
    #: Why, in a word or two of the procedure ("request", "left the service"); never a name.
    reason: Mapped[str]
