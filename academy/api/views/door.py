"""The doorkeeper of the doors for programs: whose token it is, how often it came, what it was told."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from academy import clock, db
from academy.accounts import queries as accounts
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.accounts.service import count_failure
from academy.api import queries, service
from academy.api.queries import Reader
from academy.api.rules import REQUESTS, WINDOW, seconds_left
from academy.api.views.blueprint import Unreadable, blueprint
from academy.config import Config
from academy.errors import Forbidden, TooMany
from academy.web.access import access_of
from academy.web.errors import problem, say
from academy.web.transactions import afterwards

say({
    "scope-missing": _l("This token may not read this."),
    "too-many-requests": _l("Too many requests in this minute. Wait, then go on."),
    "parameters-unreadable": _l("A parameter cannot be taken; errors names it."),
})  # fmt: skip


def reader() -> Reader:
    """Return whose token opened this door."""
    return cast(Reader, g.reader)


def note(what: str, count: int, fields: Collection[str]) -> None:
    """Have it noted that the program was told of so many things."""
    who, at = reader(), clock.now()
    afterwards(
        lambda: service.note_disclosure(
            token_id=who.token_id, agency_id=who.agency_id, what=what, count=count, fields=fields, at=at
        )
    )


@blueprint.before_request
def admit() -> None:
    """Let a token in that holds, is good for this door and has not asked too often."""
    mark = access_of(current_app.view_functions[request.endpoint or ""])
    if mark is None or not mark.scope:
        return
    who, at = _token_holder(), clock.now()
    with db.writing(is_bookkeeping=True):
        count = service.count_request(token_id=who.token_id, at=at)
    g.requests_left = max(0, REQUESTS - count)
    if count > REQUESTS:
        raise TooMany("too-many-requests", retry_after=seconds_left(at))
    if mark.scope not in who.scopes:
        raise Forbidden("scope-missing")
    g.reader = who


@blueprint.after_request
def tell_limit(response: Response) -> Response:
    """Say how many more requests this minute has (draft-ietf-httpapi-ratelimit-headers), and keep the answer nowhere."""
    response.headers["Cache-Control"] = "no-store"
    if (left := g.get("requests_left")) is not None:
        response.headers["RateLimit-Policy"] = f'"minute";q={REQUESTS};w={int(WINDOW.total_seconds())}'
        response.headers["RateLimit"] = f'"minute";r={left};t={seconds_left(clock.now())}'
    return response


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> ResponseReturnValue:
    """Say which parameters cannot be taken."""
    faults = [{"parameter": name, "detail": detail} for name, detail in error.faults]
    return problem(422, _("A parameter cannot be taken; errors names it."), errors=faults)


def _token_holder() -> Reader:
    """Return what the token in the request's header reads. Raises Unauthorized, or TooMany after many wrong ones."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    at, gauges = clock.now(), (_gauge(),)
    if scheme.lower() == "bearer" and (found := queries.reader_of(token.strip(), at=at)):
        return found
    accounts.must_not_wait(gauges, at=at)
    if token:
        afterwards(lambda: count_failure(gauges=gauges, at=at))
    raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "academy"}))


def _gauge() -> Gauge:
    config: Config = current_app.extensions["academy"]
    network = throttle.network_of(request.remote_addr or "")
    return Gauge(throttle.key_for(config.secret_key, "token-network", network), throttle.NETWORK)
