"""Erasing a person, at once and for good; and doing it again where a restored backup brought her back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy import db
from academy.accounts.models import Membership, Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.privacy import formats, queries
from academy.privacy.formats import Erasure
from academy.privacy.models import ErasureLedger
from academy.privacy.service import holding
from academy.privacy.service.keeping import keep_by_law


def leave(*, person_id: UUID, by: Actor, at: datetime, reason: str) -> None:
    """Erase a person as she, or an administrator, asks.

    Raises Conflict where nobody else administers the academy or coordinates an agency that she does.
    """
    served = select(Membership.agency_id).where(Membership.person_id == person_id)
    session.execute(select(Agency.id).where(Agency.id.in_(served)).order_by(Agency.id).with_for_update())
    if bar := queries.bar_to_leaving(person_id, on=at.date()):
        raise Conflict(bar)
    erase_person(person_id=person_id, by=by, at=at, reason=reason)


def erase_person(*, person_id: UUID, by: Actor | None, at: datetime, reason: str) -> None:
    """Take a person out of every domain, for good, and enter her into the ledger, here and beside the database.

    Raises NotFound where there is no such person.
    """
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound
    if person.erased_at is None:
        keep_by_law(person=person, at=at)
    for holder in holding.holders():
        holder.erase(person_id=person_id, at=at)
    _enter(person_id, at, reason)
    audit.record(
        by=by, verb="erase-person", object_type="person", object_id=person_id, at=at, fields=holding.names()
    )  # fmt: skip


def replay(*, at: datetime, kept: Iterable[tuple[UUID, datetime, str]] = ()) -> int:
    """Erase again whoever the ledger names and a restored database has brought back; return how many.

    ``kept`` are lines of a ledger younger than the backup (``formats.read``); they are entered first.
    """
    for person_id, erased_at, reason in kept:
        _enter(person_id, erased_at, reason)
    back = queries.came_back()
    for person_id, _erased_at, reason in back:
        erase_person(person_id=person_id, by=None, at=at, reason=reason)
    return len(back)


def catch_up_ledger() -> int:
    """Write into the file what it lacks of the database's ledger; return how many lines."""
    path = holding.known.ledger
    if path is None:
        return 0
    held = {each.person_id for each in formats.read(path)}
    if len(held) >= queries.ledger_size():
        return 0
    missing = [Erasure(*row) for row in queries.ledger() if row[0] not in held]
    formats.append(path, missing)
    return len(missing)


def _enter(person_id: UUID, at: datetime, reason: str) -> None:
    """Add a line to the ledger, and to the file once that is on disk; of two for one person the first stands."""
    if session.get(ErasureLedger, person_id) is None:
        session.add(ErasureLedger(person_id=person_id, erased_at=at, reason=reason))
        if (path := holding.known.ledger) is not None:
            line = Erasure(person_id, at, reason)
            db.after_commit(lambda: formats.append(path, [line]))
    session.flush()
