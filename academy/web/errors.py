"""Refusals and failures as pages: one table from reason to words, one from status to words."""

from __future__ import annotations

import json
import logging
import secrets
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from academy import db
from academy.errors import DomainError, NotFound, TooMany

log = logging.getLogger(__name__)

#: Addresses below this are for programs: they are answered in JSON.
PROGRAMS = "/api/"
#: What a domain's refusal says, by its reason. Each domain's views add their own with ``say``.
WORDS: dict[str, object] = {
    "not-found": _l("This page does not exist, or it is not yours to see."),
    "role-missing": _l("This page is for people with another role. If you need it, ask your coordinator."),
    "too-many-tries": _l("Too many tries. Wait %(minutes)s minutes, then try again."),
}

#: Title and advice for each status.
PAGES: dict[int, tuple[object, object]] = {
    400: (_l("This request could not be read"), _l("Go back, load the page again and repeat the last step.")),
    401: (_l("Sign in to go on"), _l("Your session has ended. Sign in again; what was saved is kept.")),
    403: (_l("This door is closed to you"), _l("Go back to your home page, or ask your coordinator.")),
    404: (_l("Nothing here"), _l("Check the address, or start again from your home page.")),
    405: (_l("This cannot be done here"), _l("Go back and use the button on the page.")),
    409: (_l("Somebody was faster"), _l("The page has changed since you opened it. Load it again and look.")),
    413: (_l("Too large"), _l("Send less at once. Nothing was kept of this.")),
    422: (
        _l("This cannot be taken as it is"),
        _l("Go back, mend what the message names, and send it again."),
    ),
    429: (_l("Too many tries"), _l("Wait a little, then try again.")),
    500: (
        _l("Something went wrong on our side"),
        _l(
            "Nothing of this step was kept. Try again; if it happens again, give the incident number to the academy."
        ),
    ),
    503: (_l("The academy is busy"), _l("Nothing of this step was kept. Try again in a minute.")),
}


def say(words: dict[str, object]) -> None:
    """Add the words of a domain's refusals: reason → lazy sentence with named placeholders."""
    WORDS.update(words)


def words_for(error: DomainError) -> str:
    """Return the translated sentence for a refusal."""
    sentence = str(WORDS.get(error.reason, _("This cannot be done.")))
    return sentence % error.values if error.values else sentence


def use_errors(app: Flask) -> None:
    """Answer refusals and failures with pages (or JSON for scripts)."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failure)


def _refusal(error: DomainError) -> Response:
    status = 404 if isinstance(error, NotFound) else error.status
    response = _page(status, words_for(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _stale_form(_error: CSRFError) -> Response:
    return _page(400, _("This form had been open for too long. Load the page again; what was saved is kept."))


def _strange_host(_error: SecurityError) -> Response:
    """Answer who asked for a host that is not ours: without a page, since no address on it can be built."""
    return Response(str(PAGES[400][0]), 400, mimetype="text/plain")


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _page(error.code if error.code in PAGES else 400, "")
    response.status_code = error.code
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _failure(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    db.settle(keep=False)
    g.is_settled = True
    return _page(500, "", incident=incident)


def problem(status: int, detail: str, **more: object) -> Response:
    """Answer a program with what is wrong (RFC 9457)."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/problem+json")


def _page(status: int, message: str, incident: str | None = None) -> Response:
    title, advice = PAGES[status]
    if request.path.startswith(PROGRAMS):
        return problem(status, message or str(advice), **({"incident": incident} if incident else {}))
    if request.headers.get("X-Requested-With"):
        response = jsonify(status=status, message=message or str(title), incident=incident)
    else:
        response = make_response(
            render_template(
                "errors/error.html",
                status=status,
                title=title,
                message=message,
                advice=advice,
                incident=incident,
            )
        )
    response.status_code = status
    return response
