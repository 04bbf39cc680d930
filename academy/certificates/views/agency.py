"""The coordinator's doors: the certificates earned in her branch, and all of them as one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.actor import Role
from academy.certificates import queries, service
from academy.certificates.models import Certificate
from academy.certificates.views.blueprint import blueprint, storage
from academy.errors import NotFound
from academy.sheets import table
from academy.web.access import actor, allow, prepares

#: Bytes kept in memory before an archive moves to a temporary file.
IN_MEMORY = 8 * 1024 * 1024
MANIFEST_COLUMNS = (
    "file",
    "sha256",
    "number",
    "holder",
    "course",
    "level",
    "issued",
    "valid_until",
    "state",
    "agency",
)


@blueprint.get("/certificates/agency")
@allow(Role.COORDINATOR)
def agency() -> str:
    """List the certificates earned in the branches she coordinates, or those a figure counted."""
    at = clock.now()
    narrowed = _narrowed(request.args, at.date())
    certificates = queries.of_agency(actor(), narrowed)
    return render_template(
        "certificates/agency.html",
        certificates=certificates,
        at=at,
        is_narrowed=narrowed != queries.Narrowed(),
    )


def _narrowed(values: Mapping[str, str], today: date) -> queries.Narrowed:
    return queries.Narrowed(
        unit_id=_id(values.get("unit")), country=values.get("country", "")[:2], edition_id=_id(values.get("edition")),
        cohort_id=_id(values.get("cohort")), valid_on=today if values.get("valid") else None,
    )  # fmt: skip


def _id(typed: str | None) -> UUID | None:
    """Read an id from an address. Raises NotFound for what cannot be one."""
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise NotFound from error


@blueprint.post("/certificates/agency/export")
@allow(Role.COORDINATOR, step_up=True)
@prepares
def export() -> ResponseReturnValue:
    """Hand out every certificate of her branch as PDF, with a manifest of their digests."""
    certificates = queries.of_agency(actor())
    archive = _archive(certificates)
    db.begin_writing()
    service.note_export(certificates=certificates, by=actor(), at=clock.now())
    day = clock.now().date().isoformat()
    name = _("Certificates %(day)s", day=day)
    response = send_file(archive, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")
    response.headers["Cache-Control"] = "no-store"  # send_file would let a browser keep it
    return response


def _archive(certificates: Iterable[Certificate]) -> IO[bytes]:
    """Write PDFs and manifest.csv into a zip; one whose file is erased stands in the manifest without file."""
    archive = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    rows: list[dict[str, str]] = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as folder:
        for certificate in certificates:
            rows.append(_row(certificate))
            try:
                document = queries.document_of(certificate, storage())
            except NotFound:
                rows[-1]["file"] = ""
                continue
            folder.writestr(_entry(certificate, rows[-1]["file"]), document)
        folder.writestr(
            "manifest.csv",
            table(MANIFEST_COLUMNS, ([row[name] for name in MANIFEST_COLUMNS] for row in rows)),
        )
    archive.seek(0)
    return archive


def _entry(certificate: Certificate, name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, certificate.issued_at.timetuple()[:6])


def _row(certificate: Certificate) -> dict[str, str]:
    facts = certificate.said
    return {
        "file": f"{certificate.number}.pdf",
        "sha256": certificate.document_digest,
        "number": certificate.number,
        "holder": certificate.holder_name or "",
        "course": facts.course,
        "level": facts.level,
        "issued": certificate.issued_at.date().isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else "",
        "state": certificate.standing_at(clock.now()).value,
        "agency": certificate.agency.name,
    }
