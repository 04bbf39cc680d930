"""How often one may try: a wait that grows with each failure and ends by itself. Nobody is locked out for good.

| What is counted                          | Free tries | First wait | Longest | Forgotten after quiet |
|------------------------------------------|-----------:|-----------:|--------:|----------------------:|
| one account (as typed, known or not)     |          5 |   1 minute |  1 hour |              24 hours |
| one network (IPv4 /24, IPv6 /56)         |         50 |   1 minute |  5 min. |            15 minutes |
| letters asked for, for one account       |          3 | 10 minutes |  1 hour |                1 hour |
| colleagues put forward, by one person    |          5 | 10 minutes | 4 hours |              24 hours |
| letters asked for, from one network      |         20 |   1 minute |  1 hour |                1 hour |
| certificates looked for in vain, from one|         60 |   1 minute | 15 min. |                1 hour |

With the account's figures a guesser has at most 5 + 6 + 24 tries on the first day and 24 on each later one, below the
100 failures in a row that NIST SP 800-63B-4 (section 3.2.2) allows. A browser in which the person has signed in before
is counted by itself, so a guesser elsewhere cannot keep her out; a new password clears the account's count.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """How many tries are free, and how the wait grows after them."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta


@dataclass(frozen=True)
class Tally:
    """What has been counted under one key."""

    failures: int
    last_failed_at: datetime


ACCOUNT = Limit(5, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24))
NETWORK = Limit(50, timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
LETTERS = Limit(3, timedelta(minutes=10), timedelta(hours=1), timedelta(hours=1))
PUT_FORWARD = Limit(5, timedelta(minutes=10), timedelta(hours=4), timedelta(hours=24))
LETTERS_OF_NETWORK = Limit(20, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1))
VERIFICATIONS = Limit(60, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))


@dataclass(frozen=True)
class Gauge:
    """One thing to count: its key in the table and its limit."""

    key: str
    limit: Limit


def is_forgotten(tally: Tally, limit: Limit, at: datetime) -> bool:
    """Say whether it has been quiet long enough to start counting anew."""
    return at - tally.last_failed_at >= limit.forgotten_after


def wait(tally: Tally | None, limit: Limit, at: datetime) -> timedelta:
    """Return how long the next try must wait; nothing where it may come at once."""
    if tally is None or tally.failures < limit.free or is_forgotten(tally, limit, at):
        return timedelta(0)
    doublings = min(tally.failures - limit.free, 20)
    length = min(limit.first_wait * (1 << doublings), limit.longest_wait)
    return max(timedelta(0), tally.last_failed_at + length - at)


def key_for(secret: str, kind: str, what: str) -> str:
    """Return the key under which ``what`` is counted: a keyed digest, so that the table names nobody."""
    return hmac.new(
        secret.encode(), f"throttle:{kind}:{what}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()


def network_of(address: str) -> str:
    """Return the network an address belongs to, as wide as one household or office is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    width = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network(f"{parsed}/{width}", strict=False))
