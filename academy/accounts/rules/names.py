"""How call-signs and e-mail addresses are written and compared."""

from __future__ import annotations

import re
import unicodedata

SHORTEST_CALL_SIGN, LONGEST_CALL_SIGN = 3, 24
LONGEST_EMAIL = 254

#: Basic Latin only: typed on every keyboard, and no letter of another script can pass for one of these.
_CALL_SIGN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_EMAIL = re.compile(r"[^\s@\x00-\x1f<>,;:\"]+@[^\s@\x00-\x1f<>,;:\"]+\.[^\s@.\x00-\x1f<>,;:\"]+\Z")
_GAPS = re.compile(r"[\s_\-\u2010-\u2015]+")
#: Small letters for the capital letters of ASCII and no others.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def is_call_sign(text: str) -> bool:
    """Say whether ``text`` may be given as a call-sign: letters and digits, in groups joined by hyphens."""
    return SHORTEST_CALL_SIGN <= len(text) <= LONGEST_CALL_SIGN and bool(_CALL_SIGN.match(text))


def fold_call_sign(text: str) -> str:
    """Return what all spellings of one call-sign share: ``Sokol 12``, ``sokol-12``, ``SOKOL_12``."""
    return _GAPS.sub("-", unicodedata.normalize("NFKC", text).strip().casefold())


def is_email(text: str) -> bool:
    """Say whether ``text`` looks like an address that a letter can be sent to."""
    return len(text) <= LONGEST_EMAIL and bool(_EMAIL.match(text))


def fold_email(text: str) -> str:
    """Return the form under which an address is unique.

    The domain is lowered letter by letter in ASCII, as DNS compares it, so that no language's own idea of upper
    and lower case (the dotless ı of Turkish) makes two domains one. The part before the @ is case-folded: mailboxes
    that differ only by case do not exist in practice. A letter always goes to the address as it was given, never
    to what was typed.
    """
    local, _, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    return f"{local.casefold()}@{domain.translate(_ASCII_LOWER)}"
