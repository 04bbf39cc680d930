"""Finding items of the bank: whose they are, which ones are asked for, and the categories they lie in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from academy.actor import Actor
from academy.agencies.models import Agency, Kind
from academy.courses import rules as course_rules
from academy.courses.queries.drafts import AUTHORS
from academy.db import session
from academy.errors import NotFound
from academy.items.models import BankItem, BankMedium, BankTag, BankVersion, Status
from academy.items.queries.usage import witness
from academy.items.rules.categories import Branch, tree
from academy.items.rules.statistics import EASY, HARD
from academy.items.rules.versions import Data

#: Items on one page of the list.
PAGE = 25
#: How a list can be ordered.
ORDERS = ("newest", "oldest", "title", "category")


@dataclass(frozen=True)
class Asked:
    """Which items are asked for; what is empty does not matter."""

    category: str = ""
    kind: str = ""
    tag: str = ""
    competency: str = ""
    #: ``draft``, ``changed`` (since it was reviewed), ``reviewed``, ``retired``; empty for all that are not retired.
    status: str = ""
    words: str = ""
    #: ``yes`` or ``no``: whether an edition holds it, or a working copy of the actor's.
    used: str = ""
    #: ``hard`` or ``easy``, by what first attempts scored.
    flag: str = ""
    order: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything is asked for at all, besides the order."""
        return replace(self, order="") != Asked()


@dataclass(frozen=True)
class Listed:
    """An item in a list."""

    item: BankItem
    tags: tuple[str, ...]
    #: Mean score of first attempts and how many there were; None where there are too few.
    facility: float | None
    count: int


@dataclass(frozen=True)
class Found:
    """One page of the items that were asked for."""

    entries: list[Listed]
    total: int


@dataclass(frozen=True)
class Options:
    """What a filter can choose from."""

    categories: list[Branch]
    tags: list[str]
    competencies: list[str]


def held_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``BankItem`` that keeps the actor's: her agencies' and what lies below, the academy's own."""
    paths = actor.paths(*AUTHORS)
    reached = or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)
    return or_(
        BankItem.agency_id.in_(select(Agency.id).where(reached)),
        and_(
            BankItem.agency_id.is_(None),
            exists().where(Agency.kind == Kind.ACADEMY, Agency.parent_id.is_(None), reached),
        ),
    )


def item_for(actor: Actor, item_id: UUID) -> BankItem:
    """Return an item that is the actor's to change. Raises NotFound."""
    found = session.scalar(
        select(BankItem).options(joinedload(BankItem.agency)).where(BankItem.id == item_id, held_by(actor))
    )
    if found is None:
        raise NotFound()
    return found


def bank_page(actor: Actor, asked: Asked, *, page: int, size: int = PAGE) -> Found:
    """Return a page of the actor's items, in three statements however many there are."""
    rows = session.execute(
        select(BankItem, func.count().over())
        .options(joinedload(BankItem.agency))
        .where(*_conditions(actor, asked))
        .order_by(*_order(asked.order))
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    items = [row[0] for row in rows]
    tags, means = _tags([item.id for item in items]), _means([item.id for item in items])
    entries = [
        Listed(item, tags.get(item.id, ()), *means.get(item.id, (None, 0)))
        for item in items
    ]  # fmt: skip
    return Found(entries, rows[0][1] if rows else 0)


def options(actor: Actor) -> Options:
    """Return what the actor's items can be filtered by, in two statements."""
    own = held_by(actor)
    tags = select(literal("tag"), BankTag.tag).join(BankItem, BankItem.id == BankTag.item_id).where(own)
    aligned = select(literal("competency"), BankItem.competency).where(own, BankItem.competency.is_not(None))
    words: Any = session.execute(union_all(tags.distinct(), aligned.distinct()))
    named: dict[str, list[str]] = {"tag": [], "competency": []}
    for name, word in words:
        named[name].append(word)
    return Options(categories(actor), sorted(named["tag"]), sorted(named["competency"]))


def categories(actor: Actor) -> list[Branch]:
    """Return the categories of the actor's items, with how many of them are not retired."""
    is_counted = func.sum(case((BankItem.status != Status.RETIRED, 1), else_=0))
    rows = session.execute(
        select(BankItem.category, is_counted).where(held_by(actor)).group_by(BankItem.category)
    )
    return tree({category: int(count) for category, count in rows})


def chosen(actor: Actor, ids: Collection[UUID] | None, asked: Asked | None = None) -> list[UUID]:
    """Return the items of a list that were ticked, or without ``ids`` all that are asked for.

    Raises NotFound where one of ``ids`` is not the actor's: what is done to several is done to all or to none.
    """
    if ids is None:
        return list(session.scalars(select(BankItem.id).where(*_conditions(actor, asked or Asked()))))
    wanted = list(dict.fromkeys(ids))
    found = set(session.scalars(select(BankItem.id).where(BankItem.id.in_(wanted), held_by(actor))))
    if len(found) < len(wanted):
        raise NotFound()
    return wanted


def used_among(ids: Sequence[UUID]) -> int:
    """Return how many of ``ids`` an edition holds."""
    used = set(session.scalars(witness().used()))
    return sum(each in used for each in ids)


def contents(ids: Sequence[UUID]) -> list[tuple[BankItem, Data]]:
    """Return items with what their newest version says, in the order of ``ids``."""
    rows = session.execute(
        select(BankItem, BankVersion.content)
        .join(BankVersion, (BankVersion.item_id == BankItem.id) & (BankVersion.number == BankItem.version))
        .where(BankItem.id.in_(ids))
    )
    found = {item.id: (item, content) for item, content in rows}
    return [found[each] for each in ids if each in found]


def media_of(ids: Collection[UUID]) -> dict[UUID, dict[str, BankMedium]]:
    """Return the pictures of items by name."""
    found: dict[UUID, dict[str, BankMedium]] = {}
    for row in session.scalars(
        select(BankMedium).where(BankMedium.item_id.in_(ids)).order_by(BankMedium.name)
    ):
        found.setdefault(row.item_id, {})[row.name] = row
    return found


def digests_held() -> set[str]:
    """Return the digests of all pictures of the bank."""
    return set(session.scalars(select(BankMedium.digest).distinct()))


def _conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    found = [held_by(actor), *_of_status(asked.status)]
    found += [
        column == value
        for column, value in ((BankItem.kind, asked.kind), (BankItem.competency, asked.competency))
        if value
    ]
    if asked.category:
        found.append(_within(asked.category))
    if asked.tag:
        found.append(exists().where(BankTag.item_id == BankItem.id, BankTag.tag == asked.tag))
    if asked.used:
        is_used = or_(BankItem.id.in_(witness().used()), BankItem.id.in_(witness().drafted(actor)))
        found.append(is_used if asked.used == "yes" else ~is_used)
    if asked.flag:
        means = witness().means().subquery()
        is_flagged = means.c[1] < HARD if asked.flag == "hard" else means.c[1] > EASY
        found.append(BankItem.id.in_(select(means.c[0]).where(is_flagged)))
    return found + [BankItem.folded.contains(word) for word in course_rules.asked(asked.words)]


def _of_status(status: str) -> list[ColumnElement[bool]]:
    match status:
        case "":
            return [BankItem.status != Status.RETIRED]
        case "changed":
            return [BankItem.status == Status.DRAFT, BankItem.reviewed_version.is_not(None)]
        case _:
            return [BankItem.status == status]


def _within(category: str) -> ColumnElement[bool]:
    below = category + "/"
    return or_(BankItem.category == category, func.substr(BankItem.category, 1, len(below)) == below)


def _order(order: str) -> list[ColumnElement[Any]]:
    first: dict[str, list[ColumnElement[Any]]] = {
        "oldest": [BankItem.edited_at.asc()],
        "title": [BankItem.folded.asc()],
        "category": [BankItem.category.asc(), BankItem.folded.asc()],
    }
    return [*first.get(order, [BankItem.edited_at.desc()]), BankItem.id.asc()]


def _tags(ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for item_id, tag in session.execute(
        select(BankTag.item_id, BankTag.tag).where(BankTag.item_id.in_(ids)).order_by(BankTag.tag)
    ):
        found[item_id] = (*found.get(item_id, ()), tag)
    return found


def _means(ids: list[UUID]) -> dict[UUID, tuple[float | None, int]]:
    means = witness().means().subquery()
    rows = session.execute(select(means).where(means.c[0].in_(ids)))
    return {item_id: (mean, count) for item_id, mean, count in rows}
