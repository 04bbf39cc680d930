"""Reading certificates: the holder's own, those of a coordinator's branch, and what the public may know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency, Country
from academy.certificates.models import Certificate
from academy.certificates.rules import State, is_code, read_number
from academy.db import session
from academy.errors import NotFound
from academy.jurisdictions.models import JurisdictionEntry
from academy.learning.models import Enrolment
from academy.storage import Storage

#: Who sees the certificates earned in her branch.
OVERSEERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def certificate_for(actor: Actor, certificate_id: UUID) -> Certificate:
    """Return a certificate of hers, or one earned in the branch she coordinates. Raises NotFound."""
    reach = or_(Certificate.person_id == actor.person_id, _in_branches(actor, *OVERSEERS))
    return _the(_with_edition().where(Certificate.id == certificate_id, reach))


def own_certificate(actor: Actor, certificate_id: UUID) -> Certificate:
    """Return a certificate of hers, for what only its holder decides. Raises NotFound."""
    return _the(
        _with_edition().where(Certificate.id == certificate_id, Certificate.person_id == actor.person_id)
    )


def own(actor: Actor) -> Sequence[Certificate]:
    """Return her certificates, the newest first."""
    mine = _with_edition().where(Certificate.person_id == actor.person_id)
    return session.scalars(mine.order_by(Certificate.issued_at.desc())).all()


@dataclass(frozen=True)
class Narrowed:
    """Which of her certificates a coordinator looks at: of a unit and all below it, a country, an edition, a cohort."""

    unit_id: UUID | None = None
    country: str = ""
    edition_id: UUID | None = None
    cohort_id: UUID | None = None
    #: Only those that hold on this day.
    valid_on: date | None = None


def of_agency(actor: Actor, narrowed: Narrowed | None = None) -> Sequence[Certificate]:
    """Return the certificates earned in the branches she coordinates whose holders are still named, oldest first.

    Narrowed to what is not hers, there are none.
    """
    theirs = _with_edition().where(_in_branches(actor, Role.COORDINATOR), Certificate.person_id.is_not(None))
    if narrowed is not None:
        theirs = theirs.where(*_narrowing(narrowed))
    return session.scalars(theirs.order_by(Certificate.issued_at, Certificate.number)).all()


def _narrowing(narrowed: Narrowed) -> Iterator[ColumnElement[bool]]:
    if narrowed.unit_id is not None:
        path = session.scalar(select(Agency.path).where(Agency.id == narrowed.unit_id))
        yield (
            false() if path is None else Certificate.agency.has(Agency.path.startswith(path, autoescape=True))
        )
    if narrowed.country:
        yield Certificate.agency.has(Agency.country_code == narrowed.country)
    if narrowed.edition_id is not None:
        yield Certificate.edition_id == narrowed.edition_id
    if narrowed.cohort_id is not None:
        in_cohort = select(Enrolment.id).where(Enrolment.cohort_id == narrowed.cohort_id)
        yield Certificate.enrolment_id.in_(in_cohort)
    if narrowed.valid_on is not None:
        yield Certificate.state == State.VALID.value
        yield or_(Certificate.valid_until.is_(None), Certificate.valid_until >= narrowed.valid_on)


def of_enrolment(enrolment_id: UUID) -> Certificate | None:
    """Return the certificate of an enrolment that counts: the valid one, else the last one issued."""
    found = session.scalars(
        select(Certificate)
        .where(Certificate.enrolment_id == enrolment_id)
        .order_by(Certificate.issued_at.desc())
    ).all()
    valid = [certificate for certificate in found if certificate.state == State.VALID]
    return next(iter([*valid, *found]), None)


def by_code(code: str) -> Certificate | None:
    """Return the certificate whose QR code holds ``code``; open to anyone."""
    return session.scalar(_with_edition().where(Certificate.code == code)) if is_code(code) else None


def by_number(typed: str) -> Certificate | None:
    """Return the certificate with the number somebody typed; open to anyone."""
    number = read_number(typed)
    return session.scalar(_with_edition().where(Certificate.number == number)) if number else None


def by_reference(reference: str) -> Certificate | None:
    """Return the certificate behind a verification address, which ends in a code or in a number."""
    return by_code(reference) or by_number(reference)


@dataclass(frozen=True)
class TaughtLaw:
    """The country whose law an actor was taught, and the day of the latest entry about it."""

    code: str
    country: str
    as_of: date | None


def taught_law(actor: Actor) -> TaughtLaw | None:
    """Return whose law the actor's lessons named, and of when; None where she follows no country."""
    row = session.execute(
        select(Country.code, Country.name, func.max(JurisdictionEntry.effective_on))
        .outerjoin(JurisdictionEntry, JurisdictionEntry.country_code == Country.code)
        .where(Country.code == actor.jurisdiction)
        .group_by(Country.code, Country.name)
    ).first()
    return TaughtLaw(*row) if row else None


def enrolment_to_certify(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """Return an enrolment of hers, with what its certificate is made from. Raises NotFound."""
    found = session.scalar(_enrolments(actor).where(Enrolment.id == enrolment_id))
    if found is None:
        raise NotFound
    return found


def claimable(actor: Actor) -> Sequence[Enrolment]:
    """Return her completed enrolments that have no certificate yet."""
    issued = select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id)
    return session.scalars(
        _enrolments(actor)
        .where(Enrolment.completed_at.is_not(None), ~issued.exists())
        .order_by(Enrolment.completed_at)
    ).all()


def document_of(certificate: Certificate, storage: Storage) -> bytes:
    """Return the frozen PDF. Raises NotFound once it is erased, ValueError where its bytes are not what was issued."""
    try:
        document = storage.get(certificate.document_digest)
    except FileNotFoundError as error:
        raise NotFound from error
    if hashlib.sha256(document).hexdigest() != certificate.document_digest:
        raise ValueError(f"the stored document of {certificate.number} is damaged")
    return document


def documents_kept(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` under which a certificate's document is kept."""
    return set(
        session.scalars(
            select(Certificate.document_digest).where(Certificate.document_digest.in_(list(digests)))
        )
    )


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what is kept of a person here, for her own copy of it."""
    return {
        "certificates": [
            {
                **json.loads(each.facts),
                "state": each.state,
                "shows_name": each.shows_name,
                "shows_latin": each.shows_latin,
                "code": each.code,
            }
            for each in of_person(person_id)
        ]
    }


def of_person(person_id: UUID) -> Sequence[Certificate]:
    """Return every certificate of one person, for her export and her erasure."""
    return session.scalars(
        select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.issued_at)
    ).all()


def _enrolments(actor: Actor) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.edition))
        .where(Enrolment.person_id == actor.person_id)
    )


def _with_edition() -> Select[Certificate]:
    return select(Certificate).options(joinedload(Certificate.edition), joinedload(Certificate.agency))


def _in_branches(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Match what was earned in an agency at or below one where she holds one of ``roles``."""
    branches = [Agency.path.startswith(path, autoescape=True) for path in actor.paths(*roles)]
    if not branches:
        return false()
    return Certificate.agency.has(or_(*branches))


def _the(statement: Select[Certificate]) -> Certificate:
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
