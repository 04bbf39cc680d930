"""What is done to many items of the bank at once: to all of them or, where one stands against it, to none.

A deed is made ready by reading alone, before anybody waits for it; carrying it out takes a handful of statements,
however many items there are, and is refused where one of them has moved on since it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Table, case, delete, func, insert, literal, select, update

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.items.content import Slug
from academy.items.models import BankItem, BankTag, BankVersion, Status
from academy.items.rules.categories import tidy
from academy.items.rules.versions import Data

#: Ids in one statement; SQLite takes some thirty thousand.
_PORTION = 5_000
_ITEM: Table = BankItem.__table__  # type: ignore[assignment]  # a model's table is a Table
_TAG: Table = BankTag.__table__  # type: ignore[assignment]
_VERSION: Table = BankVersion.__table__  # type: ignore[assignment]
#: A retired item does not change.
_IN_USE = _ITEM.c.status != Status.RETIRED
#: What a deed may change of what items say; each is left out where there is none.
_REWRITTEN = ("tags", "competency")
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@dataclass(frozen=True)
class Seen:
    """An item as it was when a deed on it was made ready."""

    id: UUID
    agency_id: UUID | None
    version: int
    status: str
    category: str


@dataclass(frozen=True)
class Deed:
    """What is to be done, and the items that it changes."""

    #: As the audit trail calls it.
    verb: str
    items: Sequence[Seen]
    #: What holds of each of them as long as the deed can be done.
    holds: ColumnElement[bool]
    #: Column → value, for all of them.
    values: Mapping[str, Any]
    #: What each says from now on, where the deed is a new version.
    contents: Mapping[UUID, Data] = field(default_factory=dict)
    #: A tag they get, and one they lose.
    tag: str = ""
    untag: str = ""


def move(*, ids: Sequence[UUID], category: str) -> Deed:
    """Make ready to move items to a category; those that lie there do not change."""
    path = tidy(category)
    moved = [item for item in _seen(ids) if item.category != path]
    return Deed("move", moved, _ITEM.c.category != path, {"category": path})


def tag(*, ids: Sequence[UUID], tag: str, is_added: bool) -> Deed:
    """Make ready to add a tag to items, or to take it off. Raises Invalid for what can be no tag."""
    _ensure_word(tag)

    def tagged(data: Data) -> Data:
        others = [each for each in data.get("tags", ()) if each != tag]
        if not is_added:
            return {**data, "tags": others}
        return data if tag in data.get("tags", ()) else {**data, "tags": [*others, tag]}

    items, contents = _rewritten(ids, tagged)
    is_reviewed = _ITEM.c.status == Status.REVIEWED  # a review outlasts a change of tags
    values = {"reviewed_version": case((is_reviewed, _ITEM.c.version + 1), else_=_ITEM.c.reviewed_version)}
    return Deed(
        "tag", items, _IN_USE, values, contents, tag=tag if is_added else "", untag="" if is_added else tag
    )


def align(*, ids: Sequence[UUID], competency: str) -> Deed:
    """Make ready to align items with a competency, or with none. Raises Invalid for what can be none."""
    if competency:
        _ensure_word(competency)
    items, contents = _rewritten(ids, lambda data: {**data, "competency": competency})
    status = case((_ITEM.c.status == Status.REVIEWED, Status.DRAFT.value), else_=_ITEM.c.status)
    return Deed("align", items, _IN_USE, {"competency": competency or None, "status": status}, contents)


def review(*, ids: Sequence[UUID], by: Actor) -> Deed:
    """Make ready to mark items as reviewed. Raises Conflict where one is the reviewer's own, or retired."""
    seen = _seen(ids)
    _ensure_in_use(seen)
    waiting = [item for item in seen if item.status != Status.REVIEWED]
    own = sum(
        session.scalar(
            select(func.count())
            .select_from(BankVersion)
            .join(BankItem, (BankItem.id == BankVersion.item_id) & (BankItem.version == BankVersion.number))
            .where(BankItem.id.in_(some), BankVersion.saved_by_id == by.person_id)
        ) or 0
        for some in _portions([item.id for item in waiting])
    )  # fmt: skip
    if own:
        raise Conflict("bank-own-versions", count=own)
    return Deed(
        "review", waiting, _ITEM.c.status == Status.DRAFT,
        {"status": Status.REVIEWED.value, "reviewed_version": _ITEM.c.version, "reviewed_by_id": by.person_id},
    )  # fmt: skip


def retire(*, ids: Sequence[UUID]) -> Deed:
    """Make ready to retire items."""
    found = [item for item in _seen(ids) if item.status != Status.RETIRED]
    return Deed("retire", found, _IN_USE, {"status": Status.RETIRED.value})


def bring_back(*, ids: Sequence[UUID]) -> Deed:
    """Make ready to bring retired items back, as they were."""
    was_reviewed = _ITEM.c.reviewed_version == _ITEM.c.version
    status = case((was_reviewed, Status.REVIEWED.value), else_=Status.DRAFT.value)
    found = [item for item in _seen(ids) if item.status == Status.RETIRED]
    return Deed("restore", found, _ITEM.c.status == Status.RETIRED, {"status": status})


def carry_out(*, deed: Deed, by: Actor, at: datetime) -> int:
    """Do what was made ready; return how many items it changed.

    Raises Conflict where one of them is at another version by now, or of another status.
    """
    ids = [item.id for item in deed.items]
    _ensure_unmoved(deed)
    values = dict(deed.values)
    if deed.contents:
        values |= {"version": _ITEM.c.version + 1, "edited_at": at, "edited_by_id": by.person_id}
    for some in _portions(ids):
        session.execute(update(_ITEM).where(_ITEM.c.id.in_(some)).values(values))
        if deed.tag:
            tagged = select(_ITEM.c.id, literal(deed.tag)).where(_ITEM.c.id.in_(some))
            session.execute(insert(_TAG).from_select(["item_id", "tag"], tagged))
        if deed.untag:
            session.execute(delete(_TAG).where(_TAG.c.item_id.in_(some), _TAG.c.tag == deed.untag))
    if deed.contents:
        new = [
            {"item_id": item.id, "number": item.version + 1, "content": deed.contents[item.id], "note": "", "saved_at": at,
             "saved_by_id": by.person_id}
            for item in deed.items
        ]  # fmt: skip
        session.execute(insert(_VERSION), new)
    audit.record_many(
        by=by, verb=deed.verb, object_type="bank_item", objects=[(item.id, item.agency_id) for item in deed.items], at=at
    )  # fmt: skip
    session.expire_all()
    return len(ids)


def _seen(ids: Sequence[UUID]) -> list[Seen]:
    """Return items as they are, in the one order in which whoever changes several holds them."""
    found: list[Seen] = []
    for some in _portions(sorted(ids)):
        rows = session.execute(_columns().where(BankItem.id.in_(some)))
        found += [Seen(*row) for row in rows]
    return sorted(found, key=lambda item: item.id)


def _columns(*more: Any) -> Any:
    return select(
        BankItem.id, BankItem.agency_id, BankItem.version, BankItem.status, BankItem.category, *more
    )  # fmt: skip


def _rewritten(ids: Sequence[UUID], rewrite: Callable[[Data], Data]) -> tuple[list[Seen], dict[UUID, Data]]:
    """Return the items that ``rewrite`` changes, with what they say then. Raises Conflict where one is retired."""
    is_newest = (BankVersion.item_id == BankItem.id) & (BankVersion.number == BankItem.version)
    items: list[Seen] = []
    contents: dict[UUID, Data] = {}
    for some in _portions(sorted(ids)):
        found = [
            (Seen(*row[:-1]), row[-1])
            for row in session.execute(
                _columns(BankVersion.content).join(BankVersion, is_newest).where(BankItem.id.in_(some))
            )
        ]
        _ensure_in_use([item for item, _data in found])
        for item, before in found:
            after = {
                name: value for name, value in rewrite(before).items() if value or name not in _REWRITTEN
            }
            if after != before:
                items.append(item)
                contents[item.id] = after
    return sorted(items, key=lambda item: item.id), contents


def _ensure_word(word: str) -> None:
    try:
        _SLUG.validate_python(word)
    except ValidationError as error:
        raise Invalid("bank-bad-word", field="word") from error


def _ensure_in_use(items: Sequence[Seen]) -> None:
    if any(item.status == Status.RETIRED for item in items):
        raise Conflict("bank-item-retired")


def _ensure_unmoved(deed: Deed) -> None:
    """Hold the items in their order. Raises Conflict where one is no longer as it was seen.

    Versions only ever rise, so that all of them are the same where their sum is.
    """
    for start in range(0, len(deed.items), _PORTION):
        some = deed.items[start : start + _PORTION]
        held = select(_ITEM.c.version).where(_ITEM.c.id.in_([item.id for item in some]), deed.holds)
        rows = held.order_by(_ITEM.c.id).with_for_update().subquery()
        found = session.execute(
            select(func.count(), func.coalesce(func.sum(rows.c.version), 0)).select_from(rows)
        )
        if tuple(found.one()) != (len(some), sum(item.version for item in some)):
            raise Conflict("bank-items-moved-on")


def _portions(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION)]
