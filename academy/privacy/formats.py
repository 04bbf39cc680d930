"""The ledger of erasures as a file beside the database: one line of JSON an erasure, only ever added to.

A restored database does not know whom it brings back; this file does. It holds ids, moments and slugs of reasons.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

#: Its name in the data folder.
FILE = "erasures.jsonl"


class Erasure(NamedTuple):
    """One person who was erased, as the ledger knows her."""

    person_id: UUID
    erased_at: datetime
    reason: str


def append(path: Path, erasures: Iterable[Erasure]) -> None:
    """Add lines, and return once they are on disk. What a power cut left half written is closed with a line break."""
    lines = "".join(f"{_line(each)}\n" for each in erasures)
    if not lines:
        return
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b") as file:
        file.write((lines if _ends_whole(path) else f"\n{lines}").encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def read(path: Path) -> list[Erasure]:
    """Return what the file holds; nothing where there is none. Of two lines for one person the first stands."""
    if not path.exists():
        return []
    found: dict[UUID, Erasure] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if (erasure := _read_line(line)) is not None:
            found.setdefault(erasure.person_id, erasure)
    return list(found.values())


def _line(erasure: Erasure) -> str:
    return json.dumps(
        {"person": str(erasure.person_id), "at": erasure.erased_at.isoformat(), "reason": erasure.reason}
    )


def _read_line(line: str) -> Erasure | None:
    """Return what a line says; None for one that was torn."""
    try:
        said = json.loads(line)
        return Erasure(UUID(said["person"]), datetime.fromisoformat(said["at"]), str(said["reason"]))
    except (ValueError, KeyError, TypeError):
        return None


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
