"""The list in an archive: what is in it, with the digests by which every file can be checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from academy.certificates.models import Certificate
from academy.sheets import table

MANIFEST = "manifest.csv"
COLUMNS = (
    "file", "sha256", "number", "holder", "course", "level", "issued", "valid_until", "state", "agency", "credential",
    "credential_sha256",
)  # fmt: skip


def manifest(certificates: Iterable[tuple[Certificate, bool]], *, at: datetime) -> bytes:
    """Return the list of certificates as CSV; one that could not be put in stands there without files."""
    return table(COLUMNS, (_row(each, is_in, at) for each, is_in in certificates)).encode()


def _row(certificate: Certificate, is_in: bool, at: datetime) -> list[str]:
    facts = certificate.said
    number, has_credential = certificate.number, is_in and certificate.credential is not None
    return [
        f"{number}.pdf" if is_in else "", certificate.document_digest, number, certificate.holder_name or "", facts.course,
        facts.level, certificate.issued_at.date().isoformat(),
        certificate.valid_until.isoformat() if certificate.valid_until else "", certificate.standing_at(at).value,
        certificate.agency.name, f"{number}.jwt" if has_credential else "", certificate.credential_digest or "",
    ]  # fmt: skip
