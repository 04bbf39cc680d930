"""Whose session a request belongs to: two statements, on every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, or_, select

from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.rules import codes, sessions
from academy.actor import Actor, Grant, Role
from academy.agencies.models import Agency
from academy.db import session


@dataclass(frozen=True)
class Found:
    """The person behind a session's token."""

    actor: Actor
    session_id: UUID
    last_seen_at: datetime


def find_signed_in(*, token: str, user_agent: str, at: datetime) -> Found | None:
    """Return whom a session's token stands for; None where it no longer holds or another browser shows it."""
    row = session.execute(
        select(SignInSession, Person)
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.token_digest == codes.digest_of_token(token),
            SignInSession.user_agent_digest == codes.digest_of_token(user_agent),
            SignInSession.revoked_at.is_(None),
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    found, person = row
    if not sessions.holds(
        last_seen_at=found.last_seen_at, ends_at=found.ends_at, idle_minutes=found.idle_minutes, at=at
    ):
        return None
    return Found(_actor(person, found, at.date()), found.id, found.last_seen_at)


def actor_for(person: Person, *, on: date) -> Actor:
    """Return a person as an actor without a session: for commands and tests."""
    return _actor(person, None, on)


def grants_of(person_id: UUID, *, on: date) -> tuple[Grant, ...]:
    """Return the roles a person holds on a day, the oldest first. A closed agency grants nothing."""
    return tuple(Grant(Role(row.role), row.id, row.path) for row in _current_memberships(person_id, on))


def open_sessions(person_id: UUID, *, at: datetime) -> list[SignInSession]:
    """Return a person's sessions that still hold, the latest first."""
    found = session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.ends_at > at,
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return [
        each
        for each in found
        if sessions.holds(
            last_seen_at=each.last_seen_at, ends_at=each.ends_at, idle_minutes=each.idle_minutes, at=at
        )
    ]


def _current_memberships(person_id: UUID, on: date) -> Sequence[Row[str, UUID, str, str | None]]:
    return session.execute(
        select(Membership.role, Agency.id, Agency.path, Agency.country_code)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.person_id == person_id,
            Membership.starts_on <= on,
            or_(Membership.ends_on.is_(None), Membership.ends_on > on),
            Agency.is_active,
        )
        .order_by(Membership.starts_on, Membership.id)
    ).all()


def _actor(person: Person, found: SignInSession | None, on: date) -> Actor:
    rows = _current_memberships(person.id, on)
    learning = [row for row in rows if row.role == Role.LEARNER.value]
    home = next(iter(learning or rows), None)
    return Actor(
        person_id=person.id,
        call_sign=person.call_sign,
        session_id=found.id if found else None,
        grants=tuple(Grant(Role(row.role), row.id, row.path) for row in rows),
        jurisdiction=person.jurisdiction or (home.country_code if home else None),
        content_locale=person.content_locale,
        certificate_locale=person.certificate_locale,
        has_second_factor=person.totp_confirmed_at is not None,
        second_factor_at=found.second_factor_at if found else None,
        confirmed_at=found.confirmed_at if found else None,
        home_agency_id=learning[0].id if learning else None,
    )
