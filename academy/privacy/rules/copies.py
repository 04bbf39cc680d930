"""How her files are named in her own copy."""

from __future__ import annotations

import re

_LONGEST = 120


def name_in_archive(name: str) -> str:
    """Return a file's name as it may stand in an archive: no folders, nothing that a system reads as something else."""
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST:
        plain = f"{stem[: _LONGEST - len(ending)]}{dot}{ending}"[:_LONGEST]
    return plain or "_"
