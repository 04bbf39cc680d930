"""What is decided about a certificate after its issue: suspended, lifted, revoked, replaced; each verb is one write unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from academy.accounts.document.letters import Letter, post_afterwards
from academy.accounts.models import Person
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.document.letters import Occasion, post
from academy.certificates.models import Certificate, Decision
from academy.certificates.rules import REASONS, State, Verdict, decided
from academy.certificates.service.crediting import give_credential
from academy.certificates.service.issuing import drafted
from academy.certificates.service.printing import Issuer, Prepared
from academy.certificates.service.records import note_deed
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning.models import Enrolment


@dataclass(frozen=True)
class Why:
    """Why something is decided: a key of ``rules.REASONS``, a note kept inside, and the batch it belongs to."""

    reason: str
    note: str = ""
    batch_id: UUID | None = None


def decide(*, certificate: Certificate, verdict: Verdict, why: Why, by: Actor, at: datetime) -> None:
    """Suspend, lift or revoke; a second press of the same person changes nothing.

    Raises Conflict where the verdict is not possible any more, Invalid where the reason is none of its reasons.
    """
    if verdict is Verdict.REPLACE:
        raise ValueError("a replacement is printed first: call replace")
    _settle(certificate, verdict, why, by, at)


def suspend(*, certificate: Certificate, reason: str, by: Actor, at: datetime, note: str = "") -> None:
    """Let a certificate not count until it is looked into."""
    decide(certificate=certificate, verdict=Verdict.SUSPEND, why=Why(reason, note), by=by, at=at)


def lift(*, certificate: Certificate, reason: str, by: Actor, at: datetime, note: str = "") -> None:
    """Let a suspended certificate count again."""
    decide(certificate=certificate, verdict=Verdict.LIFT, why=Why(reason, note), by=by, at=at)


def revoke(*, certificate: Certificate, reason: str, by: Actor, at: datetime, note: str = "") -> None:
    """Take a certificate's validity away for good and keep its record."""
    decide(certificate=certificate, verdict=Verdict.REVOKE, why=Why(reason, note), by=by, at=at)


def replace(
    *, certificate: Certificate, prepared: Prepared, issuer: Issuer, why: Why, by: Actor, at: datetime
) -> Certificate:
    """Issue what was printed in place of a certificate, once: who asks again or is slower gets the first replacement.

    Raises Conflict where it was suspended or revoked meanwhile, or its holder erased.
    """
    held = _held(certificate.id)
    if held.state == State.REPLACED and (first := queries.replacement_of(held)) is not None:
        return first
    enrolment = session.get(Enrolment, held.enrolment_id) if held.enrolment_id else None
    if enrolment is None or prepared.facts.replaces != held.number:
        raise Conflict("certificate-moved-on")
    _settle(held, Verdict.REPLACE, why, by, at)
    made = drafted(enrolment, prepared, replaces=held)
    session.add(made)
    session.flush()
    give_credential(certificate=made, issuer=issuer)
    note_deed(made, "issue", by, at)
    return made


def _settle(certificate: Certificate, verdict: Verdict, why: Why, by: Actor, at: datetime) -> None:
    if why.reason not in REASONS[verdict]:
        raise Invalid("reason-unknown", field="reason")
    held = _held(certificate.id)
    becomes = decided(State(held.state), verdict)
    if becomes is None:
        if _is_repeated(held, verdict, why, by):
            return
        raise Conflict("certificate-moved-on")
    held.state = becomes
    session.add(
        Decision(
            certificate_id=held.id, verdict=verdict, reason=why.reason, note=why.note, decided_at=at,
            decided_by_id=by.person_id, batch_id=why.batch_id,
        )
    )  # fmt: skip
    session.flush()  # its place is free for what replaces it
    note_deed(held, verdict, by, at, "state", "reason")
    if held.person_id is not None and (holder := session.get(Person, held.person_id)) is not None:
        letter = Letter(holder, Occasion.DECIDED, "certificates.certificate", {"certificate_id": held.id})
        post_afterwards(post, [letter])


def _held(certificate_id: UUID) -> Certificate:
    """Return a certificate as it is now; who decides about it at the same time waits here."""
    return session.get_one(Certificate, certificate_id, with_for_update=True, populate_existing=True)


def _is_repeated(certificate: Certificate, verdict: Verdict, why: Why, by: Actor) -> bool:
    """Say whether the last decision is this very one: the button was pressed twice."""
    decisions = queries.decisions_about(certificate)
    last = decisions[0][0] if decisions else None
    return last is not None and (last.verdict, last.reason, last.decided_by_id) == (
        verdict, why.reason, by.person_id,
    )  # fmt: skip
