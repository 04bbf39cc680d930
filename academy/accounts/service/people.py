"""Looking after people: new codes, memberships, preferences, closing and opening accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from academy.accounts.models import Admission, AdmissionState, Membership, Person, Vetting
from academy.accounts.queries.sessions import grants_of
from academy.accounts.rules import grants
from academy.accounts.rules.codes import Purpose, new_printed_code, new_token
from academy.accounts.rules.names import fold_email, is_call_sign, is_email, is_latin_name
from academy.accounts.service.entry import is_admitted, note_admission
from academy.accounts.service.one_time import make_code, revoke_codes
from academy.accounts.service.signing_in import revoke_sessions
from academy.actor import Actor, Grant, Role
from academy.agencies.models import Agency, Kind
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid


@dataclass(frozen=True)
class Invited:
    """Someone who may now set a password, and the code she needs for it; it is shown once and never again."""

    person: Person
    purpose: Purpose
    code: str


@dataclass(frozen=True)
class Preferences:
    """How a person wants her pages, her lessons and her certificates, and whose law applies to her."""

    interface_locale: str | None
    content_locale: str | None
    certificate_locale: str | None
    jurisdiction: str | None


def invite_again(*, person: Person, by: Actor, at: datetime) -> Invited:
    """Make a new invitation, or a reset link for someone who has a password, to be sent to her address.

    Raises Forbidden for people whose account the actor may not open, Invalid where she has no address.
    """
    _must_open_for(by, person, at)
    if not person.email:
        raise Invalid("person-without-email")
    purpose = Purpose.RESET if person.password_hash else Purpose.INVITATION
    audit.record(by=by, verb=f"send-{purpose.value}", object_type="person", object_id=person.id, at=at)
    return handed(person, purpose, by, at)


def print_code(*, person: Person, by: Actor, at: datetime) -> Invited:
    """Make a code to be printed and handed over; earlier codes of the person end.

    Raises Forbidden for people whose account the actor may not open.
    """
    _must_open_for(by, person, at)
    audit.record(by=by, verb="print-code", object_type="person", object_id=person.id, at=at)
    return handed(person, Purpose.PRINTED, by, at)


def add_membership(*, person: Person, agency: Agency, role: Role, by: Actor, at: datetime) -> Membership:
    """Give a person a role in an agency. Raises Forbidden where the actor may not, Conflict where she holds it."""
    must_be_allowed(by, role, agency)
    membership = Membership(person_id=person.id, agency_id=agency.id, role=role.value, starts_on=at.date())
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError as error:
        raise Invalid("membership-held", field="role") from error
    session.expire(person, ["memberships"])
    if not is_admitted(person_id=person.id, agency_id=agency.id):
        note_admission(person_id=person.id, agency_id=agency.id, vetting=Vetting.APPROVAL, by=by, at=at)
    audit.record(
        by=by, verb="add-membership", object_type="person", object_id=person.id, at=at, agency_id=agency.id,
        fields=[role.value],
    )  # fmt: skip
    return membership


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End a role as of today, and with a coordinator's those of her deputies.

    Raises Forbidden for one that the actor could not have given, Conflict for one's own administrator role: somebody must
    be left to open doors.
    """
    if membership.person_id == by.person_id and membership.role_held is Role.ADMINISTRATOR:
        raise Conflict("own-administrator-role")
    must_take(by, membership)
    end_on(membership, at.date())
    audit.record(
        by=by, verb="end-membership", object_type="person", object_id=membership.person_id, at=at,
        agency_id=membership.agency_id, fields=[membership.role],
    )  # fmt: skip


def must_take(by: Actor, membership: Membership) -> None:
    """Refuse to end a role that the actor could not have given. Raises Forbidden."""
    held = Grant(
        membership.role_held,
        membership.agency_id,
        membership.agency.path,
        membership.deputy_of_id is not None,
    )
    if not grants.may_take(by, held):
        raise Forbidden("role-not-yours-to-take")


def end_on(membership: Membership, day: date) -> None:
    """Let a role end on a day, if it does not end before; whoever stands in for its holder stands in no longer."""
    membership.ends_on = min(membership.ends_on or day, day)
    session.flush()
    session.execute(
        update(Membership)
        .where(
            Membership.deputy_of_id == membership.id,
            or_(Membership.ends_on.is_(None), Membership.ends_on > membership.ends_on),
        )
        .values(ends_on=membership.ends_on)
    )


def disable_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Close an account: every session ends at its next request, every code is useless.

    Raises Conflict for oneself, Forbidden for somebody who holds more than the actor could give.
    """
    if person.id == by.person_id:
        raise Conflict("own-account")
    must_answer_for(by, person, at)
    close_account(person, by=by, at=at)


def close_account(person: Person, *, by: Actor | None, at: datetime) -> None:
    """Close an account for whoever has decided so."""
    person.disabled_at = person.disabled_at or at
    session.flush()
    revoke_sessions(person_id=person.id, at=at)
    revoke_codes(person_id=person.id, at=at)
    audit.record(by=by, verb="disable", object_type="person", object_id=person.id, at=at)


def enable_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Open a closed account again; its password still holds, its sessions do not.

    Raises Forbidden like ``disable_person``, Conflict for somebody who still waits at the door.
    """
    must_answer_for(by, person, at)
    waits = select(Admission.id).where(
        Admission.person_id == person.id, Admission.state == AdmissionState.ASKED
    )
    if session.scalar(waits) is not None:
        raise Conflict("still-at-the-door")
    person.disabled_at = None
    session.flush()
    audit.record(by=by, verb="enable", object_type="person", object_id=person.id, at=at)


def set_preferences(*, person: Person, wanted: Preferences, by: Actor, at: datetime) -> None:
    """Keep how the actor wants her pages, lessons and certificates."""
    changed = [
        name
        for name in ("interface_locale", "content_locale", "certificate_locale", "jurisdiction")
        if getattr(person, name) != getattr(wanted, name)
    ]
    person.interface_locale = wanted.interface_locale
    person.content_locale = wanted.content_locale
    person.certificate_locale = wanted.certificate_locale
    person.jurisdiction = wanted.jurisdiction
    session.flush()
    audit.record(
        by=by, verb="set-preferences", object_type="person", object_id=person.id, at=at, fields=changed
    )


def new_person(
    *, call_sign: str, legal_name: str, email: str | None, interface_locale: str | None, at: datetime,
    latin_name: str | None = None,
) -> Person:  # fmt: skip
    """Add a person without roles. Raises Invalid for a call-sign or address that is malformed or taken."""
    if latin_name and not is_latin_name(latin_name):
        raise Invalid("latin-name-malformed", field="latin_name")
    if not is_call_sign(call_sign):
        raise Invalid("call-sign-malformed", field="call_sign")
    if email and not is_email(email):
        raise Invalid("email-malformed", field="email")
    person = Person(
        call_sign=call_sign, legal_name=legal_name, email=email or None, interface_locale=interface_locale,
        latin_name=latin_name or None,
        email_key=fold_email(email) if email else None, created_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        raise _taken(error) from error
    return person


def _taken(error: IntegrityError) -> Invalid:
    """Turn the broken constraint into the refusal that names its field."""
    if "email" in str(error.orig):
        return Invalid("email-taken", field="email")
    return Invalid("call-sign-taken", field="call_sign")


def must_be_allowed(by: Actor, role: Role, agency: Agency) -> None:
    """Refuse a role that is not the actor's to give there. Raises Forbidden or Invalid."""
    if not grants.may_give(by, role, agency.path):
        raise Forbidden("role-not-yours-to-give")
    if role is Role.ADMINISTRATOR and agency.kind != Kind.ACADEMY.value:
        raise Invalid("administrator-of-academy-only", field="role")


def _must_open_for(by: Actor, person: Person, at: datetime) -> None:
    if person.disabled_at:
        raise Conflict("person-disabled")
    must_answer_for(by, person, at)


def must_answer_for(by: Actor, person: Person, at: datetime) -> None:
    """Refuse to open, close or change the account of somebody who holds more than the actor could give. Raises Forbidden."""
    if not grants.may_hand_code(by, grants_of(person.id, on=at.date())):
        raise Forbidden("account-not-yours-to-open")


def new_code(purpose: Purpose) -> str:
    """Return a code for paper, or for a link."""
    return new_printed_code() if purpose is Purpose.PRINTED else new_token()


def handed(person: Person, purpose: Purpose, by: Actor, at: datetime) -> Invited:
    """Make the code with which a person sets her password."""
    code = new_code(purpose)
    return Invited(person, purpose, make_code(person=person, purpose=purpose, code=code, by=by, at=at))
