"""Taking a person's name off what she wrote in the bank: the items are the academy's and stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from academy.db import session
from academy.items.models import BankComment, BankItem, BankVersion

#: Every column that says who did something to an item.
_DEEDS = (
    BankItem.edited_by_id, BankItem.reviewed_by_id, BankVersion.saved_by_id, BankComment.said_by_id,
    BankComment.settled_by_id,
)  # fmt: skip


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Take a person off every version, review and comment; the content is as it was."""
    for column in _DEEDS:
        session.execute(
            update(column.class_).where(column == person_id).values({column.key: None}),
            execution_options={"synchronize_session": False},
        )
