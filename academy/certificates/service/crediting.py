"""The credential of a certificate: what it says, signed with the academy's key."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select

from academy import db
from academy.certificates import queries
from academy.certificates.content import Facts, SignedOff
from academy.certificates.models import Certificate, CredentialStatus
from academy.certificates.service.printing import Issuer
from academy.credentials.content import Achieved, Observed
from academy.credentials.formats import sign_credential
from academy.credentials.rules import salt_of
from academy.db import session

#: Who issues, in the one language that systems read.
ACADEMY = "Wildlife Crime Academy"
#: How many certificates of before there were credentials get theirs in one round of the caretaker.
AT_ONCE = 50
#: Where none lacks one, this passes until the next look: whatever is issued from now on has its own.
PAUSE = timedelta(hours=1)


def give_credential(*, certificate: Certificate, issuer: Issuer) -> None:
    """Give a certificate its place in the status lists and its signed credential; where its holder is erased, nothing."""
    facts = certificate.said
    if facts.holder is None or certificate.credential is not None:
        return
    status = session.scalar(select(CredentialStatus).where(CredentialStatus.certificate_id == certificate.id))
    if status is None:
        status = CredentialStatus(certificate_id=certificate.id)
        session.add(status)
        session.flush()
    achieved = _achieved(certificate, facts, place=status.id, base_url=issuer.base_url)
    token = sign_credential(achieved, keys=issuer.keys)
    certificate.credential = token
    certificate.credential_digest = hashlib.sha256(token.encode()).hexdigest()


class Crediting:
    """The duty that gives a credential to certificates issued before there were any, each in its own write unit."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        """Return how many were given."""
        if self._next is not None and at < self._next:
            return 0
        lacking = queries.lacking_credential(limit=AT_ONCE)
        self._next = None if lacking else at + PAUSE
        db.session.rollback()
        given = 0
        for certificate_id in lacking:
            with db.writing():
                # looked at again: another server may have been faster, or she was erased
                if (found := session.get(Certificate, certificate_id)) is not None and found.person_id:
                    give_credential(certificate=found, issuer=self._issuer)
                    given += 1
        return given


def _achieved(certificate: Certificate, facts: Facts, *, place: int, base_url: str) -> Achieved:
    locale, words = facts.words_in(certificate.locale)
    return Achieved(
        base_url=base_url, academy=ACADEMY, number=facts.number, holder=facts.holder or "", latin_name=facts.latin_name,
        salt=salt_of(certificate.code), locale=locale, course=facts.course, title=words.title, statement=words.statement,
        level=facts.level, track=facts.track, hours=facts.hours, edition_number=facts.edition_number,
        edition_digest=facts.edition_digest, rendition_digest=facts.rendition_digest, jurisdiction=facts.jurisdiction,
        practicals=tuple(_observed(each, locale) for each in facts.practicals), issued_at=facts.issued_at,
        valid_until=facts.valid_until, place=place,
    )  # fmt: skip


def _observed(each: SignedOff, locale: str) -> Observed:
    titles = each.title
    return Observed(titles.get(locale) or titles.get("en") or each.activity, each.observed_on)
