"""The head of the chain, noted in a file outside the database: whoever removes the newest seals is found by it.

One line a seal, only ever added: its id, its digest, how many rows it holds. Several processes add lines, not always in
the order of the seals; each line stands for itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

FILE = "audit-head"


def note(home: Path, *, seal: int, digest: str, count: int) -> None:
    """Add a seal that is on disk. Lines are short, so that two processes never write into one another's."""
    file = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, f"{seal} {digest} {count}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def noted(home: Path) -> Iterator[tuple[int, str]]:
    """Give id and digest of every seal that was noted; a line cut off by a loss of power is passed over."""
    path = home / FILE
    for line in path.read_text("ascii", "replace").splitlines() if path.exists() else ():
        words = line.split()
        if len(words) == 3 and words[0].isdecimal() and len(words[1]) == 64:
            yield int(words[0]), words[1]
