"""The check without internet: a page that its browser keeps, with the public keys in it. The server never sees a slip."""

from __future__ import annotations

from flask import Response, make_response, render_template

from academy.certificates.document.wording import LEVELS
from academy.certificates.views.blueprint import blueprint, issuer
from academy.credentials.content import Level
from academy.credentials.formats import key_set
from academy.web.access import public
from academy.web.locale import language


@blueprint.get("/verify/offline")
@public
def offline() -> Response:
    """Check what a QR code carries in the visitor's own browser."""
    page = render_template(
        "certificates/offline.html",
        keys=key_set(issuer().base_url, issuer().keys)["keys"],
        levels={level.value: str(LEVELS[level.name.lower()]) for level in Level},
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/verify/offline.js")
@public
def keeper() -> Response:
    """Give the script with which a browser keeps the page, and shows it for a QR code's address while there is no internet."""
    # other keys make another script: a browser that is back on the internet then fetches the page anew
    response = make_response(
        render_template("certificates/offline.js", code=language().code, kids=issuer().keys.kids())
    )
    response.mimetype = "text/javascript"
    return response
