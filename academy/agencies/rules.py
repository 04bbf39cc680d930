"""How the tree of agencies is written down, which codes a country may have, and what a mail domain says."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

LONGEST_DOMAIN = 253

#: ISO 3166-1 alpha-2; XA to XZ are free for territories without a code of their own.
_COUNTRY_CODE = re.compile(r"[A-Z]{2}\Z")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
#: What IDNA 2003 and 2008 encode differently.
_AMBIGUOUS = frozenset("ßẞς\u200c\u200d")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FREE_MAIL = frozenset({
    "abv.bg", "aol.com", "email.com", "gmail.com", "googlemail.com", "icloud.com", "inbox.com", "mac.com", "mail.bg",
    "mail.com", "mail.ru", "me.com", "msn.com", "pm.me", "proton.me", "protonmail.com", "rocketmail.com", "seznam.cz",
    "t-online.de", "tuta.io", "tutanota.com", "web.de", "ymail.com", "zoho.com",
})  # fmt: skip
#: Free mail under many endings.
_FREE_MAIL_EVERYWHERE = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo", "yandex"})


def is_country_code(text: str) -> bool:
    """Say whether ``text`` may be the code of a country."""
    return bool(_COUNTRY_CODE.match(text))


def path_of(agency_id: UUID, parent_path: str = "") -> str:
    """Return an agency's path: that of its parent, then its own id and a slash."""
    return f"{parent_path}{agency_id}/"


def moved(path: str, *, old: str, new: str) -> str:
    """Return the path of something below ``old`` once that has moved to ``new``."""
    return new + path.removeprefix(old)


def ascii_domain(typed: str) -> str | None:
    """Return a mail domain as DNS compares it, in ASCII and small letters; None where it cannot be one.

    Letters that the two editions of IDNA write differently (ß, ς, joiners) are refused: they could name either domain.
    """
    text = typed.strip().removeprefix("@").rstrip(".")
    if not text or _AMBIGUOUS & set(text):
        return None
    try:
        domain = text.encode("idna").decode("ascii").translate(_ASCII_LOWER)
    except UnicodeError:
        return None
    labels = domain.split(".")
    is_name = len(domain) <= LONGEST_DOMAIN and len(labels) > 1 and not labels[-1].isdigit()
    return domain if is_name and all(_LABEL.match(label) for label in labels) else None


def is_free_mail(domain: str) -> bool:
    """Say whether anybody can have an address in a domain, so that it says nothing about where she serves."""
    return domain in _FREE_MAIL or domain.partition(".")[0] in _FREE_MAIL_EVERYWHERE


def is_vouched(email: str | None, domains: Collection[str]) -> bool:
    """Say whether an address lies in one of ``domains``, exactly: a domain below one of them does not count."""
    domain = ascii_domain((email or "").rpartition("@")[2])
    return domain is not None and domain in domains


def line_of(path: str) -> tuple[UUID, ...]:
    """Return the ids of an agency and of all above it, from its path."""
    return tuple(UUID(part) for part in path.split("/") if part)
