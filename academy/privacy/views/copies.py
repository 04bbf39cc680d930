"""A person's copy of what is kept of her: what there is and why, and the ZIP she takes with her."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from flask import Response, current_app, render_template, send_file

from academy import clock, db
from academy.actor import Role
from academy.db import session
from academy.privacy import service
from academy.privacy.document.archive import data_json, write_archive
from academy.privacy.views.blueprint import blueprint
from academy.privacy.views.words import HELD, domain_words, key_words
from academy.storage import Storage
from academy.web.access import actor, prepares, signed_in

#: A copy that is larger than this waits on the disk, not in memory.
IN_MEMORY = 1024 * 1024


@blueprint.get("/account/my-data")
@signed_in
def own() -> str:
    """Say what is kept of a person and why, and offer her a copy, and erasure."""
    return render_template("privacy/own.html", held=HELD, is_coordinator=actor().has(Role.COORDINATOR))


@blueprint.post("/account/my-data")
@signed_in
@prepares
def my_data() -> Response:
    """Give a person everything that is kept of her: for machines, for reading, and her files."""
    who, at = actor(), clock.now()
    storage: Storage = current_app.extensions["storage"]
    held = service.export_person(who.person_id)
    files = service.files_of(who.person_id)
    session.rollback()
    page = render_template("privacy/copy.html", held=held, domain_words=domain_words, key_words=key_words)
    archive = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the response closes it
    write_archive(archive, data=data_json(held, at=at), page=page, files=files, open_file=storage.open)
    archive.seek(0)
    db.begin_writing()
    service.note_export(person_id=who.person_id, by=who, at=at)
    response = send_file(
        archive, mimetype="application/zip", as_attachment=True, download_name="my-academy-data.zip"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.app_template_filter("says_something")
def says_something(value: object) -> bool:
    """Say whether there is anything in a value of her copy, however deep."""
    if isinstance(value, dict):
        return any(says_something(each) for each in value.values())
    return value is not None and value not in ("", [])
