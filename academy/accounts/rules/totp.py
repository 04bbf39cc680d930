"""The second factor: time-based codes of RFC 6238 (SHA-1, 30 seconds, six digits), each good for one door once."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

import pyotp

STEP_SECONDS = 30
DIGITS = 6
#: Steps before and after the present one that are taken too: clocks differ.
DRIFT = 1
SEED_BYTES = 20


def secret_for(secret_key: str, person_id: UUID, seed: bytes) -> str:
    """Return a person's secret in base 32. The installation's key and her seed make it; the seed alone gives nothing."""
    digest = hmac.new(secret_key.encode(), b"totp" + person_id.bytes + seed, hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def step_at(at: datetime) -> int:
    """Return the number of the time step that ``at`` falls in."""
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: str, at: datetime) -> str:
    """Return the code an authenticator shows at ``at``."""
    return code_of(secret, step_at(at))


def code_of(secret: str, step: int) -> str:
    """Return the code an authenticator shows during a time step."""
    return pyotp.HOTP(secret, digits=DIGITS).at(step)


def matching_step(secret: str, typed: str, *, at: datetime, last_step: int | None) -> int | None:
    """Return the time step that ``typed`` is the code of, or None.

    A step not later than ``last_step`` is never taken again. Spaces, which people type between the groups, do not
    make another code.
    """
    code = "".join(typed.split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    now = step_at(at)
    generator = pyotp.HOTP(secret, digits=DIGITS)
    steps = range(now - DRIFT, now + DRIFT + 1)
    found = [step for step in steps if hmac.compare_digest(generator.at(step), code)]
    fresh = [step for step in found if last_step is None or step > last_step]
    return fresh[0] if fresh else None


def address_for(secret: str, *, call_sign: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that an authenticator reads from a picture."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).provisioning_uri(
        name=call_sign, issuer_name=issuer
    )
