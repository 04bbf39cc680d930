"""The files that lessons show, for those who read or write them."""

from __future__ import annotations

from typing import BinaryIO

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import dump_options_header
from werkzeug.wsgi import wrap_file

from academy.errors import NotFound
from academy.learning import queries
from academy.lessons.views.blueprint import blueprint
from academy.media.queries import content_type_of
from academy.web.access import actor, signed_in
from academy.web.headers import FILE_POLICY


@blueprint.get("/media/<digest>/<string:name>")
@signed_in
def medium(digest: str, name: str) -> ResponseReturnValue:
    """Serve a file of a course; by itself it may do nothing. Recordings are fetched piece by piece."""
    return _served(digest, name)


@blueprint.get("/media/<digest>.svg")
@signed_in
def drawing(digest: str) -> ResponseReturnValue:
    """Serve a drawing where the first editions look for it."""
    return _served(digest, "drawing.svg")


def _served(digest: str, name: str) -> Response:
    content_type = content_type_of(digest) if queries.may_see_medium(actor(), digest) else None
    if content_type is None:
        raise NotFound()
    try:
        file = current_app.extensions["storage"].open(digest)
    except FileNotFoundError as error:
        raise NotFound() from error
    response = _whole(file) if content_type.startswith("image/") else _piecemeal(file)
    response.mimetype = content_type
    headers = response.headers
    headers["Content-Security-Policy"] = FILE_POLICY
    headers["Cache-Control"] = "private, max-age=31536000, immutable"
    headers["Content-Disposition"] = _disposition(content_type, name)
    response.set_etag(digest)
    try:
        response.make_conditional(
            request.environ, accept_ranges=True, complete_length=response.content_length
        )
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    return response


def _whole(file: BinaryIO) -> Response:
    with file:
        return Response(file.read())


def _piecemeal(file: BinaryIO) -> Response:
    response = Response(wrap_file(request.environ, file), direct_passthrough=True)
    response.content_length = file.seek(0, 2)
    file.seek(0)
    response.call_on_close(file.close)
    return response


def _disposition(content_type: str, name: str) -> str:
    """Say what a browser does with a file that is opened by itself: documents are kept, the rest is shown."""
    is_shown = content_type.partition("/")[0] in ("image", "audio", "video", "text")
    return dump_options_header("inline" if is_shown else "attachment", {"filename": name})
