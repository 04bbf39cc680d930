"""The audit trail, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.audit.models import AuditEvent
from academy.db import session

PAGE_SIZE = 50


@dataclass(frozen=True)
class TrailPage:
    """A page of events; ``before`` leads to the next one, None at the end of the trail."""

    events: Sequence[Row[*tuple[Any, ...]]]
    before: int | None


def events(*, verb: str, before: int | None) -> TrailPage:
    """Return the latest events, of one verb if one is given, older than the event ``before``."""
    statement = (
        select(
            AuditEvent.id, AuditEvent.at, AuditEvent.verb, AuditEvent.object_type, AuditEvent.object_id,
            AuditEvent.fields, AuditEvent.seal_id, Person.call_sign, Agency.name.label("agency"),
        )
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .outerjoin(Agency, Agency.id == AuditEvent.agency_id)
        .order_by(AuditEvent.id.desc())
        .limit(PAGE_SIZE + 1)
    )  # fmt: skip
    if verb:
        statement = statement.where(AuditEvent.verb == verb)
    if before is not None:
        statement = statement.where(AuditEvent.id < before)
    rows = session.execute(statement).all()
    shown = rows[:PAGE_SIZE]
    return TrailPage(shown, shown[-1].id if len(rows) > PAGE_SIZE else None)


def verbs() -> Sequence[str]:
    """Return the verbs that stand in the trail, each found by one step through the index from the last."""
    first = select(func.min(AuditEvent.verb).label("verb")).cte("verbs", recursive=True)
    following = select(func.min(AuditEvent.verb)).where(AuditEvent.verb > first.c.verb).scalar_subquery()
    every = first.union_all(select(following).where(first.c.verb.is_not(None)))
    return session.scalars(select(every.c.verb).where(every.c.verb.is_not(None)).order_by(every.c.verb)).all()
