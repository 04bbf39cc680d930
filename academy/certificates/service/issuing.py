"""Issuing certificates exactly once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from academy.accounts.rules.names import Shown
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.models import Certificate
from academy.certificates.rules import State, frozen
from academy.certificates.service.crediting import give_credential
from academy.certificates.service.endorsing import template_id_of
from academy.certificates.service.printing import Issuer, Prepared
from academy.certificates.service.records import note_deed
from academy.courses.rules import digest
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning.models import Enrolment


def claim(
    *, enrolment: Enrolment, prepared: Prepared, issuer: Issuer, by: Actor, at: datetime
) -> Certificate:
    """Issue the certificate of a completed enrolment, once: a second claim returns the first.

    What completes a re-test renews an earlier certificate, which stays as it is to its end.
    Raises Invalid where the course is not completed, Conflict where its certificate was revoked or nothing is renewed.
    """
    if enrolment.completed_at is None:
        raise Invalid("course-not-completed")
    if (earlier := queries.of_enrolment(enrolment.id)) is not None:
        return _still_valid(earlier)
    certificate = drafted(enrolment, prepared, renews=_to_renew(enrolment, prepared))
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        # somebody was faster, between the look above and the insert: the database decided
        if (first := queries.of_enrolment(enrolment.id)) is None:
            raise
        return _still_valid(first)
    give_credential(certificate=certificate, issuer=issuer)
    note_deed(certificate, "issue", by, at)
    return certificate


def _to_renew(enrolment: Enrolment, prepared: Prepared) -> Certificate | None:
    """Return the certificate a re-test renews, held until this one is issued. Raises Conflict where that is not the printed one."""
    if enrolment.course.renews is None:
        return None
    found = queries.to_renew(enrolment, for_update=True)
    if found is None or found.number != prepared.facts.renews:
        raise Conflict("nothing-to-renew")
    return found


def drafted(
    enrolment: Enrolment,
    prepared: Prepared,
    *,
    replaces: Certificate | None = None,
    renews: Certificate | None = None,
) -> Certificate:
    """Return the certificate of what was printed, not yet in the database.

    What stands in for another, or goes on from it, is of the same edition; what stands in for one also renews what
    that renewed, and shows its name as that did.
    """
    facts, earlier = prepared.facts, replaces or renews
    shows = replaces.shown if replaces else Shown(enrolment.person.verification_shows)
    said = frozen(facts)
    return Certificate(
        number=prepared.identity.number,
        code=prepared.identity.code,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        agency_id=replaces.agency_id if replaces else enrolment.agency_id,
        edition_id=earlier.edition_id if earlier else enrolment.edition_id,
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
        facts=said,
        facts_digest=digest(said),
        template_id=template_id_of(facts),
        replaces_id=replaces.id if replaces else None,
        renews_id=renews.id if renews else (replaces.renews_id if replaces else None),
    )


def _still_valid(certificate: Certificate) -> Certificate:
    """Return an earlier certificate; one that was revoked is not had again by asking twice."""
    if certificate.state != State.VALID:
        raise Conflict("certificate-not-valid")
    return certificate
