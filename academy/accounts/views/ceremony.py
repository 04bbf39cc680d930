"""What every answer of an authenticator goes through: the party it is given to, the counting of wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Response, current_app, request

from academy.accounts import queries, service
from academy.accounts.rules.passkeys import Party, party_for
from academy.accounts.rules.throttle import Gauge
from academy.config import Config
from academy.errors import Conflict, Invalid
from academy.web.transactions import afterwards

#: What authenticators call the academy.
ISSUER = "Wildlife Crime Academy"


def party() -> Party | None:
    """Return as whom authenticators know this academy; None where browsers offer no passkeys at its address."""
    config: Config = current_app.extensions["academy"]
    return party_for(config.base_url, asked=request.host_url)


def must_have_party() -> Party:
    """Return as whom authenticators know this academy. Raises Conflict where browsers offer no passkeys."""
    found = party()
    if found is None:
        raise Conflict("passkeys-not-here")
    return found


def answer() -> str:
    """Return what the authenticator said, as the script put it into the form."""
    return request.form.get("answer", "")


def asked(options: str) -> Response:
    """Send what the script asks the authenticator."""
    return Response(options, mimetype="application/json", headers={"Cache-Control": "no-store"})


@contextmanager
def counting_refusals(gauges: tuple[Gauge, ...], count: Callable[[], None], at: datetime) -> Iterator[None]:
    """Make whoever tried too often wait; have a refused answer counted, and its challenge dropped."""
    queries.must_not_wait(gauges, at=at)
    given = answer()
    try:
        yield
    except Invalid as error:
        refusal = error
        afterwards(lambda: service.note_refused_passkey(answer=given, refusal=refusal, at=at))
        afterwards(count)
        raise
