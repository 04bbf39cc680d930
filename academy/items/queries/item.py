"""One item of the bank: its versions and what its reviewers said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import session
from academy.errors import NotFound
from academy.items.models import BankComment, BankItem, BankVersion
from academy.items.queries.bank import held_by
from academy.items.rules.versions import Data


@dataclass(frozen=True)
class Version:
    """A version of an item, without what it says."""

    number: int
    note: str
    saved_at: datetime
    #: The call-sign of whoever saved it; empty where a command did, or somebody who is no more.
    by: str
    by_id: UUID | None


@dataclass(frozen=True)
class Comment:
    """What somebody said of a version."""

    comment: BankComment
    by: str
    settled_by: str


def versions_of(item_id: UUID) -> list[Version]:
    """Return the versions of an item, the newest first."""
    rows = session.execute(
        select(BankVersion.number, BankVersion.note, BankVersion.saved_at, Person.call_sign, BankVersion.saved_by_id)
        .outerjoin(Person, Person.id == BankVersion.saved_by_id)
        .where(BankVersion.item_id == item_id)
        .order_by(BankVersion.number.desc())
    )  # fmt: skip
    return [Version(number, note, at, by or "", by_id) for number, note, at, by, by_id in rows]


def content_at(item_id: UUID, number: int) -> Data:
    """Return what a version says. Raises NotFound."""
    found: Data | None = session.scalar(
        select(BankVersion.content).where(BankVersion.item_id == item_id, BankVersion.number == number)
    )
    if found is None:
        raise NotFound()
    return found


def comments_on(item_id: UUID) -> list[Comment]:
    """Return what was said of an item: what is open first, then the newest."""
    said, settled = aliased(Person), aliased(Person)
    rows = session.execute(
        select(BankComment, said.call_sign, settled.call_sign)
        .outerjoin(said, said.id == BankComment.said_by_id)
        .outerjoin(settled, settled.id == BankComment.settled_by_id)
        .where(BankComment.item_id == item_id)
        .order_by(BankComment.settled_at.is_not(None), BankComment.said_at.desc())
    )
    return [Comment(comment, by or "", settled_by or "") for comment, by, settled_by in rows]


def comment_for(actor: Actor, comment_id: UUID) -> BankComment:
    """Return a comment on an item that is the actor's to change. Raises NotFound."""
    found = session.scalar(
        select(BankComment)
        .join(BankItem, BankItem.id == BankComment.item_id)
        .where(BankComment.id == comment_id, held_by(actor))
    )
    if found is None:
        raise NotFound()
    return found


def newest(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, BankItem]:
    """Return those of ``ids`` that are the actor's, by id."""
    rows = session.scalars(select(BankItem).where(BankItem.id.in_(ids), held_by(actor)))
    return {item.id: item for item in rows}


def call_sign(person_id: UUID | None) -> str:
    """Return the call-sign of a person; empty for nobody."""
    return session.scalar(select(Person.call_sign).where(Person.id == person_id)) or ""
