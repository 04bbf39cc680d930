"""Two people for one edition: somebody asks for a publication, somebody else approves or declines it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Publication
from academy.courses.service.publishing import Published, Ready, publish_in_steps
from academy.db import session
from academy.errors import Conflict, Forbidden


def ask(*, course_id: UUID, digest: str, notes: str, by: Actor, at: datetime) -> Publication:
    """Ask for the publication of a draft as it stands; asking twice for the same is asking once.

    Raises Conflict where another state of the draft waits already.
    """
    waiting = session.scalar(
        select(Publication).where(Publication.course_id == course_id, Publication.decided_at.is_(None))
    )
    if waiting is not None:
        if waiting.digest == digest:
            return waiting
        raise Conflict("publication-waits")
    asked = Publication(
        course_id=course_id, digest=digest, notes=notes, asked_at=at, asked_by_id=by.person_id
    )
    session.add(asked)
    session.flush()
    audit.record(by=by, verb="ask", object_type="publication", object_id=asked.id, at=at)
    return asked


def approve(*, publication: Publication, ready: Ready, by: Actor, at: datetime) -> Published:
    """Publish what was asked for, in units of its own. Raises Conflict where the draft is another by now.

    Raises Forbidden for whoever asked: it takes two.
    """
    asked, digest, notes = publication.id, publication.digest, publication.notes
    if publication.asked_by_id == by.person_id:
        raise Forbidden("own-publication")
    if publication.decided_at is not None:
        raise Conflict("publication-decided")
    if ready.digest != digest:
        raise Conflict("draft-moved-on")
    return publish_in_steps(
        ready=ready, by=by, at=at, notes=notes, with_it=lambda: _decide(asked, by, at, is_approved=True)
    )


def decline(*, publication: Publication, reason: str, by: Actor, at: datetime) -> None:
    """Say no, and why."""
    if publication.asked_by_id == by.person_id:
        raise Forbidden("own-publication")
    _decide(publication.id, by, at, is_approved=False, reason=reason)


def withdraw(*, publication: Publication, by: Actor, at: datetime) -> None:
    """Take the wish back; the draft stays as it is."""
    _decide(publication.id, by, at, is_approved=False)


def _decide(publication_id: UUID, by: Actor, at: datetime, *, is_approved: bool, reason: str = "") -> None:
    """Write a decision down, once. Raises Conflict where somebody was faster."""
    waiting = session.scalar(
        select(Publication)
        .where(Publication.id == publication_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if waiting is None or waiting.decided_at is not None:
        raise Conflict("publication-decided")
    waiting.decided_at, waiting.decided_by_id, waiting.is_approved, waiting.reason = (
        at,
        by.person_id,
        is_approved,
        reason,
    )
    verb = "approve" if is_approved else "decline" if reason else "withdraw"
    audit.record(by=by, verb=verb, object_type="publication", object_id=publication_id, at=at)
    session.flush()
