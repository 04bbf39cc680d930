"""The domains that hold something of people, and what each is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import delete, update

from academy import db
from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.mail import Post
from academy.privacy.models import ErasureWarning, RetentionRule


class Erase(Protocol):
    """Takes a person out of one domain; doing it again changes nothing."""

    def __call__(self, *, person_id: UUID, at: datetime) -> None:
        """Erase ``person_id``, at a moment."""


class Forget(Protocol):
    """Forgets the responses of one enrolment in one domain and leaves its results; doing it again changes nothing."""

    def __call__(self, *, enrolment_id: UUID, at: datetime) -> None:
        """Forget what was answered under ``enrolment_id``, at a moment."""


class HeldFile(NamedTuple):
    """A file of hers: its name in her copy, and the digest it is stored under."""

    name: str
    digest: str


@dataclass(frozen=True)
class Holder:
    """A domain that holds something of people."""

    name: str
    personal_data: Callable[[UUID], dict[str, object]]
    erase: Erase
    #: Only where responses are held.
    forget: Forget | None = None
    #: Only where files of hers are stored.
    files: Callable[[UUID], Iterable[HeldFile]] | None = None


@dataclass
class _Register:
    holders: tuple[Holder, ...] = ()
    #: The ledger beside the database.
    ledger: Path | None = None


known = _Register()


def register(holders: Iterable[Holder], *, ledger: Path) -> None:
    """Make known which domains hold something of people, in the order in which they are erased, and where the ledger is.

    What points at others comes first, the account itself last.
    """
    known.holders = tuple(holders)
    known.ledger = ledger


def holders() -> tuple[Holder, ...]:
    """Return the registered holders, in the order of erasure."""
    return known.holders


def names() -> list[str]:
    """Return the names of the holders: the fields of an audit line about all of them."""
    return [holder.name for holder in known.holders]


def export_person(person_id: UUID) -> dict[str, dict[str, object]]:
    """Return everything that is kept of a person, JSON-able, by domain."""
    return {holder.name: holder.personal_data(person_id) for holder in holders()}


def files_of(person_id: UUID) -> list[HeldFile]:
    """Return the files that are kept of a person, under names of which none comes twice."""
    found = [each for holder in holders() if holder.files for each in holder.files(person_id)]
    return [HeldFile(f"{number:03d}-{each.name}", each.digest) for number, each in enumerate(found, 1)]


def note_export(*, person_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody took a copy of what is kept of a person."""
    audit.record(by=by, verb="export", object_type="person", object_id=person_id, at=at, fields=names())


def letters_of(person_id: UUID, *, post: Post) -> dict[str, object]:
    """Return when letters to a person were written, of those that the spool still has; they lie under her address."""
    person = session.get(Person, person_id)
    found = post.letters_to(person.email) if person and person.email else []
    written = (datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in found)
    return {"letters": [{"written_at": at.isoformat(timespec="seconds")} for at in written]}


def forget_letters(*, person_id: UUID, at: datetime, post: Post) -> None:
    """Forget the letters to a person, sent or waiting, once her erasure is on disk."""
    person = session.get(Person, person_id)
    address = person.email if person else None
    if address:
        db.after_commit(lambda: post.remove_letters_to(address))


def forget_warning(*, person_id: UUID, at: datetime) -> None:
    """Forget that a person was warned; the rules she set stay without her."""
    session.execute(delete(ErasureWarning).where(ErasureWarning.person_id == person_id))
    session.execute(update(RetentionRule).where(RetentionRule.set_by_id == person_id).values(set_by_id=None))
    session.flush()
