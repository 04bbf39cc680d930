"""The duty that forgets: it finds what was kept long enough and lets it go, each thing in a write unit of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete

from academy import db
from academy.accounts.models import Admission, Person
from academy.audit import service as audit
from academy.db import session
from academy.mail import Post
from academy.privacy.models import ErasureWarning, KeptRecord
from academy.privacy.queries import due
from academy.privacy.rules import Reason
from academy.privacy.rules.retention import LETTERS_KEPT, WARNED_BEFORE
from academy.privacy.service import holding
from academy.privacy.service.erasing import catch_up_ledger, erase_person

Found = TypeVar("Found")
#: How often it looks, and how much of each kind it takes at a time.
PAUSE, PORTION = timedelta(hours=1), 50


@dataclass
class Retainer:
    """A duty of the caretaker; ``run`` alone is one portion of it."""

    post: Post
    #: Writes to people that their accounts will be erased.
    warn: Callable[[Sequence[Person]], object]
    _next: datetime | None = field(default=None, init=False)

    def __call__(self, at: datetime) -> int:
        """Forget a portion of what is due, if it is time to look; return how much."""
        if self._next is not None and at < self._next:
            return 0
        self._next = at + PAUSE
        return sum(self.run(at).values())

    def run(self, at: datetime, *, most: int = PORTION) -> dict[str, int]:
        """Forget at most so much of each kind; return how much of which."""
        return {
            "came-again": _drop(ErasureWarning.person_id, due.came_again(most=most)),
            "warned": self._warn(at, most),
            "account-unused": sum(_erase(each, Reason.UNUSED, at) for each in _read(due.still_unused(at=at, most=most))),
            "left": sum(_erase(each, Reason.LEFT, at) for each in _read(due.left(at=at, most=most))),
            "answers": sum(_forget(each, at) for each in _read(due.enrolments_with_answers(at=at, most=most))),
            "admission-declined": _drop(Admission.id, due.admissions_declined(at=at, most=most)),
            "kept-record": _end_kept(due.kept_too_long(on=at.date(), most=most), at),
            "letters": self.post.sweep(before=at - LETTERS_KEPT),
            "ledger-lines": catch_up_ledger(),
        }  # fmt: skip

    def run_out(self, at: datetime) -> dict[str, int]:
        """Forget everything that is due; return how much of which."""
        done: dict[str, int] = {}
        while any((portion := self.run(at)).values()):
            done = {name: done.get(name, 0) + count for name, count in portion.items()}
        return done or portion

    def _warn(self, at: datetime, most: int) -> int:
        people = _read(due.unused(at=at, most=most))
        if not people:
            return 0
        day = (at + WARNED_BEFORE).date()
        rows = [{"person_id": each.id, "warned_at": at, "due_on": day} for each in people]
        with db.writing():
            new = set(
                session.scalars(
                    db.insert(ErasureWarning).on_conflict_do_nothing().returning(ErasureWarning.person_id),
                    rows,
                )
            )
        self.warn([each for each in people if each.id in new])
        return len(new)


def _read(found: Sequence[Found]) -> Sequence[Found]:
    """End the reading in which something was found, so that its objects stand alone."""
    session.rollback()
    return found


def _erase(person_id: UUID, reason: Reason, at: datetime) -> bool:
    """Erase one person, if that still holds: she may have signed in, or come back to an agency, this very minute."""
    is_due = due.still_unused if reason is Reason.UNUSED else due.left
    with db.writing():
        still = bool(is_due(at=at, most=1, only=person_id))
        if still:
            erase_person(person_id=person_id, by=None, at=at, reason=reason.value)
    return still


def _forget(enrolment_id: UUID, at: datetime) -> bool:
    """Forget the answers of one enrolment."""
    with db.writing():
        still = bool(due.enrolments_with_answers(at=at, most=1, only=enrolment_id))
        if still:
            for holder in holding.holders():
                if holder.forget:
                    holder.forget(enrolment_id=enrolment_id, at=at)
            audit.record(
                by=None,
                verb="forget-answers",
                object_type="enrolment",
                object_id=enrolment_id,
                at=at,
                fields=["answers"],
            )
    return still


def _end_kept(ids: Sequence[UUID], at: datetime) -> int:
    gone = 0
    for each in _read(ids):
        with db.writing():
            agency_id = session.scalar(
                delete(KeptRecord).where(KeptRecord.id == each).returning(KeptRecord.agency_id)
            )
            if agency_id is not None:
                gone += 1
                audit.record(
                    by=None,
                    verb="end-kept-record",
                    object_type="kept-record",
                    object_id=each,
                    at=at,
                    agency_id=agency_id,
                )
    return gone


def _drop(column: Any, ids: Sequence[UUID]) -> int:
    """Delete the rows that some keys name, in one write unit."""
    found = _read(ids)
    if not found:
        return 0
    with db.writing():
        gone = session.scalars(delete(column.class_).where(column.in_(found)).returning(column))
        return len(gone.all())
