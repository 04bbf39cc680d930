"""How a credential and a slip tell a name without saying it."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

#: Bytes of a name's tag: enough that another name does not fit by chance, in a code that stays readable on paper.
TAG_BYTES = 4


def salt_of(code: str) -> str:
    """Return what a credential's name is digested with; made of the certificate's secret code, it never changes."""
    return hashlib.sha256(b"credential salt " + code.encode()).hexdigest()[:32]


def identity_hash(name: str, salt: str) -> str:
    """Return a name's digest as Open Badges 3.0 writes it: of the name and the salt behind it."""
    return "sha256$" + hashlib.sha256((unicodedata.normalize("NFC", name) + salt).encode()).hexdigest()


def name_tag(name: str, *, code: str) -> bytes:
    """Return a short digest of a name, keyed with the certificate's code; slip.js does the same in a browser.

    Case, accents, hyphens and the order of its parts do not matter; the script does.
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if unicodedata.category(sign) != "Mn")
    parts = sorted(re.findall(r"[^\W_]+", bare.lower()))
    return hmac.digest(code.encode(), " ".join(parts).encode(), "sha256")[:TAG_BYTES]
