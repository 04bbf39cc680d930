"""What commands and the keeping of personal data need: the first administrator, erasure, clearing out."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from academy.accounts.models import (
    Membership,
    OneTimeCode,
    PasskeyChallenge,
    Person,
    SignInSession,
    SignInThrottle,
    Vetting,
)
from academy.accounts.queries.people import person_by_identifier
from academy.accounts.rules.codes import Purpose, new_token
from academy.accounts.rules.names import Shown
from academy.accounts.service.entry import forget_wishes, note_admission
from academy.accounts.service.one_time import make_code
from academy.accounts.service.people import end_on, new_person
from academy.accounts.service.second_factor import forget_keys
from academy.actor import Role
from academy.agencies.models import Agency, Kind
from academy.audit import service as audit
from academy.db import session

#: How long spent codes, ended sessions and quiet tallies stay for whoever looks into an incident.
KEPT_FOR = timedelta(days=30)


def make_administrator(*, call_sign: str, legal_name: str, email: str | None, at: datetime) -> str:
    """Make someone administrator from the command line and return the code of her invitation link.

    A person with this call-sign is given the role; otherwise one is added. The academy itself is made where there is
    none yet. Raises Invalid like ``new_person``.
    """
    person = person_by_identifier(call_sign)
    if person is None:
        person = new_person(
            call_sign=call_sign, legal_name=legal_name, email=email, interface_locale=None, at=at
        )
    academy = session.scalar(
        select(Agency).where(Agency.kind == Kind.ACADEMY.value, Agency.parent_id.is_(None))
    )
    academy = academy or _new_academy()
    if not _is_administrator(person, academy):
        session.add(
            Membership(
                person_id=person.id, agency_id=academy.id, role=Role.ADMINISTRATOR.value, starts_on=at.date()
            )
        )  # fmt: skip
        note_admission(
            person_id=person.id, agency_id=academy.id, vetting=Vetting.APPROVAL, reason="make-admin", by=None, at=at
        )  # fmt: skip
    audit.record(by=None, verb="make-administrator", object_type="person", object_id=person.id, at=at)
    return make_code(person=person, purpose=Purpose.INVITATION, code=new_token(), by=None, at=at)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Take a person's name, address, password and second factor out; the account stays, closed and nameless.

    Doing it again changes nothing, nor does erasing somebody who is not here.
    """
    person = session.get(Person, person_id)
    if person is None or person.erased_at:
        return
    person.call_sign = f"erased-{person.id.hex[:12]}"
    person.call_sign_key = person.call_sign
    person.legal_name, person.latin_name, person.verification_shows = "", None, Shown.NOTHING.value
    person.email = person.email_key = person.password_hash = person.password_changed_at = None
    person.totp_seed = person.totp_confirmed_at = person.totp_last_step = None
    person.interface_locale = person.content_locale = person.certificate_locale = person.jurisdiction = None
    person.certificate_name = None
    person.last_seen_at = None
    person.disabled_at = person.disabled_at or at
    person.erased_at = at
    for membership in person.memberships:
        end_on(membership, at.date())
    forget_wishes(person_id=person_id)
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    session.execute(delete(OneTimeCode).where(OneTimeCode.person_id == person_id))
    forget_keys(person_id=person_id)
    session.flush()
    audit.record(by=None, verb="erase", object_type="person", object_id=person_id, at=at)


def clear_out(*, at: datetime) -> None:
    """Drop codes, sessions and tallies that ended ``KEPT_FOR`` ago."""
    before = at - KEPT_FOR
    session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < before))
    session.execute(delete(SignInSession).where(SignInSession.ends_at < before))
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < at))
    session.execute(delete(SignInThrottle).where(SignInThrottle.last_failed_at < before))


def _is_administrator(person: Person, academy: Agency) -> bool:
    return any(
        each.agency_id == academy.id and each.role_held is Role.ADMINISTRATOR and each.ends_on is None
        for each in person.memberships
    )


def _new_academy() -> Agency:
    academy_id = uuid4()
    academy = Agency(
        id=academy_id, path=f"{academy_id}/", kind=Kind.ACADEMY.value, name="Wildlife Crime Academy"
    )
    session.add(academy)
    session.flush()
    return academy
