"""The vetted way in: inviting, putting forward, and the answer of whoever answers for the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from academy import db
from academy.accounts.models import Admission, AdmissionState, Membership, Person, Vetting
from academy.accounts.queries.entry import asked_too_long_ago, coordinators_of
from academy.accounts.rules import grants
from academy.accounts.rules.codes import Purpose
from academy.accounts.rules.entry import WAITS, Entry, Vouching, way_in
from academy.accounts.rules.names import fold_email
from academy.accounts.service.entry import admission_of, note_admission
from academy.accounts.service.keeping import erase_person
from academy.accounts.service.one_time import kept_code
from academy.accounts.service.people import Invited, handed, must_be_allowed, new_code, new_person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.agencies.queries import verified_domains
from academy.agencies.rules import is_vouched
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid

_MISSING = {
    Entry.WORD_MISSING: ("vouch-needed", "knows"),
    Entry.REASON_MISSING: ("vouch-reason-needed", "reason"),
}


@dataclass(frozen=True)
class Newcomer:
    """What is written of somebody who comes in."""

    call_sign: str
    legal_name: str
    email: str | None = None
    interface_locale: str | None = None
    latin_name: str | None = None


@dataclass(frozen=True)
class Arrival:
    """One of many who come in at once: where, and what vouches for her."""

    newcomer: Newcomer
    agency: Agency
    vetting: Vetting
    #: The first day on which she is there no longer.
    ends_on: date | None = None


@dataclass(frozen=True)
class Colleague:
    """Somebody who is put forward, in the words of whoever does it."""

    legal_name: str
    email: str
    note: str


def vet(*, email: str | None, agency: Agency, vouching: Vouching, by: Actor, at: datetime) -> Vetting | None:
    """Return what vouches for a newcomer; None where the agency's coordinators have to be asked first.

    Raises Invalid where a coordinator has not said that she knows her, or an administrator not why she speaks for an
    agency that has no coordinator.
    """
    entry = way_in(
        is_domain=is_vouched(email, verified_domains(agency)),
        coordinates=grants.is_within(agency.path, by.paths(Role.COORDINATOR)),
        has_coordinators=bool(coordinators_of(agency, on=at.date())),
        vouching=vouching,
    )
    if entry in _MISSING:
        reason, field = _MISSING[entry]
        raise Invalid(reason, field=field)
    return None if entry is Entry.ASK else Vetting(entry.value)


def invite(
    *, newcomer: Newcomer, agency: Agency, role: Role, vouching: Vouching, by: Actor, at: datetime
) -> Invited | Admission:
    """Let somebody in at once where something vouches for her, or ask those who answer for her agency.

    Until they have answered her account is closed, and no code exists. Raises Forbidden for a role the actor may not give
    there, Invalid for a call-sign or address that is taken, or where a word is missing (``vet``).
    """
    must_be_allowed(by, role, agency)
    vetting = vet(email=newcomer.email, agency=agency, vouching=vouching, by=by, at=at)
    if vetting is not None:
        return admit(
            newcomer=newcomer, agency=agency, role=role, vetting=vetting, reason=vouching.reason, by=by, at=at
        )
    person = _added(newcomer, agency, role, at)
    person.disabled_at = at
    asked = Admission(
        agency_id=agency.id, person_id=person.id, state=AdmissionState.ASKED, asked_at=at, asked_by_id=by.person_id
    )  # fmt: skip
    session.add(asked)
    session.flush()
    _note(asked, "ask-admission", by, at)
    return asked


def admit(
    *,
    newcomer: Newcomer,
    agency: Agency,
    role: Role,
    vetting: Vetting,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Invited:
    """Add a person for whom ``vetting`` vouches, and make the code she comes in with: for a letter, or for paper.

    Raises Forbidden for a role the actor may not give there, Invalid for a call-sign or address that is taken.
    """
    must_be_allowed(by, role, agency)
    person = _added(newcomer, agency, role, at)
    note_admission(person_id=person.id, agency_id=agency.id, vetting=vetting, reason=reason, by=by, at=at)
    _note_invited(person, agency, by, at)
    return _let_in(person, by, at)


def admit_all(*, arrivals: Sequence[Arrival], role: Role, by: Actor, at: datetime) -> list[Invited]:
    """Let many in at once, in a few statements; their names were looked at before. Raises Conflict where one is taken."""
    for agency in {each.agency.id: each.agency for each in arrivals}.values():
        must_be_allowed(by, role, agency)
    people = [_person(each.newcomer, at) for each in arrivals]
    try:
        with session.begin_nested():
            session.add_all(people)
    except IntegrityError as error:
        raise Conflict("roster-moved-on") from error
    invited = []
    for person, each in zip(people, arrivals, strict=True):
        session.add(
            Membership(
                person_id=person.id, agency_id=each.agency.id, role=role.value, starts_on=at.date(), ends_on=each.ends_on
            )
        )  # fmt: skip
        session.add(
            admission_of(person_id=person.id, agency_id=each.agency.id, vetting=each.vetting, by=by, at=at)
        )
        _note_invited(person, each.agency, by, at)
        purpose = Purpose.INVITATION if person.email else Purpose.PRINTED
        code = new_code(purpose)
        session.add(kept_code(person_id=person.id, purpose=purpose, code=code, by=by, at=at))
        invited.append(Invited(person, purpose, code))
    session.flush()
    return invited


def put_forward(*, colleague: Colleague, agency: Agency, by: Actor, at: datetime) -> Admission:
    """Wish that a colleague be let into an agency the actor belongs to. What is known of her is looked at by nobody yet.

    The same wish twice is one. Raises Forbidden for an agency that is not hers.
    """
    if agency.id not in {grant.agency_id for grant in by.grants}:
        raise Forbidden("agency-not-yours")
    session.get_one(Person, by.person_id, with_for_update=True)  # two clicks wish once
    same = session.scalar(
        select(Admission).where(
            Admission.agency_id == agency.id, Admission.asked_by_id == by.person_id,
            Admission.state == AdmissionState.ASKED, Admission.email == colleague.email,
            Admission.legal_name == colleague.legal_name,
        )
    )  # fmt: skip
    if same is not None:
        return same
    wish = Admission(
        agency_id=agency.id, legal_name=colleague.legal_name, email=colleague.email, note=colleague.note,
        state=AdmissionState.ASKED, asked_at=at, asked_by_id=by.person_id,
    )  # fmt: skip
    session.add(wish)
    session.flush()
    _note(wish, "put-forward", by, at)
    return wish


def approve_admission(
    *, admission: Admission, newcomer: Newcomer | None, reason: str = "", by: Actor, at: datetime
) -> Invited:
    """Let somebody in who waits at the door; ``newcomer`` says what is written of one who was only put forward.

    ``admission`` is held by the caller. Raises Conflict where it is decided already, Invalid like ``vet`` and ``admit``.
    """
    _must_wait(admission)
    person = admission.person
    email = person.email if person else newcomer.email if newcomer else None
    vetting = vet(
        email=email, agency=admission.agency, vouching=Vouching(knows=True, reason=reason), by=by, at=at
    )
    if vetting is None:
        raise Forbidden("coordinators-decide")
    if person is None:
        if newcomer is None:
            raise Invalid("call-sign-malformed", field="call_sign")
        must_be_allowed(by, Role.LEARNER, admission.agency)
        person = _added(newcomer, admission.agency, Role.LEARNER, at)
    person.disabled_at = None
    _decide(admission, AdmissionState.APPROVED, by, at)
    admission.person_id, admission.vetting, admission.reason = person.id, vetting.value, reason
    session.flush()
    _note(admission, "approve-admission", by, at)
    return _let_in(person, by, at)


def decline_admission(*, admission: Admission, reason: str, by: Actor, at: datetime) -> None:
    """Say no at the door; of whoever is declined no name is kept. Raises Conflict where it is decided already."""
    _must_wait(admission)
    _decide(admission, AdmissionState.DECLINED, by, at)
    admission.reason = reason
    _forget(admission, at)
    _note(admission, "decline-admission", by, at)


def withdraw_forgotten(at: datetime) -> int:
    """Withdraw the wishes that nobody answered for as long as one waits, each in a write unit of its own."""
    done = 0
    for admission_id in asked_too_long_ago(at):
        with db.writing():
            found = session.get(Admission, admission_id, with_for_update=True, populate_existing=True)
            if found is None or found.state != AdmissionState.ASKED or found.asked_at >= at - WAITS:
                continue
            _decide(found, AdmissionState.WITHDRAWN, None, at)
            _forget(found, at)
            _note(found, "withdraw-admission", None, at)
            done += 1
    return done


def _added(newcomer: Newcomer, agency: Agency, role: Role, at: datetime) -> Person:
    person = new_person(
        call_sign=newcomer.call_sign,
        legal_name=newcomer.legal_name,
        email=newcomer.email,
        interface_locale=newcomer.interface_locale,
        latin_name=newcomer.latin_name,
        at=at,
    )
    session.add(Membership(person_id=person.id, agency_id=agency.id, role=role.value, starts_on=at.date()))
    session.flush()
    return person


def _person(newcomer: Newcomer, at: datetime) -> Person:
    email = newcomer.email or None
    return Person(
        call_sign=newcomer.call_sign, legal_name=newcomer.legal_name, latin_name=newcomer.latin_name or None,
        email=email, email_key=fold_email(email) if email else None, interface_locale=newcomer.interface_locale,
        created_at=at,
    )  # fmt: skip


def _note_invited(person: Person, agency: Agency, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb="invite", object_type="person", object_id=person.id, at=at, agency_id=agency.id,
        fields=["call_sign", "legal_name", "email", "role"],
    )  # fmt: skip


def _let_in(person: Person, by: Actor, at: datetime) -> Invited:
    return handed(person, Purpose.INVITATION if person.email else Purpose.PRINTED, by, at)


def _must_wait(admission: Admission) -> None:
    if admission.state != AdmissionState.ASKED:
        raise Conflict("admission-decided")


def _decide(admission: Admission, state: AdmissionState, by: Actor | None, at: datetime) -> None:
    admission.state, admission.decided_at = state, at
    admission.decided_by_id = by.person_id if by else None
    admission.legal_name = admission.email = admission.note = ""
    session.flush()


def _forget(admission: Admission, at: datetime) -> None:
    """Erase the account that was kept closed for whoever did not come in."""
    if admission.person_id is not None:
        erase_person(person_id=admission.person_id, at=at)


def _note(admission: Admission, verb: str, by: Actor | None, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="admission", object_id=admission.id, at=at, agency_id=admission.agency_id,
        fields=["state"],
    )  # fmt: skip
