"""What anybody's program checks certificates with: the public keys, and the lists of those that do not hold any more."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, json, request

from academy import clock
from academy.certificates import queries
from academy.certificates.views.blueprint import issuer
from academy.credentials.content import Purpose
from academy.credentials.formats import FRESH_FOR, did_document, key_set, sign_status_list
from academy.errors import NotFound
from academy.web.access import public

blueprint = Blueprint("published", "academy.certificates.published")

#: What a signed list depends on: the day, the last decision, the key.
Stamp = tuple[object, ...]


@blueprint.get("/.well-known/did.json")
@public
def did() -> Response:
    """Say who the academy is to programs (did:web), and with which keys it signs and signed."""
    return _open_to_all(json.dumps(did_document(issuer().base_url, issuer().keys)), "application/did+json")


@blueprint.get("/.well-known/jwks.json")
@public
def keys() -> Response:
    """Give every public key as a JWK set."""
    return _open_to_all(json.dumps(key_set(issuer().base_url, issuer().keys)), "application/jwk-set+json")


@blueprint.get("/credentials/status/<string(maxlength=16):purpose>/<int:number>")
@public
def status(purpose: str, number: int) -> Response:
    """Give one signed status list: which credentials are revoked, or suspended, and no more than that."""
    if purpose not in set(Purpose):
        raise NotFound
    return _open_to_all(_status_list(Purpose(purpose), number, at=clock.now()), "application/vc+jwt")


def _status_list(purpose: Purpose, number: int, *, at: datetime) -> str:
    """Return a list signed anew after each decision and each midnight (UTC); in between it is kept."""
    kept: dict[tuple[Purpose, int], tuple[Stamp, str]] = current_app.extensions.setdefault("status-lists", {})
    changed_at, decisions = queries.last_change()
    midnight = datetime.combine(at.date(), datetime.min.time(), UTC)
    since = max(midnight, changed_at) if changed_at and changed_at <= at else midnight
    stamp = (since, decisions, issuer().keys.kid)
    if (found := kept.get((purpose, number))) is not None and found[0] == stamp:
        return found[1]
    if (indices := queries.marked(purpose, number)) is None:
        raise NotFound
    who = issuer()
    token = sign_status_list(
        indices, purpose=purpose, number=number, base_url=who.base_url, keys=who.keys, at=since
    )
    kept[purpose, number] = (stamp, token)
    return token


def _open_to_all(body: str, mimetype: str) -> Response:
    """Answer any page of any origin, and let everybody keep it for a while."""
    response = Response(body, mimetype=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    response.cache_control.max_age = int(FRESH_FOR.total_seconds())
    response.add_etag()
    response.make_conditional(request)
    return response
