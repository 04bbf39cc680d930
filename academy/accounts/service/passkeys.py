"""Passkeys: asking an authenticator, taking its answer, keeping what it made.

Each question (challenge) waits five minutes for one answer and is gone with it. The authenticator must have asked for a
finger, a face or its own code (user verification), so a passkey is two factors at once.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import (
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from academy.accounts.models import Passkey, PasskeyChallenge, Person
from academy.accounts.queries.factors import has_second_factor, passkey_by_credential
from academy.accounts.rules import passkeys
from academy.accounts.rules.passkeys import Ceremony, Party
from academy.accounts.service.second_factor import drop_spare_keys, must_not_be_last
from academy.accounts.service.signing_in import mark_confirmed, revoke_sessions
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid

#: What the library raises where bytes are not what they should be.
_UNREADABLE = (
    WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, struct.error,
)  # fmt: skip


def begin_adding(*, person: Person, party: Party, issuer: str, at: datetime) -> str:
    """Return, as JSON for the browser, what to ask an authenticator for a new passkey of ``person``."""
    held = _held_by(person)
    if len(held) >= passkeys.MOST_PASSKEYS:
        raise Conflict("passkeys-many")
    options = webauthn.generate_registration_options(
        rp_id=party.domain, rp_name=issuer, user_name=person.call_sign, user_id=person.id.bytes,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[_described(each) for each in held],
    )  # fmt: skip
    _keep(Ceremony.ADD, options.challenge, person.id, at)
    return webauthn.options_to_json(options)


def add_passkey(*, person: Person, name: str, answer: str, party: Party, by: Actor, at: datetime) -> Passkey:
    """Keep the passkey that an authenticator made. Raises Invalid for an answer that is not to be taken.

    A first second factor ends all other sessions of the person and marks this one as confirmed.
    """
    is_first = not has_second_factor(person)
    challenge = _challenge_in(answer)
    _take(Ceremony.ADD, challenge, person.id, at)
    with _readable():
        read = parse_registration_credential_json(answer)
        verified = webauthn.verify_registration_response(
            credential=read, expected_challenge=challenge, expected_rp_id=party.domain, expected_origin=party.origin,
            require_user_verification=True,
        )  # fmt: skip
    made = _kept(person, name, verified, [each.value for each in read.response.transports or []], at)
    if is_first:
        revoke_sessions(person_id=person.id, at=at, but=by.session_id)
        if by.session_id:
            mark_confirmed(session_id=by.session_id, at=at)
    audit.record(by=by, verb="add-passkey", object_type="passkey", object_id=made.id, at=at)
    return made


def begin_proving(*, person: Person | None, party: Party, at: datetime) -> str:
    """Return, as JSON for the browser, what to ask an authenticator: of ``person``, or of whoever has a passkey here."""
    options = webauthn.generate_authentication_options(
        rp_id=party.domain, user_verification=UserVerificationRequirement.REQUIRED,
        allow_credentials=[_described(each) for each in _held_by(person)] if person else None,
    )  # fmt: skip
    _keep(_ceremony_of(person), options.challenge, person.id if person else None, at)
    return webauthn.options_to_json(options)


def prove(*, person: Person | None, answer: str, party: Party, at: datetime) -> Passkey:
    """Take an authenticator's answer and return the passkey it proves: of ``person``, or of whoever signs in by it.

    Raises Invalid for an answer that is not to be taken, ``passkey-copied`` where its counter went back.
    """
    challenge = _challenge_in(answer)
    with _readable():
        read = parse_authentication_credential_json(answer)
    _take(_ceremony_of(person), challenge, person.id if person else None, at)
    passkey = passkey_by_credential(read.id)
    if passkey is None or not _is_meant(passkey, person, read):
        raise Invalid("passkey-refused")
    with _readable():
        verified = webauthn.verify_authentication_response(
            credential=read, expected_challenge=challenge, expected_rp_id=party.domain, expected_origin=party.origin,
            credential_public_key=passkey.public_key, require_user_verification=True,
            credential_current_sign_count=0,  # asked below, once the signature is known to be its own
        )  # fmt: skip
    if not passkeys.is_counter_sound(known=passkey.sign_count, shown=verified.new_sign_count):
        raise Invalid("passkey-copied", passkey_id=str(passkey.id))
    passkey.sign_count = verified.new_sign_count
    passkey.is_synced = verified.credential_backed_up
    passkey.last_used_at = at
    session.flush()
    return passkey


def confirm_by_passkey(*, person: Person, answer: str, party: Party, by: Actor, at: datetime) -> None:
    """Open step-up doors for a while: the actor has shown a passkey of hers. Raises Invalid like ``prove``."""
    prove(person=person, answer=answer, party=party, at=at)
    if by.session_id:
        mark_confirmed(session_id=by.session_id, at=at)
    audit.record(by=by, verb="confirm-identity", object_type="person", object_id=person.id, at=at)


def rename_passkey(*, passkey: Passkey, name: str, by: Actor, at: datetime) -> None:
    """Call a passkey something else."""
    passkey.name = name
    session.flush()
    audit.record(
        by=by, verb="rename-passkey", object_type="passkey", object_id=passkey.id, at=at, fields=["name"]
    )


def remove_passkey(*, passkey: Passkey, by: Actor, at: datetime) -> None:
    """Forget a passkey. Raises Invalid for the last second factor of somebody whose role demands one.

    All sessions of the person but the actor's own end: the device may be lost.
    """
    person = passkey.person
    must_not_be_last(person=person, by=by)
    audit.record(by=by, verb="remove-passkey", object_type="passkey", object_id=passkey.id, at=at)
    session.delete(passkey)
    session.flush()
    drop_spare_keys(person=person)
    revoke_sessions(person_id=person.id, at=at, but=by.session_id)


def note_refused_passkey(*, answer: str, refusal: Invalid, at: datetime) -> None:
    """Drop the challenge of an answer that was refused, and write down a counter that went back."""
    try:
        challenge = _challenge_in(answer)
    except Invalid:
        return
    digests = [passkeys.digest_of_challenge(each, challenge) for each in Ceremony]
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.digest.in_(digests)))
    if passkey_id := refusal.values.get("passkey_id"):
        audit.record(
            by=None, verb="passkey-counter-went-back", object_type="passkey", object_id=str(passkey_id), at=at
        )


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise Invalid("passkey-refused") from error


def _challenge_in(answer: str) -> bytes:
    """Return the challenge that an answer says it answers. Raises Invalid where it cannot be read."""
    with _readable():
        said = webauthn.base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"])
        return parse_client_data_json(said).challenge


def _ceremony_of(person: Person | None) -> Ceremony:
    return Ceremony.PROVE if person else Ceremony.SIGN_IN


def _keep(ceremony: Ceremony, challenge: bytes, person_id: UUID | None, at: datetime) -> None:
    """Let a challenge wait for its answer, and sweep out those that wait no more."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < at))
    session.add(
        PasskeyChallenge(
            digest=passkeys.digest_of_challenge(ceremony, challenge), person_id=person_id, made_at=at,
            expires_at=at + passkeys.ANSWERED_WITHIN,
        )
    )  # fmt: skip
    session.flush()


def _take(ceremony: Ceremony, challenge: bytes, person_id: UUID | None, at: datetime) -> None:
    """Use up a challenge. Raises Invalid where none such waits for this person."""
    taken = session.execute(
        delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.digest == passkeys.digest_of_challenge(ceremony, challenge),
            PasskeyChallenge.person_id.is_(None)
            if person_id is None
            else PasskeyChallenge.person_id == person_id,
            PasskeyChallenge.expires_at > at,
        )
        .returning(PasskeyChallenge.digest)
    )
    if taken.scalar_one_or_none() is None:
        raise Invalid("passkey-late")


def _kept(
    person: Person, name: str, verified: VerifiedRegistration, transports: list[str], at: datetime
) -> Passkey:
    made = Passkey(
        person_id=person.id, credential_id=bytes_to_base64url(verified.credential_id),
        public_key=verified.credential_public_key, sign_count=verified.sign_count, name=name, transports=transports,
        is_synced=verified.credential_device_type is CredentialDeviceType.MULTI_DEVICE, made_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise Invalid("passkey-refused") from error
    return made


def _held_by(person: Person) -> list[Passkey]:
    return list(session.scalars(select(Passkey).where(Passkey.person_id == person.id)))


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        id=webauthn.base64url_to_bytes(passkey.credential_id),
        transports=[AuthenticatorTransport(each) for each in passkey.transports] or None,
    )


def _is_meant(passkey: Passkey, person: Person | None, read: AuthenticationCredential) -> bool:
    """Say whether a passkey is the person's, and its authenticator says the same of it."""
    handle = read.response.user_handle
    is_hers = person is None or passkey.person_id == person.id
    return is_hers and (handle is None or handle == passkey.person_id.bytes)
