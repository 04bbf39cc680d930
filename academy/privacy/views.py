"""A person's copy of what is kept of her."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from academy import clock
from academy.privacy import service
from academy.web.access import actor, signed_in

blueprint = Blueprint("privacy", __name__, url_prefix="/<locale:locale>")


@blueprint.post("/account/my-data")
@signed_in
def my_data() -> Response:
    """Give a person everything that is kept of her, as JSON."""
    who, at = actor(), clock.now()
    held = service.export_person(who.person_id)
    service.note_export(person_id=who.person_id, by=who, at=at)
    text = json.dumps({"made_at": at.isoformat(), **held}, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-academy-data.json"'
    return response
