"""The certificate itself, with everything decided about it, and who may have its pack made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.certificates.models import Batch, Certificate
from academy.db import session
from academy.errors import NotFound
from academy.evidence.queries.offices import named


def certificate_to_pack(actor: Actor, certificate_id: UUID) -> Certificate:
    """Return a certificate earned in a branch the actor administers. Raises NotFound."""
    branches = [Agency.path.startswith(path, autoescape=True) for path in actor.paths(Role.ADMINISTRATOR)]
    found = (
        session.scalar(
            select(Certificate)
            .options(joinedload(Certificate.edition), joinedload(Certificate.agency))
            .where(Certificate.id == certificate_id, Certificate.agency.has(or_(*branches)))
        )
        if branches
        else None
    )
    if found is None:
        raise NotFound
    return found


def record_of(certificate: Certificate) -> dict[str, Any]:
    """Return what is kept of a certificate beside its document: its digests, and every decision with its reason."""
    facts = certificate.said
    record = {
        "number": certificate.number,
        "holder": certificate.holder_name,
        "is_erased": certificate.person_id is None,
        "state": certificate.state,
        "issued_at": certificate.issued_at.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "language": certificate.locale,
        "jurisdiction": certificate.jurisdiction,
        "agency": certificate.agency.name,
        "course": facts.course,
        "edition": facts.edition_number,
        "document_digest": certificate.document_digest,
        "facts_digest": certificate.facts_digest,
        "credential_digest": certificate.credential_digest,
        "edition_digest": facts.edition_digest,
        "rendition_digest": certificate.rendition_digest,
        "replaces": facts.replaces,
        "renews": facts.renews,
        "followed_by": _followed_by(certificate),
        "decisions": [
            {
                "at": each.decided_at.isoformat(), "verdict": each.verdict, "reason": each.reason, "note": each.note,
                "by": each.decided_by_id, "batch": _batch(each.batch_id),
            }
            for each in certificate.decisions
        ],
    }  # fmt: skip
    whole: dict[str, Any] = named(record)
    return whole


def _followed_by(certificate: Certificate) -> list[str]:
    return list(
        session.scalars(
            select(Certificate.number)
            .where(or_(Certificate.replaces_id == certificate.id, Certificate.renews_id == certificate.id))
            .order_by(Certificate.issued_at, Certificate.number)
        )
    )


def _batch(batch_id: UUID | None) -> dict[str, Any] | None:
    """Say who proposed a deed on many certificates, and who agreed to it."""
    batch = session.get(Batch, batch_id) if batch_id else None
    if batch is None:
        return None
    return {
        "id": str(batch.id), "kind": batch.kind, "total": batch.total,
        "proposed_at": batch.proposed_at.isoformat(), "proposed_by": batch.proposed_by_id,
        "decided_at": batch.decided_at.isoformat() if batch.decided_at else None, "decided_by": batch.decided_by_id,
    }  # fmt: skip
