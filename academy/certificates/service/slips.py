"""The slip in a certificate's QR code: with it the paper is known as genuine without internet."""

from __future__ import annotations

from academy.certificates.content import Facts
from academy.credentials.content import Slip
from academy.credentials.formats import sign_slip
from academy.credentials.rules import name_tag
from academy.signing.keys import KeyRing


def slip_for(facts: Facts, *, code: str, keys: KeyRing) -> str:
    """Return the signed slip that stands behind the # of the address in the QR code."""
    names = [name for name in (facts.holder, facts.latin_name) if name]
    slip = Slip(
        number=facts.number, issued_on=facts.issued_at.date(), valid_until=facts.valid_until, level=facts.level,
        course=facts.course, edition=facts.edition_digest,
        names=tuple(name_tag(name, code=code) for name in names),
    )  # fmt: skip
    return sign_slip(slip, keys)
