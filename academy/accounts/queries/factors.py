"""What a person can prove who she is with, beside her password."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Passkey, Person, RecoveryCode
from academy.actor import Actor
from academy.db import session
from academy.errors import NotFound


@dataclass(frozen=True)
class Factors:
    """All of a person's second factors."""

    has_app: bool
    passkeys: tuple[Passkey, ...]
    #: Recovery codes that were not used.
    recovery_left: int

    @property
    def count(self) -> int:
        """How many there are; recovery codes stand in for one and are none."""
        return len(self.passkeys) + self.has_app


def factors_of(person: Person) -> Factors:
    """Return a person's second factors, her oldest passkey first."""
    passkeys = session.scalars(
        select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.made_at, Passkey.id)
    )
    left = session.scalar(
        select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    )
    return Factors(person.totp_confirmed_at is not None, tuple(passkeys), left or 0)


def has_second_factor(person: Person) -> bool:
    """Say whether a person has an app that shows codes, or a passkey."""
    if person.totp_confirmed_at:
        return True
    return bool(session.scalar(select(exists().where(Passkey.person_id == person.id))))


def passkey_for(actor: Actor, passkey_id: UUID) -> Passkey:
    """Return one of the actor's own passkeys. Raises NotFound for anybody else's."""
    found = session.scalar(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == actor.person_id)
    )
    if found is None:
        raise NotFound
    return found


def passkey_by_credential(credential_id: str) -> Passkey | None:
    """Return the passkey that an authenticator calls so, its person loaded, where that person may come in."""
    return session.scalar(
        select(Passkey)
        .join(Passkey.person)
        .where(
            Passkey.credential_id == credential_id, Person.disabled_at.is_(None), Person.erased_at.is_(None)
        )
        .options(joinedload(Passkey.person))
    )


def is_protected() -> ColumnElement[bool]:
    """Return the condition under which the person of a statement has a second factor."""
    return or_(
        Person.totp_confirmed_at.is_not(None),
        exists(select(Passkey.id).where(Passkey.person_id == Person.id)),
    )
