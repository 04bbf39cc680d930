"""What anybody's program may ask: what is this certificate worth today, and is this the name on it?"""

from __future__ import annotations

from flask import Response, current_app, request
from pydantic import ValidationError
from spectree import Response as Answers

from academy import clock
from academy.api import document, queries
from academy.api.document import Problem
from academy.api.views.blueprint import blueprint, spec, unreadable_for
from academy.certificates import service
from academy.certificates.models import Certificate
from academy.config import Config
from academy.errors import NotFound
from academy.web.access import public


@blueprint.get("/verify/<string(maxlength=64):reference>")
@public
@spec.validate(
    resp=Answers(HTTP_200=document.Verified, HTTP_404=Problem, HTTP_429=Problem), tags=["verification"],
    operation_id="verify_certificate",
)  # fmt: skip
def verified(reference: str) -> Response:
    """What a certificate is worth today, by its number or by the code in its QR code: without a name, and without a token."""
    return _json(queries.verified(_found(reference), at=clock.now()))


@blueprint.post("/verify/<string(maxlength=64):reference>")
@public
@spec.validate(
    json=document.NameTyped, skip_validation=True,  # what is unknown is said first, whatever was sent
    resp=Answers(HTTP_200=document.NameAnswer, HTTP_404=Problem, HTTP_422=Problem, HTTP_429=Problem), tags=["verification"],
    operation_id="compare_name",
)  # fmt: skip
def compared(reference: str) -> Response:
    """Whether a name is the one on it: five times a certificate a day, and neither name nor answer is kept."""
    found = _found(reference)
    try:
        typed = document.NameTyped.model_validate_json(request.get_data())
    except ValidationError as error:
        raise unreadable_for(error) from error
    is_same = service.confirm_name(certificate=found, name=typed.name, at=clock.now())
    return _json(document.NameAnswer(is_same=is_same))


def _found(reference: str) -> Certificate:
    """Look a certificate up as the page does. Raises NotFound, TooMany."""
    config: Config = current_app.extensions["academy"]
    gauge = service.gauge_of(request.remote_addr or "", secret_key=config.secret_key)
    found = service.look_up(reference, gauge=gauge, at=clock.now())
    if found is None:
        raise NotFound
    return found


def _json(said: document.Said) -> Response:
    return Response(said.model_dump_json(), mimetype="application/json")
