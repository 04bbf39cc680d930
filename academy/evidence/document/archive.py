"""A ZIP whose bytes follow from what is put into it: one order, one time for all, and a digest of every file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

from academy.evidence.rules import SUMS, is_plain, sums

#: The earliest time a ZIP can hold: files of a pack have none of their own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 16
#: Compressed already; trying again costs time.
_DENSE = frozenset({"jpg", "jpeg", "png", "webp", "mp3", "mp4", "webm", "pdf", "zip"})
#: Raw Ed25519, 64 bytes, over the bytes of the list of sums.
SIGNATURE = "SIGNATURE"


class Archive:
    """Takes files one by one, each piece by piece, and ends with the list of their digests and its signature."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", compresslevel=6)
        self._digests: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        """Return the names of what is in it, as they came."""
        return list(self._digests)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file that is in it."""
        return self._digests[name]

    def put(self, name: str, content: bytes | str) -> None:
        """Add a file."""
        self.stream(name, [content.encode() if isinstance(content, str) else content])

    def put_json(self, name: str, value: object) -> None:
        """Add a file for machines that people can read: keys in order, indented."""
        self.put(name, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")

    def copy(self, name: str, source: BinaryIO) -> None:
        """Add a file from where it is kept."""
        self.stream(name, iter(lambda: source.read(_PIECE), b""))

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a file in pieces."""
        if name in self._digests or not is_plain(name):
            raise ValueError(name)
        digest = hashlib.sha256()
        with self._zip.open(_entry(name), "w") as entry:
            for piece in pieces:
                digest.update(piece)
                entry.write(piece)
        self._digests[name] = digest.hexdigest()

    def close(self, sign: Callable[[bytes], bytes]) -> None:
        """End it with the digests of all files, signed."""
        listed = sums(self._digests).encode()
        self.put(SUMS, listed)
        self.put(SIGNATURE, sign(listed))
        self._zip.close()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    is_dense = name.rpartition(".")[2] in _DENSE
    entry.compress_type = zipfile.ZIP_STORED if is_dense else zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry
