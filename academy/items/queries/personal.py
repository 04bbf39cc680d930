"""What the item bank holds of a person who writes and reviews items, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from academy.db import session
from academy.items.models import BankComment, BankItem, BankVersion


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return which versions a person saved, which items she reviewed and what she said of items."""
    saved = session.execute(
        select(BankItem.title, BankVersion.number, BankVersion.note, BankVersion.saved_at)
        .join(BankVersion, BankVersion.item_id == BankItem.id)
        .where(BankVersion.saved_by_id == person_id)
        .order_by(BankVersion.saved_at)
    )
    return {
        "items_saved": [
            {"item": title, "version": number, "note": note, "saved_at": at.isoformat()}
            for title, number, note, at in saved
        ],
        "items_edited_last": _items(person_id, "edited_by_id"),
        "items_reviewed": _items(person_id, "reviewed_by_id"),
        "item_comments": _comments(person_id),
    }


def _items(person_id: UUID, column: str) -> list[dict[str, object]]:
    rows = session.execute(
        select(BankItem.title, BankItem.reviewed_version, BankItem.edited_at)
        .where(getattr(BankItem, column) == person_id)
        .order_by(BankItem.edited_at)
    )
    return [
        {"item": title, "reviewed_version": version, "edited_at": at.isoformat()}
        for title, version, at in rows
    ]


def _comments(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(BankItem.title, BankComment)
        .join(BankComment, BankComment.item_id == BankItem.id)
        .where(or_(BankComment.said_by_id == person_id, BankComment.settled_by_id == person_id))
        .order_by(BankComment.said_at)
    )
    return [
        {
            "item": title, "version": each.version, "is_own": each.said_by_id == person_id,
            "text": each.text if each.said_by_id == person_id else None, "said_at": each.said_at.isoformat(),
            "settled_at": each.settled_at.isoformat() if each.settled_at else None,
        }
        for title, each in rows
    ]  # fmt: skip
