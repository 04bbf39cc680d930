"""How the tree of agencies is written down, and which codes a country may have."""

from __future__ import annotations

import re
from uuid import UUID

#: ISO 3166-1 alpha-2; XA to XZ are free for territories without a code of their own.
_COUNTRY_CODE = re.compile(r"[A-Z]{2}\Z")


def is_country_code(text: str) -> bool:
    """Say whether ``text`` may be the code of a country."""
    return bool(_COUNTRY_CODE.match(text))


def path_of(agency_id: UUID, parent_path: str = "") -> str:
    """Return an agency's path: that of its parent, then its own id and a slash."""
    return f"{parent_path}{agency_id}/"


def moved(path: str, *, old: str, new: str) -> str:
    """Return the path of something below ``old`` once that has moved to ``new``."""
    return new + path.removeprefix(old)
