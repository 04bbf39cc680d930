"""Passkeys (WebAuthn): where they can be offered, what a challenge is for, what a counter may say."""

from __future__ import annotations

import enum
import hashlib
import ipaddress
import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

#: How long a challenge waits for its answer.
ANSWERED_WITHIN = timedelta(minutes=5)
LONGEST_NAME = 60
#: Far more than anybody needs; less than makes a page or a question to an authenticator long.
MOST_PASSKEYS = 20


class Ceremony(enum.StrEnum):
    """What a challenge is for. Its digest is bound to it: a challenge of one ceremony is nothing in another."""

    ADD = "add"
    #: Somebody known shows that it is she: after her password, or before a step-up door.
    PROVE = "prove"
    #: Whoever answers signs in, by her passkey alone.
    SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Party:
    """The academy as authenticators know it."""

    #: The domain that passkeys are bound to.
    domain: str
    #: What the browser's address line must begin with.
    origin: str


def party_for(base_url: str, *, asked: str) -> Party | None:
    """Return as whom authenticators know the academy at ``base_url``, or None where browsers offer no passkeys.

    They need a domain, not an address of digits, and HTTPS or this very computer. An academy that runs on this computer
    under its digits (the demo) is taken by the name it is ``asked`` for where that is ``localhost``.
    """
    if urlsplit(asked).hostname == "localhost" and is_this_computer(urlsplit(base_url).hostname or ""):
        base_url = asked
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if is_address(host) or not (parts.scheme == "https" or host == "localhost"):
        return None
    return Party(host, f"{parts.scheme}://{parts.netloc}")


def is_address(host: str) -> bool:
    """Say whether ``host`` is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_this_computer(host: str) -> bool:
    """Say whether ``host`` names the computer that asks."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def digest_of_challenge(ceremony: Ceremony, challenge: bytes) -> str:
    """Return what is kept of a challenge."""
    return hashlib.sha256(ceremony.value.encode() + b":" + challenge).hexdigest()


def credential_in(answer: str) -> str:
    """Return which credential an authenticator's answer names, unproved; nothing where it cannot be read."""
    try:
        named = json.loads(answer)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return named if isinstance(named, str) else ""


def is_counter_sound(*, known: int, shown: int) -> bool:
    """Say whether an authenticator's counter went on; one that does not count shows 0 for ever."""
    return shown > known or (shown == 0 and known == 0)
