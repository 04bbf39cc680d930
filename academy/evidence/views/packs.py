"""Giving the pack of a certificate: what it is, and the ZIP."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from flask import Response, current_app, render_template, send_file

from academy import clock, db
from academy.actor import Role
from academy.audit import service as audit
from academy.certificates.service import Issuer
from academy.db import session
from academy.evidence import queries, service
from academy.evidence.views.blueprint import blueprint
from academy.web.access import actor, allow, prepares

#: A pack that is larger than this waits on the disk, not in memory.
IN_MEMORY = 1024 * 1024


@blueprint.get("/certificates/<uuid:certificate_id>/evidence")
@allow(Role.ADMINISTRATOR, step_up=True)
def evidence(certificate_id: UUID) -> str:
    """Say what a pack holds and for whom it is, before it leaves the academy."""
    found = queries.certificate_to_pack(actor(), certificate_id)
    return render_template("evidence/give.html", certificate=found)


@blueprint.post("/certificates/<uuid:certificate_id>/evidence")
@allow(Role.ADMINISTRATOR, step_up=True)
@prepares
def give(certificate_id: UUID) -> Response:
    """Hand out everything behind a certificate, and put it on record."""
    who, at = actor(), clock.now()
    found = queries.certificate_to_pack(who, certificate_id)
    agency_id, number = found.agency_id, found.number
    audit.seal_all()  # what was done until now is to be provable
    issuer: Issuer = current_app.extensions["issuer"]
    pack = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the response closes it
    service.pack(
        pack, certificate=queries.certificate_to_pack(who, certificate_id), issuer=issuer, by=who, at=at
    )
    session.rollback()
    pack.seek(0)
    db.begin_writing()
    service.note_given(certificate_id=certificate_id, agency_id=agency_id, by=who, at=at)
    response = send_file(
        pack, mimetype="application/zip", as_attachment=True, download_name=f"{number}-evidence.zip"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
