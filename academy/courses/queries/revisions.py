"""The saves of an activity's draft: who, when, and what it said then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.accounts.models import Person
from academy.courses.models import ActivityDraft, DraftRevision
from academy.db import session
from academy.errors import NotFound

#: Saves on one page of the history.
PAGE = 50


@dataclass(frozen=True)
class Saving:
    """One save, without its text."""

    revision: int
    at: datetime
    #: The call-sign of who saved; empty where the academy itself did.
    by: str


def last_save(activity_id: UUID) -> Saving:
    """Return the newest save of a draft."""
    row = session.execute(
        select(ActivityDraft.revision, ActivityDraft.edited_at, Person.call_sign)
        .outerjoin(Person, Person.id == ActivityDraft.edited_by_id)
        .where(ActivityDraft.id == activity_id)
    ).one()
    return Saving(row[0], row[1], row[2] or "")


def last_other(activity_id: UUID, person_id: UUID, revision: int) -> str:
    """Return the call-sign of who else saved a draft last, up to ``revision``; empty where nobody else did."""
    return (
        session.scalar(
            select(Person.call_sign)
            .join(DraftRevision, DraftRevision.saved_by_id == Person.id)
            .where(
                DraftRevision.activity_id == activity_id,
                DraftRevision.revision <= revision,
                Person.id != person_id,
            )
            .order_by(DraftRevision.revision.desc())
            .limit(1)
        )
        or ""
    )


def history(activity_id: UUID, *, before: int | None = None) -> Sequence[Saving]:
    """Return the saves of a draft, newest first, one page and one more; ``before`` goes on from a page's last."""
    query = (
        select(DraftRevision.revision, DraftRevision.saved_at, Person.call_sign)
        .outerjoin(Person, Person.id == DraftRevision.saved_by_id)
        .where(DraftRevision.activity_id == activity_id)
        .order_by(DraftRevision.revision.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(DraftRevision.revision < before)
    return [Saving(revision, at, by or "") for revision, at, by in session.execute(query)]


def revision_of(activity_id: UUID, revision: int) -> DraftRevision | None:
    """Return one save of a draft, if there is that one."""
    return session.get(DraftRevision, (activity_id, revision))


def revision_for(activity_id: UUID, revision: int) -> DraftRevision:
    """Return one save of a draft. Raises NotFound."""
    found = revision_of(activity_id, revision)
    if found is None:
        raise NotFound()
    return found
