"""One-time codes: how they look, how typed ones are read, how long they hold.

Codes that travel in a link have 256 random bits. Codes on paper have 100, in Crockford's base 32 (no I, L, O,
U), as four groups of five: ``7KQ2M-9XW4T-…``. Only digests are kept; plain SHA-256 serves, since nobody can guess
the codes. Recovery codes have digits only, so that every keyboard types them where a six-digit code is asked for:
four groups of four. They are short enough to guess at leisure, so their digest is keyed with the installation's secret.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 4, 5
#: How many recovery codes a person is given, and how they look.
RECOVERY_CODES = 10
RECOVERY_GROUPS, RECOVERY_GROUP_LENGTH = 4, 4
#: What people read or write instead of a digit.
_LOOKALIKES = str.maketrans("OIL", "011")


class Purpose(enum.StrEnum):
    """What a one-time code opens. Its digest is bound to it: a code of one purpose is nothing for another."""

    INVITATION = "invitation"
    RESET = "reset"
    PRINTED = "printed"
    #: Between the password and the second factor of one sign-in.
    SECOND_STEP = "second-step"


LASTS: dict[Purpose, timedelta] = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(minutes=30),
    Purpose.PRINTED: timedelta(days=7),
    Purpose.SECOND_STEP: timedelta(minutes=5),
}

#: The codes with which a password can be set: making one of them ends all earlier ones.
SETS_PASSWORD = (Purpose.INVITATION, Purpose.RESET, Purpose.PRINTED)


def new_token() -> str:
    """Return a secret for a link or a cookie."""
    return secrets.token_urlsafe(32)


def new_printed_code() -> str:
    """Return a code for paper."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def read_printed_code(typed: str) -> str | None:
    """Return a typed code as it was printed, or None where it cannot be one."""
    read = "".join(character for character in typed.upper() if character.isascii() and character.isalnum())
    read = read.translate(_LOOKALIKES)
    if len(read) != GROUPS * GROUP_LENGTH or set(read) - set(ALPHABET):
        return None
    return "-".join(read[start : start + GROUP_LENGTH] for start in range(0, len(read), GROUP_LENGTH))


def digest_of(purpose: Purpose, code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(f"{purpose.value}:{code}".encode()).hexdigest()


def digest_of_token(token: str) -> str:
    """Return what is kept of a session's token, or of the name a browser gives itself."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_recovery_code() -> str:
    """Return a code that stands in once for a lost second factor."""
    groups = (f"{secrets.randbelow(10**RECOVERY_GROUP_LENGTH):04d}" for _ in range(RECOVERY_GROUPS))
    return "-".join(groups)


def read_recovery_code(typed: str) -> str | None:
    """Return a typed code as it was printed, or None where it cannot be one."""
    read = "".join(character for character in typed if not character.isspace() and character not in "-–")
    if len(read) != RECOVERY_GROUPS * RECOVERY_GROUP_LENGTH or not (read.isascii() and read.isdigit()):
        return None
    return "-".join(
        read[start : start + RECOVERY_GROUP_LENGTH] for start in range(0, len(read), RECOVERY_GROUP_LENGTH)
    )


def digest_of_recovery_code(secret_key: str, person_id: UUID, code: str) -> str:
    """Return what is kept of a recovery code; without the installation's secret it cannot be tried out."""
    return hmac.new(
        secret_key.encode(), b"recovery" + person_id.bytes + code.encode(), hashlib.sha256
    ).hexdigest()
