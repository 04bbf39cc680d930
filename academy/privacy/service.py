"""Export and erasure of a person across every domain that holds something of her."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import NotFound
from academy.privacy import queries
from academy.privacy.models import ErasureLedger


class Erase(Protocol):
    """Takes a person out of one domain; doing it again changes nothing."""

    def __call__(self, *, person_id: UUID, at: datetime) -> None:
        """Erase ``person_id``, at a moment."""


@dataclass(frozen=True)
class Holder:
    """A domain that holds something of people."""

    name: str
    personal_data: Callable[[UUID], dict[str, object]]
    erase: Erase


_holders: dict[str, Holder] = {}


def register(holders: Iterable[Holder]) -> None:
    """Make known which domains hold something of people, in the order in which they are erased.

    What points at others comes first, the account itself last.
    """
    _holders.clear()
    _holders.update((holder.name, holder) for holder in holders)


def holders() -> tuple[Holder, ...]:
    """Return the registered holders, in the order of erasure."""
    return tuple(_holders.values())


def export_person(person_id: UUID) -> dict[str, dict[str, object]]:
    """Return everything that is kept of a person, JSON-able, by domain."""
    return {holder.name: holder.personal_data(person_id) for holder in holders()}


def note_export(*, person_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody took a copy of what is kept of a person."""
    audit.record(by=by, verb="export", object_type="person", object_id=person_id, at=at, fields=_holders)


def erase_person(*, person_id: UUID, by: Actor | None, at: datetime, reason: str) -> None:
    """Take a person out of every domain, for good, and enter her into the ledger.

    Raises NotFound where there is no such person.
    """
    if session.get(Person, person_id, with_for_update=True) is None:
        raise NotFound
    for holder in holders():
        holder.erase(person_id=person_id, at=at)
    _enter(person_id, at, reason)
    audit.record(
        by=by, verb="erase-person", object_type="person", object_id=person_id, at=at, fields=_holders
    )  # fmt: skip


def replay(*, at: datetime, kept: Iterable[tuple[UUID, datetime, str]] = ()) -> int:
    """Erase again whoever the ledger names and a restored database has brought back; return how many.

    ``kept`` are lines of a ledger younger than the backup (``queries.ledger``); they are entered first.
    """
    for person_id, erased_at, reason in kept:
        _enter(person_id, erased_at, reason)
    back = queries.came_back()
    for person_id, _erased_at, reason in back:
        erase_person(person_id=person_id, by=None, at=at, reason=reason)
    return len(back)


def _enter(person_id: UUID, at: datetime, reason: str) -> None:
    """Add a line to the ledger; of two for one person the first stands."""
    if session.get(ErasureLedger, person_id) is None:
        session.add(ErasureLedger(person_id=person_id, erased_at=at, reason=reason))
    session.flush()
