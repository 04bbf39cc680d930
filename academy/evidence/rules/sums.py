"""The list of digests that ``sha256sum -c`` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def is_plain(name: str) -> bool:
    """Say whether a path is of letters that every system, and every line of a list, takes as they are."""
    return _PLAIN.fullmatch(name) is not None


def sums(digests: Mapping[str, str]) -> str:
    """Return the list for files and their SHA-256, by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
