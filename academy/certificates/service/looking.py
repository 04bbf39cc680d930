"""Looking a certificate up for the public: guesses are counted before they are answered."""

from __future__ import annotations

from datetime import datetime

from academy import db
from academy.accounts import queries as people
from academy.accounts import service as accounts
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.certificates import queries
from academy.certificates.models import Certificate


def gauge_of(address: str, *, secret_key: str) -> Gauge:
    """Return by what those who look in vain are counted: their network, by a keyed digest."""
    key = throttle.key_for(secret_key, "verify", throttle.network_of(address))
    return Gauge(key, throttle.VERIFICATIONS)


def look_up(reference: str, *, gauge: Gauge, at: datetime) -> Certificate | None:
    """Return the certificate behind ``reference``; looking in vain is counted, in a write unit of its own.

    Raises TooMany for a network that guesses, whether there is such a certificate or not.
    """
    people.must_not_wait((gauge,), at=at)
    found = queries.by_reference(reference)
    if found is None:
        with db.writing(is_bookkeeping=True):
            accounts.count_wrong_try(gauges=(gauge,), at=at)
    return found
