"""The second factor: an app proposed, confirmed by a first code, asked for, taken away; what else goes with it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, update

from academy.accounts.models import Passkey, PasskeyChallenge, Person, RecoveryCode
from academy.accounts.queries.factors import factors_of, has_second_factor
from academy.accounts.rules import requirements, totp
from academy.accounts.rules.codes import read_recovery_code
from academy.accounts.service.recovery_codes import take_recovery_code
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
    """Turn a proposed app on with its first code, and mark the session as confirmed.

    All other sessions of the person end. Raises Invalid for a wrong code, Conflict where nothing is proposed.
    """
    if person.totp_confirmed_at or not person.totp_seed:
        raise Conflict("second-factor-is-set")
    _take_app_code(person=person, code=code, secret_key=secret_key, at=at)
    person.totp_confirmed_at = at
    session.flush()
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    if by.session_id:
        mark_confirmed(session_id=by.session_id, at=at)
    audit.record(by=by, verb="set-up-second-factor", object_type="person", object_id=person.id, at=at)


def take_code(*, person: Person, code: str, secret_key: str, at: datetime) -> None:
    """Take a code that her app shows, or one of her recovery codes. Raises Invalid for a wrong or a used one."""
    if recovery_code := read_recovery_code(code):
        take_recovery_code(person=person, code=recovery_code, secret_key=secret_key, at=at)
    elif person.totp_confirmed_at:
        _take_app_code(person=person, code=code, secret_key=secret_key, at=at)
    else:
        raise Invalid("second-factor-wrong", field="code")


def _take_app_code(*, person: Person, code: str, secret_key: str, at: datetime) -> None:
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


def turn_off_app(*, person: Person, by: Actor, at: datetime) -> None:
    """Take a person's own app off, once she has confirmed. All her sessions but the actor's own end.

    Raises Invalid for the last second factor of somebody whose role demands one.
    """
    must_not_be_last(person=person, by=by)
    _drop_app(person)
    drop_spare_keys(person=person)
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    audit.record(by=by, verb="remove-second-factor", object_type="person", object_id=person.id, at=at)


def remove_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """Take everything off that a person has lost: app, passkeys, recovery codes. All sessions but the actor's own end."""
    _drop_app(person)
    forget_keys(person_id=person.id)
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    audit.record(by=by, verb="remove-second-factor", object_type="person", object_id=person.id, at=at)


def must_not_be_last(*, person: Person, by: Actor) -> None:
    """Raise Invalid where a person takes off her only second factor while her role demands one."""
    is_demanded = requirements.must_have_second_factor(grant.role for grant in by.grants)
    if is_demanded and factors_of(person).count <= 1:
        raise Invalid("second-factor-demanded")


def drop_spare_keys(*, person: Person) -> None:
    """Drop recovery codes that stand in for nothing any more."""
    if not has_second_factor(person):
        forget_keys(person_id=person.id)


def forget_keys(*, person_id: UUID) -> None:
    """Delete a person's passkeys and recovery codes, and the questions that wait for her."""
    for kind in (Passkey, PasskeyChallenge, RecoveryCode):
        session.execute(delete(kind).where(kind.person_id == person_id))


def _drop_app(person: Person) -> None:
    person.totp_seed = person.totp_confirmed_at = person.totp_last_step = None
    session.flush()
