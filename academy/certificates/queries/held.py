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
from academy.certificates.queries.batched import in_batches
from academy.certificates.queries.deciding import decided_about, decided_by, warned_about
from academy.certificates.queries.renewing import to_renew
from academy.certificates.queries.templates import pictures_kept
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


def certificate_to_decide(actor: Actor, certificate_id: UUID, *roles: Role) -> Certificate:
    """Return a certificate in a branch where she holds one of ``roles``, and not her own. Raises NotFound."""
    others = Certificate.person_id.is_distinct_from(actor.person_id)
    return _the(_with_edition().where(Certificate.id == certificate_id, _in_branches(actor, *roles), others))


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
    """Return the certificate of an enrolment that counts: the one that is neither revoked nor replaced, else the last one."""
    found = session.scalars(
        select(Certificate)
        .where(Certificate.enrolment_id == enrolment_id)
        .order_by(Certificate.issued_at.desc())
    ).all()
    held = [certificate for certificate in found if certificate.state in (State.VALID, State.SUSPENDED)]
    return next(iter([*held, *found]), None)


def by_number(typed: str) -> Certificate | None:
    """Return the certificate with the number somebody typed."""
    number = read_number(typed)
    return session.scalar(_with_edition().where(Certificate.number == number)) if number else None


def by_reference(reference: str) -> Certificate | None:
    """Return the certificate behind a verification address, which ends in a code or in a number; open to anyone.

    One statement, whatever was typed: what cannot be either is looked for all the same.
    """
    code, number = reference if is_code(reference) else "", read_number(reference) or ""
    is_either = or_(Certificate.code == code, Certificate.number == number)
    return session.scalar(_with_edition().where(is_either))


@dataclass(frozen=True)
class TaughtLaw:
    """The country whose law a learner was taught, and the day of the latest entry about it."""

    code: str
    country: str
    as_of: date | None


def taught_law(enrolment: Enrolment) -> TaughtLaw | None:
    """Return whose law her lessons named, and of when: the country she follows, else that of the agency she learnt with."""
    followed = enrolment.person.jurisdiction or enrolment.agency.country_code
    row = session.execute(
        select(Country.code, Country.name, func.max(JurisdictionEntry.effective_on))
        .outerjoin(JurisdictionEntry, JurisdictionEntry.country_code == Country.code)
        .where(Country.code == followed)
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
    """Return her completed enrolments that have no certificate yet; of re-tests those that renew one."""
    issued = select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id)
    found = session.scalars(
        _enrolments(actor)
        .options(joinedload(Enrolment.course))
        .where(Enrolment.completed_at.is_not(None), ~issued.exists())
        .order_by(Enrolment.completed_at)
    ).all()
    return [each for each in found if each.course.renews is None or to_renew(each) is not None]


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
    """Return those of ``digests`` under which a certificate's document is kept, or a picture of a template."""
    documents = select(Certificate.document_digest).where(Certificate.document_digest.in_(list(digests)))
    return {*session.scalars(documents), *pictures_kept(digests)}


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
                "credential": each.credential,
                "decisions": decided_about(each),
                "warnings": warned_about(each),
            }
            for each in of_person(person_id)
        ],
        "certificate_decisions": decided_by(person_id),
        "certificate_batches": in_batches(person_id),
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
