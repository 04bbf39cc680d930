"""The code on the wall: six signs that change every half minute and that only the installation can make.

A code is a keyed digest (HMAC-SHA-256) of what it opens and the half minute, so nothing is kept and nothing can be made
outside; a photograph sent to somebody at home is worth a minute at most. Six signs of 32 are a billion: with a few free
tries and then a wait nobody hits one by guessing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

#: Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
WINDOW = timedelta(seconds=30)
_LOOKALIKES = str.maketrans("OIL", "011", " -–")


def wall_code(secret: str, opens: str, at: datetime) -> str:
    """Return the code of the half minute that ``at`` lies in; ``opens`` names what it lets people into."""
    return _of_window(secret, opens, _window(at))


def is_wall_code(secret: str, opens: str, typed: str, at: datetime) -> bool:
    """Say whether this is the code shown now or the one shown just before."""
    read = typed_code(typed).encode("utf-8", "replace")
    window = _window(at)
    found = [
        hmac.compare_digest(read, _of_window(secret, opens, each).encode()) for each in (window, window - 1)
    ]
    return any(found)


def typed_code(typed: str) -> str:
    """Return a code as somebody meant it who typed it by hand: either case, look-alike letters, spaces and hyphens."""
    return typed.upper().translate(_LOOKALIKES)


def new_window_at(at: datetime) -> datetime:
    """Return when the code of this moment gives way to the next."""
    return datetime.fromtimestamp((_window(at) + 1) * WINDOW.total_seconds(), tz=UTC)


def shown(code: str) -> str:
    """Return a code as people read it aloud: two groups of three."""
    return f"{code[:3]} {code[3:]}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())


def _of_window(secret: str, opens: str, window: int) -> str:
    signs = hmac.new(secret.encode(), f"{opens}:{window}".encode(), hashlib.sha256).digest()[:LENGTH]
    return "".join(ALPHABET[sign & 31] for sign in signs)
