"""Setting passwords. Hashing is done by the caller before the write unit; the rules are asked again here."""

from __future__ import annotations

from datetime import datetime

from academy.accounts.models import OneTimeCode, Person
from academy.accounts.queries.factors import has_second_factor
from academy.accounts.rules import passwords
from academy.accounts.rules.codes import Purpose
from academy.accounts.service.one_time import make_code, revoke_codes, use_code
from academy.accounts.service.signing_in import revoke_sessions
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Invalid

#: The audit verb for each way of setting a password by code.
_VERBS = {
    Purpose.INVITATION: "take-up-invitation",
    Purpose.RESET: "reset-password",
    Purpose.PRINTED: "set-password-by-printed-code",
}


def must_take(password: str, *, person: Person) -> None:
    """Raise Invalid with the reason why this person may not have this password."""
    reason = passwords.problem_with(
        password,
        own_words=[each for each in (person.call_sign, person.legal_name, person.email) if each],
        has_second_factor=has_second_factor(person),
    )
    if reason:
        raise Invalid(reason, field="password", **NUMBERS.get(reason, {}))


#: What the sentence of a refusal needs.
NUMBERS: dict[str, dict[str, int]] = {
    "password-short": {"count": passwords.SHORTEST_ALONE},
    "password-short-beside": {"count": passwords.SHORTEST_BESIDE_SECOND_FACTOR},
    "password-long": {"count": passwords.LONGEST},
}


def set_password_by_code(*, code: OneTimeCode, password_hash: str, at: datetime) -> Person:
    """Use up an invitation, a reset or a printed code and set the password of its person.

    All her sessions and other codes end; her second factor stays; she is not signed in.
    Raises NotFound where the code has just been used.
    """
    use_code(code, at=at)
    person = code.person
    _set(person, password_hash, at)
    revoke_sessions(person_id=person.id, at=at)
    revoke_codes(person_id=person.id, at=at)
    audit.record(
        by=Actor(person_id=person.id, call_sign=person.call_sign), verb=_VERBS[Purpose(code.purpose)],
        object_type="person", object_id=person.id, at=at, fields=["password"],
    )  # fmt: skip
    return person


def change_password(*, person: Person, password_hash: str, by: Actor, at: datetime) -> None:
    """Set a new password for the actor, who has just typed the old one. All her other sessions and codes end."""
    _set(person, password_hash, at)
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)
    revoke_codes(person_id=person.id, at=at)
    audit.record(
        by=by, verb="change-password", object_type="person", object_id=person.id, at=at, fields=["password"]
    )


def request_reset(*, person: Person, purpose: Purpose, code: str, at: datetime) -> str:
    """Keep a code for someone who says she forgot her password, and return it for the letter."""
    made = make_code(person=person, purpose=purpose, code=code, by=None, at=at)
    audit.record(by=None, verb="request-reset", object_type="person", object_id=person.id, at=at)
    return made


def _set(person: Person, password_hash: str, at: datetime) -> None:
    person.password_hash = password_hash
    person.password_changed_at = at
    session.flush()
