"""Who acted in office: a court has to know assessors, markers and invigilators by their names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.db import session


def named(value: Any) -> Any:
    """Return a record of the domains below with every ``UUID`` in it, which is somebody in office, named."""
    if isinstance(value, UUID):
        return _person(value)
    if isinstance(value, dict):
        return {key: named(each) for key, each in value.items()}
    if isinstance(value, list):
        return [named(each) for each in value]
    return value


def speaker(actor: Actor | None) -> str | None:
    """Return call-sign and legal name of whoever makes a pack; None for whoever runs the server."""
    if actor is None:
        return None
    found = _person(actor.person_id)
    return f"{found['call_sign']} ({found['legal_name']})"


def call_signs(ids: set[str]) -> dict[str, str]:
    """Return the call-signs of people, by id."""
    rows = session.execute(
        select(Person.id, Person.call_sign).where(Person.id.in_([UUID(each) for each in ids]))
    )
    return {str(row.id): row.call_sign for row in rows}


def _person(person_id: UUID) -> dict[str, str | None]:
    row = session.execute(
        select(Person.call_sign, Person.legal_name).where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        return {"call_sign": None, "legal_name": None}
    return {"call_sign": row.call_sign, "legal_name": row.legal_name or None}
