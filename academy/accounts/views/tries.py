"""What a try is counted under, and the browsers in which a person has signed in before.

Such a browser carries a signed cookie with a random name per account; its failures are counted under that name only,
so that a guesser elsewhere cannot make its owner wait (OWASP's "device cookies").
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from academy.accounts.models import Person
from academy.accounts.rules import throttle
from academy.accounts.rules.names import fold_call_sign, fold_email
from academy.accounts.rules.throttle import Gauge
from academy.config import Config

#: How long a browser is remembered, and how many people one browser may be remembered for.
REMEMBERED_FOR = timedelta(days=90)
REMEMBERED_PEOPLE = 4


def at_sign_in(person: Person | None, typed: str) -> tuple[Gauge, ...]:
    """Return what a try to sign in is counted under: the known browser, or else the account and the network."""
    account = _account(person, typed)
    if name := _known().get(account):
        return (Gauge(key("device", name), throttle.ACCOUNT),)
    return (Gauge(account, throttle.ACCOUNT), Gauge(_network("sign-in"), throttle.NETWORK))


def of_account(person: Person) -> tuple[Gauge, ...]:
    """Return what is forgotten once a person has proved who she is."""
    account = _account(person, "")
    name = _known().get(account)
    own = (Gauge(account, throttle.ACCOUNT),)
    return (*own, Gauge(key("device", name), throttle.ACCOUNT)) if name else own


def at_confirmation(person: Person) -> tuple[Gauge, ...]:
    """Return what a try of somebody signed in is counted under; tries at the front door do not count here."""
    return (Gauge(key("confirm", str(person.id)), throttle.ACCOUNT),)


def at_code(call_sign: str) -> tuple[Gauge, ...]:
    """Return what a try with a printed code is counted under."""
    return (
        Gauge(key("code", fold_call_sign(call_sign)), throttle.ACCOUNT),
        Gauge(_network("code"), throttle.NETWORK),
    )


def at_letter(typed: str) -> tuple[Gauge, ...]:
    """Return what a request for a letter is counted under; here every request counts."""
    return (
        Gauge(key("letter", _folded(typed)), throttle.LETTERS),
        Gauge(_network("letter"), throttle.LETTERS_OF_NETWORK),
    )


def remember_browser(response: Response, person: Person) -> None:
    """Let this browser be known as one in which ``person`` has signed in."""
    known = _known()
    account = _account(person, "")
    name = known.pop(account, None) or secrets.token_urlsafe(12)
    kept = dict([*known.items(), (account, name)][-REMEMBERED_PEOPLE:])
    response.set_cookie(
        _cookie_name(), _signer().dumps(kept), max_age=REMEMBERED_FOR, httponly=True, samesite="Lax",
        secure=_config().is_secure, path="/",
    )  # fmt: skip


def key(kind: str, what: str) -> str:
    """Return the key of one thing to count."""
    return throttle.key_for(_config().secret_key, kind, what)


def _account(person: Person | None, typed: str) -> str:
    return key("account", str(person.id) if person else _folded(typed))


def _network(kind: str) -> str:
    return key(f"{kind}-network", throttle.network_of(request.remote_addr or ""))


def _folded(typed: str) -> str:
    return fold_email(typed) if "@" in typed else fold_call_sign(typed)


def _known() -> dict[str, str]:
    try:
        read = _signer().loads(
            request.cookies.get(_cookie_name(), ""), max_age=int(REMEMBERED_FOR.total_seconds())
        )
    except BadData:
        return {}
    return read if isinstance(read, dict) else {}


def _cookie_name() -> str:
    return "__Host-academy-known" if _config().is_secure else "academy-known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_config().secret_key, salt="known-browser")


def _config() -> Config:
    config: Config = current_app.extensions["academy"]
    return config
