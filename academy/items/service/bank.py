"""The bank, item by item: put in, saved as a new version each time, reviewed, talked about, retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import rules as course_rules
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.items.content import Item
from academy.items.models import BankComment, BankItem, BankMedium, BankTag, BankVersion, Status
from academy.items.rules.categories import tidy
from academy.items.rules.versions import Data, files_of, is_mere_filing, plain, title_of

#: Signs of a note on a version, and of a comment.
LONGEST_NOTE = 500
LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class File:
    """A picture that an item brings along; its bytes are in storage and it is registered."""

    digest: str
    #: ``licence``, ``credit``, ``origin``, as ``courses.content.MediaFile`` has them.
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewItem:
    """An item that is to be put into the bank."""

    content: Item
    category: str = ""
    note: str = ""
    #: By the names its pictures use.
    files: Mapping[str, File] = field(default_factory=dict)
    #: Its id, where whoever puts it in must find it again; else it gets one.
    id: UUID | None = None


def add_items(
    *, items: Sequence[NewItem], agency_id: UUID | None, source_locale: str, by: Actor | None, at: datetime
) -> list[BankItem]:
    """Put items into the bank, each as its first version, all or none. Raises Invalid where a picture is missing."""
    by_id = by.person_id if by else None
    made, versions, tags, media = [], [], [], []
    for new in items:
        data = plain(new.content)
        if missing := sorted(files_of(data) - set(new.files)):
            raise Invalid("bank-picture-missing", field="picture.file", name=missing[0])
        row = BankItem(
            id=new.id or uuid4(), agency_id=agency_id, kind=data["kind"], category=tidy(new.category), status=Status.DRAFT, version=1,
            source_locale=source_locale, edited_at=at, edited_by_id=by_id, title="", folded="",
        )  # fmt: skip
        _show(row, data)
        made.append(row)
        versions.append(
            {"item_id": row.id, "number": 1, "content": data, "note": new.note[:LONGEST_NOTE], "saved_at": at, "saved_by_id": by_id}
        )  # fmt: skip
        tags += [{"item_id": row.id, "tag": tag} for tag in dict.fromkeys(data.get("tags", ()))]
        media += [
            {"item_id": row.id, "name": name, "digest": file.digest, "card": dict(file.card)}
            for name, file in new.files.items()
        ]
    session.add_all(made)
    session.flush()
    for model, rows in ((BankVersion, versions), (BankTag, tags), (BankMedium, media)):
        if rows:
            session.execute(insert(model), rows)
    note_deeds(made, "add", by, at)
    return made


def save_version(
    *, item: BankItem, content: Item | Data, based_on: int, note: str, by: Actor | None, at: datetime
) -> bool:
    """Save what an item says now as its newest version; say whether anything changed.

    ``based_on`` is the version its author began from. What the bank says already is no version, so a save may be
    repeated. Raises Conflict where somebody saved another version meanwhile, and for a retired item.
    """
    hold([item.id])
    data = plain(content) if isinstance(content, Item) else dict(content)
    current = session.get_one(BankVersion, (item.id, item.version)).content
    if data == current:
        return False
    if based_on != item.version:
        raise Conflict("bank-item-moved-on")
    if item.status == Status.RETIRED:
        raise Conflict("bank-item-retired")
    held = set(session.scalars(select(BankMedium.name).where(BankMedium.item_id == item.id)))
    if missing := sorted(files_of(data) - held):
        raise Invalid("bank-picture-missing", field="picture.file", name=missing[0])
    _add_version(item, current, data, note, by, at)
    note_deed(item, "change", by, at)
    return True


def restore_version(
    *, item: BankItem, number: int, based_on: int, note: str, by: Actor, at: datetime
) -> bool:
    """Make what an earlier version said the newest version; the ones between stay."""
    earlier = session.get_one(BankVersion, (item.id, number))
    return save_version(item=item, content=earlier.content, based_on=based_on, note=note, by=by, at=at)


def file_under(*, item: BankItem, category: str, by: Actor, at: datetime) -> None:
    """Move an item to another category; this is no new version."""
    hold([item.id])
    if item.category != (path := tidy(category)):
        item.category = path
        note_deed(item, "move", by, at)


def review(*, item: BankItem, version: int, by: Actor, at: datetime) -> None:
    """Mark the newest version as reviewed. Raises Conflict for one's own version, or where it is not the newest."""
    hold([item.id])
    if version != item.version:
        raise Conflict("bank-item-moved-on")
    if item.status == Status.RETIRED:
        raise Conflict("bank-item-retired")
    if item.status == Status.REVIEWED:
        return
    if session.get_one(BankVersion, (item.id, version)).saved_by_id == by.person_id:
        raise Conflict("bank-own-version")
    item.status, item.reviewed_version, item.reviewed_by_id = Status.REVIEWED, version, by.person_id
    note_deed(item, "review", by, at)


def retire(*, item: BankItem, by: Actor, at: datetime) -> None:
    """Take an item out of use; quizzes that hold a copy keep it."""
    hold([item.id])
    if item.status != Status.RETIRED:
        item.status = Status.RETIRED
        note_deed(item, "retire", by, at)


def bring_back(*, item: BankItem, by: Actor, at: datetime) -> None:
    """Bring a retired item back as it was."""
    hold([item.id])
    if item.status == Status.RETIRED:
        item.status = standing_of(item)
        note_deed(item, "restore", by, at)


def comment(*, item: BankItem, version: int, text: str, by: Actor, at: datetime) -> BankComment:
    """Say something of a version. The same words again, as long as they are open, are the comment there is."""
    said = " ".join(text.replace("\r\n", "\n").split(" ")).strip()
    if not said or len(said) > LONGEST_COMMENT:
        raise Invalid("bank-comment-empty" if not said else "bank-comment-long", field="text")
    hold([item.id])
    if not 1 <= version <= item.version:
        raise Invalid("bank-comment-empty", field="text")
    found = session.scalars(
        select(BankComment).where(
            BankComment.item_id == item.id, BankComment.version == version, BankComment.text == said,
            BankComment.said_by_id == by.person_id, BankComment.settled_at.is_(None),
        )
    ).first()  # fmt: skip
    if found is not None:
        return found
    new = BankComment(item_id=item.id, version=version, text=said, said_at=at, said_by_id=by.person_id)
    session.add(new)
    note_deed(item, "comment", by, at)
    session.flush()
    return new


def settle(*, comment: BankComment, is_open: bool, by: Actor, at: datetime) -> None:
    """Settle a comment, or open it again."""
    if (comment.settled_at is None) == is_open:
        return
    comment.settled_at, comment.settled_by_id = (None, None) if is_open else (at, by.person_id)
    audit.record(
        by=by, verb="reopen" if is_open else "settle", object_type="bank_comment", object_id=comment.id, at=at
    )
    session.flush()


def hold(ids: Sequence[UUID]) -> list[BankItem]:
    """Lock items, so that they are changed one after the other, and return them as they are now."""
    return list(
        session.scalars(
            select(BankItem)
            .where(BankItem.id.in_(ids))
            .order_by(BankItem.id)
            .with_for_update(of=BankItem)
            .execution_options(populate_existing=True)
        )
    )


def standing_of(item: BankItem) -> Status:
    """Return what an item is when it is in use: reviewed where its newest version was."""
    return Status.REVIEWED if item.reviewed_version == item.version else Status.DRAFT


def next_version(
    item: BankItem, before: Mapping[str, Any], data: Data, by: Actor | None, at: datetime
) -> None:
    """Let an item stand at a version more that says ``data``; the version itself is for the caller to add."""
    item.version += 1
    if item.status == Status.REVIEWED and is_mere_filing(before, data):
        item.reviewed_version = item.version
    elif item.status == Status.REVIEWED:
        item.status = Status.DRAFT
    item.edited_at, item.edited_by_id = at, by.person_id if by else None
    _show(item, data)


def note_deed(item: BankItem, verb: str, by: Actor | None, at: datetime) -> None:
    """Write a deed on an item into the audit trail."""
    note_deeds([item], verb, by, at)


def note_deeds(items: Sequence[BankItem], verb: str, by: Actor | None, at: datetime) -> None:
    """Write a deed on several items into the audit trail."""
    session.flush()
    for item in items:
        audit.record(
            by=by, verb=verb, object_type="bank_item", object_id=item.id, at=at, agency_id=item.agency_id
        )
    session.flush()


def _add_version(
    item: BankItem, before: Mapping[str, Any], data: Data, note: str, by: Actor | None, at: datetime
) -> None:
    next_version(item, before, data, by, at)
    session.add(
        BankVersion(
            item_id=item.id, number=item.version, content=data, note=note.strip()[:LONGEST_NOTE], saved_at=at,
            saved_by_id=item.edited_by_id,
        )
    )  # fmt: skip
    session.execute(delete(BankTag).where(BankTag.item_id == item.id))
    session.add_all(BankTag(item_id=item.id, tag=tag) for tag in dict.fromkeys(data.get("tags", ())))
    session.flush()


def _show(item: BankItem, data: Mapping[str, Any]) -> None:
    item.kind, item.competency = data["kind"], data.get("competency")
    item.title, item.folded = title_of(data), course_rules.folded(str(data.get("prompt", "")))
