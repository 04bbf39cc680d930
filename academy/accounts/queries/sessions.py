"""Whose session a request belongs to: one statement, on every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select

from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.queries.factors import has_second_factor, is_protected
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
    is_locked: bool


def find_signed_in(*, token: str, user_agent: str, at: datetime) -> Found | None:
    """Return whom a session's token stands for; None where it no longer holds or another browser shows it."""
    asked = {
        "token": codes.digest_of_token(token), "user_agent": codes.digest_of_token(user_agent), "on": at.date()
    }  # fmt: skip
    rows = session.execute(_SIGNED_IN, asked).all()
    if not rows:
        return None
    row = rows[0]
    if not sessions.holds(
        last_seen_at=row.last_seen_at, ends_at=row.ends_at, idle_minutes=row.idle_minutes, at=at
    ):
        return None
    memberships = [each for each in rows if each.agency_id is not None]
    return Found(
        _actor(row, memberships, row, row.has_second_factor),
        row.session_id,
        row.last_seen_at,
        row.locked_at is not None,
    )


def actor_for(person: Person, *, on: date) -> Actor:
    """Return a person as an actor without a session: for commands and tests."""
    return _actor(person, _current_memberships(person.id, on), None, has_second_factor(person))


def grants_of(person_id: UUID, *, on: date) -> tuple[Grant, ...]:
    """Return the roles a person holds on a day, the oldest first. A closed agency grants nothing."""
    return tuple(
        Grant(Role(row.role), row.agency_id, row.path, row.is_deputy)
        for row in _current_memberships(person_id, on)
    )


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


def _current_memberships(person_id: UUID, on: date) -> Sequence[Row[Any]]:
    return session.execute(
        select(*_MEMBERSHIP)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Membership.person_id == person_id, _holds_on(on), Agency.is_active)
        .order_by(Membership.starts_on, Membership.id)
    ).all()


def _actor(
    person: Person | Row[Any], memberships: Sequence[Row[Any]], found: Row[Any] | None, is_protected: bool
) -> Actor:
    learning = [row for row in memberships if row.role == Role.LEARNER.value]
    home = next(iter(learning or memberships), None)
    return Actor(
        person_id=person.id,
        call_sign=person.call_sign,
        session_id=found.session_id if found else None,
        grants=tuple(Grant(Role(row.role), row.agency_id, row.path, row.is_deputy) for row in memberships),
        jurisdiction=person.jurisdiction or (home.country_code if home else None),
        content_locale=person.content_locale,
        certificate_locale=person.certificate_locale,
        has_second_factor=is_protected,
        second_factor_at=found.second_factor_at if found else None,
        confirmed_at=found.confirmed_at if found else None,
        home_agency_id=learning[0].agency_id if learning else None,
    )


def _holds_on(day: Any) -> ColumnElement[bool]:
    return and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on > day))


_MEMBERSHIP: tuple[Any, ...] = (
    Membership.role,
    Membership.deputy_of_id.is_not(None).label("is_deputy"),
    Agency.id.label("agency_id"),
    Agency.path,
    Agency.country_code,
)
_FOUND: tuple[Any, ...] = (
    SignInSession.id.label("session_id"), SignInSession.last_seen_at, SignInSession.ends_at,
    SignInSession.idle_minutes, SignInSession.second_factor_at, SignInSession.confirmed_at,
    SignInSession.locked_at, Person.id, Person.call_sign, Person.jurisdiction, Person.content_locale, Person.certificate_locale,
    is_protected().label("has_second_factor"),
)  # fmt: skip
#: One row for each current role of whoever is signed in, or one without an agency. Asked on every request, so it is
#: one statement, put together once. Takes ``token``, ``user_agent`` (their digests) and ``on``.
_SIGNED_IN: Select[Any] = (
    select(*_FOUND, *_MEMBERSHIP)
    .join(Person, Person.id == SignInSession.person_id)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, _holds_on(bindparam("on"))))
    .outerjoin(Agency, and_(Agency.id == Membership.agency_id, Agency.is_active))
    .where(
        SignInSession.token_digest == bindparam("token"),
        SignInSession.user_agent_digest == bindparam("user_agent"),
        SignInSession.revoked_at.is_(None),
        Person.disabled_at.is_(None),
        Person.erased_at.is_(None),
    )
    .order_by(Membership.starts_on, Membership.id)
)
