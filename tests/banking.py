"""Items for tests of the bank, and the bank filled with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from academy import db
from academy.actor import Actor
from academy.items.content import Item
from academy.items.kinds import parse
from academy.items.models import BankItem
from academy.items.service.bank import File, NewItem, add_items

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def written(prompt: str = "Who seals the bag?", key: str = "seal", **more: Any) -> Item:
    """Return a single-choice item."""
    choices = [{"text": "Whoever found it", "right": True}, {"text": "Nobody"}]
    return parse({"key": key, "kind": "single-choice", "prompt": prompt, "choices": choices, **more})


def banked(
    *items: Item, by: Actor | None = None, category: str = "", agency_id: UUID | None = None, files: dict[str, File] | None = None
) -> list[BankItem]:  # fmt: skip
    """Put items into the bank."""
    with db.writing():
        return add_items(
            items=[NewItem(item, category, files=files or {}) for item in items], agency_id=agency_id, source_locale="en", by=by, at=AT
        )  # fmt: skip


def deep(count: int, *, agency_id: UUID | None = None) -> None:
    """Fill the bank with many items, fast."""
    kinds = ("Law", "Evidence/Custody", "Evidence/Photographs", "Safety", "")
    with db.writing():
        add_items(
            items=[
                NewItem(written(f"Question {number} of many?", tags=[f"t-{number % 7}"]), kinds[number % 5])
                for number in range(count)
            ],
            agency_id=agency_id, source_locale="en", by=None, at=AT,
        )  # fmt: skip


def unknown() -> UUID:
    """Return an id that nothing has."""
    return uuid4()
