"""What was decided about certificates, by whom, and which warnings are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from academy.accounts.models import Person
from academy.certificates.models import Certificate, Decision, ExpiryWarning
from academy.certificates.rules import WARNING_DAYS, State, due_warning
from academy.courses.models import Edition
from academy.db import session


def decisions_about(certificate: Certificate) -> Sequence[tuple[Decision, str | None]]:
    """Return what was decided about a certificate, the last first, with the call-sign of who decided where it is known."""
    rows = session.execute(
        select(Decision, Person.call_sign)
        .outerjoin(Person, Person.id == Decision.decided_by_id)
        .where(Decision.certificate_id == certificate.id)
        .order_by(Decision.decided_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Return what was issued in place of a certificate."""
    return session.scalar(select(Certificate).where(Certificate.replaces_id == certificate.id))


def warnings_due(*, on: date, limit: int) -> Sequence[tuple[UUID, int]]:
    """Return which certificates' holders are to be warned today, and which warning it is; those renewed already are left out."""
    later, edition, its = aliased(Certificate), aliased(Edition), aliased(Edition)
    is_followed = (
        select(later.id)
        .join(its, its.id == later.edition_id)
        .where(
            later.person_id == Certificate.person_id, its.course_id == edition.course_id,
            later.state == State.VALID.value,
            later.valid_until.is_(None) | (later.valid_until > Certificate.valid_until),
        )
        .exists()
    )  # fmt: skip
    rows = session.execute(
        select(Certificate.id, Certificate.valid_until)
        .join(edition, edition.id == Certificate.edition_id)
        .where(
            Certificate.state == State.VALID.value, Certificate.person_id.is_not(None),
            Certificate.valid_until.between(on, on + timedelta(days=max(WARNING_DAYS))), ~is_followed,
        )
        .order_by(Certificate.valid_until)
    ).all()  # fmt: skip
    sent = _sent([row[0] for row in rows])
    found: list[tuple[UUID, int]] = []
    for certificate_id, until in rows:
        days = due_warning(until, on, sent.get(certificate_id, ())) if until else None
        if days is not None:
            found.append((certificate_id, days))
    return found[:limit]


def _sent(certificate_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = {}
    for start in range(0, len(certificate_ids), 500):
        for each in session.execute(
            select(ExpiryWarning.certificate_id, ExpiryWarning.days).where(
                ExpiryWarning.certificate_id.in_(certificate_ids[start : start + 500])
            )
        ):
            found.setdefault(each[0], []).append(each[1])
    return found


def decided_by(person_id: UUID) -> list[dict[str, Any]]:
    """Return what a person decided about others' certificates, for her own copy of what is kept of her."""
    rows = session.execute(
        select(Decision, Certificate.number)
        .join(Certificate, Certificate.id == Decision.certificate_id)
        .where(Decision.decided_by_id == person_id)
        .order_by(Decision.decided_at)
    )
    return [{"number": number, **_as_data(decision)} for decision, number in rows]


def decided_about(certificate: Certificate) -> list[dict[str, Any]]:
    """Return what was decided about a certificate, for its holder's own copy of what is kept of her: notes too."""
    return [_as_data(decision) for decision in certificate.decisions]


def warned_about(certificate: Certificate) -> list[dict[str, Any]]:
    """Return which warnings its holder was sent."""
    rows = session.scalars(
        select(ExpiryWarning)
        .where(ExpiryWarning.certificate_id == certificate.id)
        .order_by(ExpiryWarning.sent_at)
    )
    return [{"days": each.days, "sent_at": each.sent_at.isoformat()} for each in rows]


def _as_data(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "note": decision.note,
        "decided_at": decision.decided_at.isoformat(),
    }
