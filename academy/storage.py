"""Files kept by their content: a file's name is its SHA-256, so the same bytes are kept once and never change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


class Storage:
    """A local folder of files, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content`` durably and return its SHA-256 digest in hexadecimal."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes kept under ``digest``. Raises FileNotFoundError."""
        return self._path(digest).read_bytes()

    def remove(self, digest: str) -> None:
        """Forget the bytes kept under ``digest``, if they are there: for what an erasure must reach."""
        self._path(digest).unlink(missing_ok=True)

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
