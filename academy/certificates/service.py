"""Issuing certificates exactly once, revoking them, and answering about the name on them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from academy import db
from academy.accounts.models import Person
from academy.accounts.rules.names import Shown
from academy.actor import Actor
from academy.audit import service as audit
from academy.certificates import queries
from academy.certificates.content import CourseWords, Facts
from academy.certificates.document import CertificateFacts, UnprintableFacts, render
from academy.certificates.models import Certificate, NameCheck
from academy.certificates.queries import TaughtLaw
from academy.certificates.rules import (
    CODE_BYTES,
    NAME_CHECK_WINDOW,
    NAME_CHECKS,
    NUMBER_BITS,
    State,
    is_same_name,
    number_of,
    valid_until,
)
from academy.courses.queries import Reading
from academy.courses.rules import canonical, digest
from academy.db import session
from academy.errors import Conflict, Invalid, TooMany
from academy.learning.models import Enrolment
from academy.richtext import plain
from academy.storage import Storage


@dataclass(frozen=True)
class Identity:
    """What a certificate is found by; drawn before it is printed, because both stand on it."""

    number: str
    code: str


@dataclass(frozen=True)
class Prepared:
    """A printed certificate that is not issued yet: everything slow is behind it."""

    identity: Identity
    facts: Facts
    locale: str
    document_digest: str


def draw_identity() -> Identity:
    """Draw a number and a code that nobody can guess."""
    return Identity(number_of(secrets.randbits(NUMBER_BITS)), secrets.token_urlsafe(CODE_BYTES))


def state_facts(
    *, identity: Identity, holder: str, own: Reading, english: Reading, law: TaughtLaw | None, at: datetime,
    latin_name: str | None = None,
) -> Facts:  # fmt: skip
    """Return what a certificate for one edition says, from the words of its renditions.

    ``latin_name`` is given with a legal name only: beside a call-sign it would name the holder.
    """
    course = own.course
    return Facts(
        number=identity.number,
        holder=holder,
        latin_name=latin_name,
        course=course.slug,
        level=course.level,
        track=course.track,
        hours=course.hours,
        edition_number=own.edition_number,
        edition_digest=own.edition_digest,
        rendition_digest=own.rendition_digest,
        jurisdiction=law.code if law else None,
        country=law.country if law else None,
        law_date=law.as_of if law else None,
        issued_at=at,
        valid_until=valid_until(at.date(), course.valid_months),
        words={each.locale: _words(each) for each in (english, own)},
    )


def prepare(*, identity: Identity, facts: Facts, sheet: CertificateFacts, storage: Storage) -> Prepared:
    """Print a certificate and keep the file, before any write unit is open.

    Raises Invalid where the name has letters that the academy's fonts lack.
    """
    try:
        document = render(sheet)
    except UnprintableFacts as error:
        raise Invalid("name-unprintable", field="printed_name") from error
    return Prepared(identity, facts, sheet.wording.locale, storage.put(document))


def claim(*, enrolment: Enrolment, prepared: Prepared, by: Actor, at: datetime) -> Certificate:
    """Issue the certificate of a completed enrolment, once: a second claim returns the first.

    Raises Invalid where the course is not completed, Conflict where its certificate was revoked.
    """
    if enrolment.completed_at is None:
        raise Invalid("course-not-completed")
    if (earlier := queries.of_enrolment(enrolment.id)) is not None:
        return _still_valid(earlier)
    certificate = _drafted(enrolment, prepared)
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        # somebody was faster, between the look above and the insert: the database decided
        if (first := queries.of_enrolment(enrolment.id)) is None:
            raise
        return _still_valid(first)
    audit.record(
        by=by,
        verb="issue",
        object_type="certificate",
        object_id=certificate.id,
        at=at,
        agency_id=enrolment.agency_id,
    )
    return certificate


def revoke(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> None:
    """Take a certificate's validity away and keep its record. Raises Conflict where it is not valid any more."""
    if certificate.state != State.VALID:
        raise Conflict("certificate-not-valid")
    certificate.state = State.REVOKED
    certificate.revoked_at = at
    certificate.reason = reason
    _note(certificate, "revoke", by, at, "state", "reason")


def choose_name_shown(*, certificate: Certificate, shows: Shown, by: Actor, at: datetime) -> None:
    """Show the holder's name on the public page, in one form or both, or hide it again; only she may decide."""
    if certificate.person_id != by.person_id:
        raise Conflict("certificate-not-hers")
    if certificate.shown == shows:
        return
    certificate.shows_name = shows is not Shown.NOTHING
    certificate.shows_latin = shows is Shown.NAME_AND_LATIN
    _note(certificate, "choose-name-shown", by, at, "shows_name")


def show_everywhere(*, person: Person, by: Actor, at: datetime) -> int:
    """Let what a person wants shown of her name hold for all certificates she has, and return how many those are."""
    held = [each for each in queries.of_person(person.id) if each.holder_name]
    for certificate in held:
        choose_name_shown(certificate=certificate, shows=Shown(person.verification_shows), by=by, at=at)
    session.flush()
    return len(held)


def confirm_name(*, certificate: Certificate, name: str, at: datetime) -> bool:
    """Say whether ``name`` is the name on the certificate; the try is counted, neither name nor answer is kept.

    Raises TooMany after five tries within a day.
    """
    # on PostgreSQL two tries at once wait for each other here; SQLite has one writer anyway
    session.scalar(select(Certificate.id).where(Certificate.id == certificate.id).with_for_update())
    since = at - NAME_CHECK_WINDOW
    made, first = session.execute(
        select(func.count(), func.min(NameCheck.at)).where(
            NameCheck.certificate_id == certificate.id, NameCheck.at > since
        )
    ).one()
    if made >= NAME_CHECKS:
        wait: timedelta = first - since
        raise TooMany("name-checks-used-up", retry_after=max(1, round(wait.total_seconds())))
    session.add(NameCheck(certificate_id=certificate.id, at=at))
    names = (certificate.holder_name, certificate.said.latin_name)
    return any(is_same_name(name, each) for each in names if each)


def note_export(*, certificates: Iterable[Certificate], by: Actor, at: datetime) -> None:
    """Put into the audit trail which certificates left the academy in an agency's archive."""
    for certificate in certificates:
        _note(certificate, "export", by, at, "document")


def note_consultation(*, certificate_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody looked at another person's certificate."""
    audit.record(
        by=by, verb="consult", object_type="certificate", object_id=certificate_id, at=at, agency_id=agency_id
    )


def erase_person(*, person_id: UUID, at: datetime, storage: Storage) -> None:
    """Take a person out of her certificates: numbers, dates and digests stay; name and files go.

    The files go once the change is on disk.
    """
    for certificate in queries.of_person(person_id):
        certificate.facts = _frozen(certificate.said.model_copy(update={"holder": None, "latin_name": None}))
        certificate.enrolment_id = certificate.person_id = None
        certificate.holder_name = None
        certificate.shows_name = certificate.shows_latin = False
        _remove_after_commit(storage, certificate.document_digest)
        audit.record(
            by=None, verb="erase-holder", object_type="certificate", object_id=certificate.id, at=at,
            agency_id=certificate.agency_id, fields=("holder_name",),
        )  # fmt: skip
    session.flush()  # the learning record these pointed at is erased next


def _drafted(enrolment: Enrolment, prepared: Prepared) -> Certificate:
    facts, shows = prepared.facts, Shown(enrolment.person.verification_shows)
    frozen = _frozen(facts)
    return Certificate(
        number=prepared.identity.number,
        code=prepared.identity.code,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        agency_id=enrolment.agency_id,
        edition_id=enrolment.edition_id,
        rendition_digest=facts.rendition_digest,
        holder_name=facts.holder,
        shows_name=shows is not Shown.NOTHING,
        shows_latin=shows is Shown.NAME_AND_LATIN,
        locale=prepared.locale,
        jurisdiction=facts.jurisdiction,
        issued_at=facts.issued_at,
        valid_until=facts.valid_until,
        state=State.VALID,
        document_digest=prepared.document_digest,
        facts=frozen,
        facts_digest=digest(frozen),
    )


def _words(reading: Reading) -> CourseWords:
    return CourseWords(title=plain(reading.course.title), statement=plain(reading.course.statement))


def _frozen(facts: Facts) -> str:
    absent = {"latin_name"} if facts.latin_name is None else None
    return canonical(facts.model_dump(mode="json", exclude=absent))


def _still_valid(certificate: Certificate) -> Certificate:
    """Return an earlier certificate; one that was revoked is not had again by asking twice."""
    if certificate.state != State.VALID:
        raise Conflict("certificate-not-valid")
    return certificate


def _note(certificate: Certificate, verb: str, by: Actor, at: datetime, *fields: str) -> None:
    audit.record(
        by=by,
        verb=verb,
        object_type="certificate",
        object_id=certificate.id,
        at=at,
        agency_id=certificate.agency_id,
        fields=fields,
    )


def _remove_after_commit(storage: Storage, digest: str) -> None:
    db.after_commit(lambda: storage.remove(digest))
