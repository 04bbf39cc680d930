"""How call-signs and e-mail addresses are written and compared."""

from __future__ import annotations

import enum
import re
import unicodedata


class Shown(enum.StrEnum):
    """What the public page of a certificate shows of its holder."""

    NOTHING = "nothing"
    NAME = "name"
    NAME_AND_LATIN = "name-and-latin"


class PrintedName(enum.StrEnum):
    """Which of her names may be printed on a certificate that she does not claim herself."""

    LEGAL = "legal"
    CALL_SIGN = "call-sign"


SHORTEST_CALL_SIGN, LONGEST_CALL_SIGN = 3, 24
LONGEST_EMAIL = 254
LONGEST_LEGAL_NAME = 200

#: Basic Latin only: typed on every keyboard, and no letter of another script can pass for one of these.
_CALL_SIGN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_EMAIL = re.compile(r"[^\s@\x00-\x1f<>,;:\"]+@[^\s@\x00-\x1f<>,;:\"]+\.[^\s@.\x00-\x1f<>,;:\"]+\Z")
#: What stands between the letters of names, and accents that no letter was made for.
_IN_NAMES = " -'’.,ʼ\u0300\u0301\u0302\u0303\u0307\u0308\u030c\u0323\u0327"
_GAPS = re.compile(r"[\s_\-\u2010-\u2015]+")
#: Small letters for the capital letters of ASCII and no others.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def is_call_sign(text: str) -> bool:
    """Say whether ``text`` may be given as a call-sign: letters and digits, in groups joined by hyphens."""
    return SHORTEST_CALL_SIGN <= len(text) <= LONGEST_CALL_SIGN and bool(_CALL_SIGN.match(text))


def fold_call_sign(text: str) -> str:
    """Return what all spellings of one call-sign share: ``Sokol 12``, ``sokol-12``, ``SOKOL_12``."""
    return _GAPS.sub("-", unicodedata.normalize("NFKC", text).strip().casefold())


def is_latin_name(text: str) -> bool:
    """Say whether a name is written in Latin letters, with whatever accents a passport may print."""
    signs = unicodedata.normalize("NFC", text)
    return any(sign.isalpha() for sign in signs) and all(
        unicodedata.name(sign, "").startswith("LATIN ") if sign.isalpha() else sign in _IN_NAMES
        for sign in signs
    )


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
