"""Files kept by their content: a file's name is its SHA-256, so the same bytes are kept once and never change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

#: How long a file waits that nobody takes in.
WAITS = timedelta(days=1)
_WAITING = "staged"


class Storage:
    """A local folder of files, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content`` durably and return its SHA-256 digest in hexadecimal."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            os.utime(path)  # as young as if it had just come: nobody sweeps it
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(path, content)
        return digest

    def holds(self, digest: str) -> bool:
        """Say whether bytes are kept under ``digest``."""
        return self._path(digest).exists()

    def get(self, digest: str) -> bytes:
        """Return the bytes kept under ``digest``. Raises FileNotFoundError."""
        return self._path(digest).read_bytes()

    def remove(self, digest: str) -> None:
        """Forget the bytes kept under ``digest``, if they are there: for what an erasure must reach."""
        self._path(digest).unlink(missing_ok=True)

    def open(self, digest: str) -> BinaryIO:
        """Open the bytes kept under ``digest``. Raises FileNotFoundError."""
        return self._path(digest).open("rb")

    def sweep(self, *, wanted: Callable[[Collection[str]], Collection[str]], before: datetime) -> int:
        """Forget files that came before a time and are not ``wanted``; return how many.

        ``wanted`` gives those of some digests that something refers to.
        """
        gone = 0
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()}
            for digest in old.keys() - set(wanted(list(old))):
                old[digest].unlink(missing_ok=True)
                gone += 1
        return gone

    def aside(self, person_id: UUID) -> Storage:
        """Return where a person's files wait for her word: apart from all that is shown, and from everybody else's."""
        return Storage(self.folder / _WAITING / str(person_id))

    def forget_waiting(self, *, at: datetime) -> int:
        """Forget files that have waited too long for somebody's word; return how many."""

        def none_wanted(_digests: Collection[str]) -> Collection[str]:
            return ()

        waiting = (self.folder / _WAITING).glob("*")
        return sum(Storage(folder).sweep(wanted=none_wanted, before=at - WAITS) for folder in waiting)

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(sign in "0123456789abcdef" for sign in digest):
            raise FileNotFoundError(digest)
        return self.folder / digest[:2] / digest


def _write_durably(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
