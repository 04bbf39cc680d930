"""What the audit trail learns about certificates, and taking a person out of hers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from academy import db
from academy.actor import Actor
from academy.audit import service as audit
from academy.certificates import queries
from academy.certificates.models import Certificate, Decision, ExpiryWarning
from academy.certificates.rules import frozen
from academy.db import session
from academy.storage import Storage


def note_deed(certificate: Certificate, verb: str, by: Actor | None, at: datetime, *fields: str) -> None:
    """Put one deed on a certificate into the audit trail, under the agency where it was earned."""
    audit.record(
        by=by, verb=verb, object_type="certificate", object_id=certificate.id, at=at,
        agency_id=certificate.agency_id, fields=fields,
    )  # fmt: skip


def note_export(*, certificates: Iterable[Certificate], by: Actor, at: datetime) -> None:
    """Put into the audit trail which certificates left the academy in an agency's archive."""
    objects = [(each.id, each.agency_id) for each in certificates]
    audit.record_many(by=by, verb="export", object_type="certificate", objects=objects, at=at)


def note_consultation(*, certificate_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody looked at another person's certificate."""
    audit.record(
        by=by, verb="consult", object_type="certificate", object_id=certificate_id, at=at, agency_id=agency_id
    )


def erase_person(*, person_id: UUID, at: datetime, storage: Storage) -> None:
    """Take a person out of her certificates and of what she decided: numbers, dates, digests and reasons stay.

    Her name, notes about her and her files go; the files once the change is on disk.
    """
    session.execute(update(Decision).where(Decision.decided_by_id == person_id).values(decided_by_id=None))
    for certificate in queries.of_person(person_id):
        certificate.facts = frozen(certificate.said.model_copy(update={"holder": None, "latin_name": None}))
        certificate.enrolment_id = certificate.person_id = None
        certificate.holder_name = certificate.credential = None
        certificate.shows_name = certificate.shows_latin = False
        session.execute(update(Decision).where(Decision.certificate_id == certificate.id).values(note=""))
        session.execute(delete(ExpiryWarning).where(ExpiryWarning.certificate_id == certificate.id))
        _remove_after_commit(storage, certificate.document_digest)
        audit.record(
            by=None, verb="erase-holder", object_type="certificate", object_id=certificate.id, at=at,
            agency_id=certificate.agency_id, fields=("holder_name",),
        )  # fmt: skip
    session.flush()  # the learning record these pointed at is erased next


def _remove_after_commit(storage: Storage, digest: str) -> None:
    db.after_commit(lambda: storage.remove(digest))
