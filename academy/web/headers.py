"""Security headers on every answer, error pages included."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
#: What a stored file may do when somebody opens it by itself: nothing.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def csp_nonce() -> str:
    """Return this response's nonce for the one script tag."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def use_headers(app: Flask, *, is_secure: bool) -> None:
    """Put the headers on every response of ``app``."""

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if "Cache-Control" not in headers:
            # what a signed-in person saw is not left on a shared computer
            headers["Cache-Control"] = (
                "no-store" if g.get("actor") or request.method == "POST" else "no-cache"
            )
        if is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
