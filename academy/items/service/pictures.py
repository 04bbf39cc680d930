"""Pictures of the bank's items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from academy.actor import Actor
from academy.courses.service.media import name_for
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.items.models import BankItem, BankMedium, BankVersion
from academy.items.rules.versions import files_of, repictured
from academy.items.service.bank import hold, note_deed, save_version
from academy.media import service as media
from academy.media.rules import Media


def add_picture(
    *, item: BankItem, name: str, file: Media, card: Mapping[str, Any], by: Actor, at: datetime
) -> BankMedium:
    """Add a picture to what an item can show. The same bytes again are the picture there is."""
    if not file.content_type.startswith("image/"):
        raise Invalid("bank-not-a-picture", field="file")
    hold([item.id])
    rows = session.scalars(select(BankMedium).where(BankMedium.item_id == item.id)).all()
    if same := [row for row in rows if row.digest == file.digest]:
        return same[0]
    media.register_all(media=[file], at=at)
    row = BankMedium(
        item_id=item.id,
        name=name_for(name, name, {row.name for row in rows}),
        digest=file.digest,
        card=dict(card),
    )
    session.add(row)
    note_deed(item, "add-picture", by, at)
    return row


def replace_picture(
    *, item: BankItem, name: str, file: Media, card: Mapping[str, Any], by: Actor, at: datetime
) -> bool:
    """Let an item show another picture from its next version on; say whether it is a new version.

    Nothing else of the newest version changes, whoever saved it; what earlier versions show stays, under its own
    name. Raises Conflict for a retired item, and Invalid where the item does not show the picture any more.
    """
    hold([item.id])
    current = session.get_one(BankVersion, (item.id, item.version)).content
    row = add_picture(item=item, name=name, file=file, card=card, by=by, at=at)
    session.flush()
    if name not in files_of(current):
        if row.name in files_of(current):
            return False  # the answer to the first was lost
        raise Invalid("bank-picture-not-shown", field="file", name=name)
    new = repictured(current, name, row.name, str(card["alt"]))
    return save_version(item=item, content=new, based_on=item.version, note="", by=by, at=at)


def take_out(*, item: BankItem, name: str, by: Actor, at: datetime) -> None:
    """Take out a picture that the item does not show any more; earlier versions stay, and show nothing there.

    Raises Conflict where the newest version shows it. One that is not there is taken out already.
    """
    hold([item.id])
    if name in files_of(session.get_one(BankVersion, (item.id, item.version)).content):
        raise Conflict("bank-picture-shown", name=name)
    row = session.get(BankMedium, (item.id, name))
    if row is None:
        return
    session.delete(row)
    note_deed(item, "remove-picture", by, at)
