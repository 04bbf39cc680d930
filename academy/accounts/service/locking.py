"""The quick lock: whoever leaves a shared computer for a minute shuts her session, and opens it with her password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from academy.accounts.models import SignInSession
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session


def lock(*, by: Actor, page: str, at: datetime) -> None:
    """Lock the session that the request belongs to, which stood on ``page``; step-up doors are shut as well."""
    shut = session.execute(
        update(SignInSession)
        .where(SignInSession.id == by.session_id, SignInSession.locked_at.is_(None))
        .values(locked_at=at, locked_page=page, confirmed_at=None)
        .returning(SignInSession.id)
    )
    if shut.scalar_one_or_none():
        audit.record(by=by, verb="lock", object_type="session", object_id=by.session_id, at=at)


def unlock(*, by: Actor, at: datetime) -> str:
    """Open a locked session again for its person, who has just proved who she is, and return the page she left.

    A session that has ended meanwhile stays shut, and leads nowhere.
    """
    found = session.get(SignInSession, by.session_id, populate_existing=True)
    if found is None or found.revoked_at or found.locked_at is None:
        return ""
    page, found.locked_page = found.locked_page, ""
    found.locked_at, found.last_seen_at = None, at
    session.flush()
    audit.record(by=by, verb="unlock", object_type="session", object_id=found.id, at=at)
    return page
