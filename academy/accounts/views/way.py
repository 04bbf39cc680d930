"""Where to go on afterwards: only ever a page of the academy's own."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

#: Pages that nobody wants to come back to.
_PASSING = ("accounts.sign_in", "accounts.second_step", "accounts.confirm", "accounts.locked")


def wanted() -> str:
    """Return the page the request asks to go on to (``next``), or nothing where it is not one of our own."""
    target = request.args.get("next", "")
    return target if is_own_page(target) else ""


def is_own_page(target: str) -> bool:
    """Say whether ``target`` is a path that a GET of this application answers."""
    if not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return False
    if any(character <= " " or character in "\\\x7f" for character in target):
        return False
    try:
        endpoint, _values = current_app.url_map.bind("").match(unquote(urlsplit(target).path), method="GET")
    except (HTTPException, ValueError):
        return False
    return endpoint not in _PASSING


def home(locale: str | None = None) -> str:
    """Return the start page, in a person's own language where she has chosen one."""
    return url_for("home.start", locale=locale) if locale else url_for("home.start")
