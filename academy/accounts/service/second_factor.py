"""The second factor: proposed, confirmed by a first code, asked for, taken away."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import or_, update

from academy.accounts.models import Person
from academy.accounts.rules import totp
from academy.accounts.service.signing_in import mark_confirmed, revoke_sessions
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid


def propose_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """Give a person a new seed to set up; it counts only once confirmed. Raises Conflict where she has one already."""
    if person.totp_confirmed_at:
        raise Conflict("second-factor-is-set")
    person.totp_seed = secrets.token_bytes(totp.SEED_BYTES)
    person.totp_last_step = None
    session.flush()
    audit.record(by=by, verb="propose-second-factor", object_type="person", object_id=person.id, at=at)


def confirm_second_factor(*, person: Person, code: str, secret_key: str, by: Actor, at: datetime) -> None:
    """Turn a proposed second factor on with its first code, and mark the session as confirmed.

    All other sessions of the person end. Raises Invalid for a wrong code, Conflict where nothing is proposed.
    """
    if person.totp_confirmed_at or not person.totp_seed:
        raise Conflict("second-factor-is-set")
    take_code(person=person, code=code, secret_key=secret_key, at=at)
    person.totp_confirmed_at = at
    session.flush()
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    if by.session_id:
        mark_confirmed(session_id=by.session_id, at=at)
    audit.record(by=by, verb="set-up-second-factor", object_type="person", object_id=person.id, at=at)


def take_code(*, person: Person, code: str, secret_key: str, at: datetime) -> None:
    """Take a code of the second factor, once. Raises Invalid for a wrong one or one that was taken before."""
    if not person.totp_seed:
        raise Invalid("second-factor-wrong", field="code")
    secret = totp.secret_for(secret_key, person.id, person.totp_seed)
    step = totp.matching_step(secret, code, at=at, last_step=person.totp_last_step)
    if step is None:
        raise Invalid("second-factor-wrong", field="code")
    taken = session.execute(
        update(Person)
        .where(Person.id == person.id, or_(Person.totp_last_step.is_(None), Person.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(Person.id)
    )
    if taken.scalar_one_or_none() is None:
        raise Invalid("second-factor-wrong", field="code")


def confirm_identity(*, person: Person, code: str, secret_key: str, by: Actor, at: datetime) -> None:
    """Open step-up doors for a while: the actor has typed her password again, and this code.

    Raises Invalid for a wrong code.
    """
    take_code(person=person, code=code, secret_key=secret_key, at=at)
    if by.session_id:
        mark_confirmed(session_id=by.session_id, at=at)
    audit.record(by=by, verb="confirm-identity", object_type="person", object_id=person.id, at=at)


def remove_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """Take the second factor off: by the person herself once confirmed, or by an administrator when it is lost.

    All sessions of the person but the actor's own end.
    """
    person.totp_seed = person.totp_confirmed_at = person.totp_last_step = None
    session.flush()
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    audit.record(by=by, verb="remove-second-factor", object_type="person", object_id=person.id, at=at)
