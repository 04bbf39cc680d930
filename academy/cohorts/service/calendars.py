"""A person's address for her calendar program."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete

from academy.actor import Actor
from academy.audit import service as audit
from academy.cohorts.models import CalendarLink
from academy.cohorts.queries import digest_of_token
from academy.db import insert, session


def make_link(*, by: Actor, at: datetime) -> str:
    """Make the actor's address anew and return its token, which is shown once; an earlier one ends."""
    token = secrets.token_urlsafe(32)
    session.execute(
        insert(CalendarLink)
        .values(person_id=by.person_id, token_digest=digest_of_token(token), made_at=at)
        .on_conflict_do_update(
            index_elements=[CalendarLink.person_id],
            set_={"token_digest": digest_of_token(token), "made_at": at},
        )
    )
    audit.record(by=by, verb="make-calendar-link", object_type="person", object_id=by.person_id, at=at)
    return token


def revoke_link(*, by: Actor, at: datetime) -> None:
    """End the actor's address; doing it again changes nothing."""
    session.execute(delete(CalendarLink).where(CalendarLink.person_id == by.person_id))
    audit.record(by=by, verb="revoke-calendar-link", object_type="person", object_id=by.person_id, at=at)
