"""Zips that are written piece by piece, by workers that may die at any byte.

What is whole is said elsewhere: whoever writes notes durably how many bytes are good, and whoever goes on cuts off what
came after. The list of files at a zip's end is made from the files themselves, so nothing has to be remembered but that
number. Nothing is compressed: the documents are, and copying is all that is left to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

_PIECE = 1 << 20
_LOCAL, _LISTED, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_END_64, _WAY_TO_END_64, _PLACE_64 = (
    struct.Struct("<4sQ2H2L4Q"),
    struct.Struct("<4sLQL"),
    struct.Struct("<2HQ"),
)
#: The zip format of 1993 counts so many files and bytes, and says with these numbers that the newer one goes on.
_MOST, _FAR = 0xFFFF, 0xFFFFFFFF
#: Version 2.0 and, where a number is larger than it could say, 4.5; made on Unix; readable by its owner alone.
_PLAIN, _LARGE, _UNIX, _MODE = 20, 45, 3 << 8, 0o100600 << 16


class Busy(Exception):
    """Another worker is writing."""


@dataclass(frozen=True)
class Archives:
    """The folder of archives, one for each batch."""

    folder: Path

    def path(self, batch_id: UUID) -> Path:
        """Return where a batch's archive is, or will be."""
        return self.folder / f"{batch_id}.zip"

    def remove(self, batch_id: UUID) -> None:
        """Take an archive away, if it is there."""
        self.path(batch_id).unlink(missing_ok=True)

    def sweep(self, *, keep: set[UUID], before: datetime) -> int:
        """Take away what belongs to no batch of ``keep`` and was last written before a moment; return how many."""
        named = {self.path(each).name for each in keep}
        gone = [
            path
            for path in self.folder.glob("*.zip")
            if path.name not in named and path.stat().st_mtime < before.timestamp()
        ]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    @contextmanager
    def writing(self, batch_id: UUID, *, good: int) -> Iterator[Growing | None]:
        """Go on with an archive after its good bytes; None where there are fewer than that. Raises Busy."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path(batch_id), os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy from error
            if os.fstat(file.fileno()).st_size < good:
                yield None
                return
            file.truncate(good)
            file.seek(good)
            yield Growing(file)


class Growing:
    """A zip that grows at its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, name: str, content: bytes, *, at: datetime) -> None:
        """Put a file behind what is there."""
        time = at.hour << 11 | at.minute << 5 | at.second // 2
        date = max(0, at.year - 1980) << 9 | at.month << 5 | at.day
        called = name.encode("ascii")
        size = len(content)
        self._file.write(
            _LOCAL.pack(b"PK\3\4", _PLAIN, 0, 0, time, date, zlib.crc32(content), size, size, len(called), 0)
        )
        self._file.write(called)
        self._file.write(content)

    def keep(self) -> int:
        """Put everything on disk, and return how many bytes are good from now on."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> tuple[int, str]:
        """End the zip with the list of its files; return its size and its SHA-256."""
        end, count, lines = self._file.tell(), 0, bytearray()
        for line in self._listed(end):
            count += 1
            lines += line
            if len(lines) > _PIECE:
                self._put_at_end(lines)
        self._put_at_end(lines)
        self._file.seek(0, os.SEEK_END)
        self._file.write(_ending(count, self._file.tell() - end, end))
        size = self.keep()
        self._file.seek(0)
        digest = hashlib.sha256()
        while piece := self._file.read(_PIECE):
            digest.update(piece)
        return size, digest.hexdigest()

    def _put_at_end(self, lines: bytearray) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(lines)
        lines.clear()

    def _listed(self, end: int) -> Iterator[bytes]:
        """Yield the lines of the list, read from the heads of the files themselves."""
        place = 0
        while place < end:
            self._file.seek(place)
            head = _LOCAL.unpack(self._file.read(_LOCAL.size))
            *_sign, time, date, crc, size, _stored, length, _extra = head[1:]
            name = self._file.read(length)
            yield _line(name, (time, date, crc, size), place)
            place += _LOCAL.size + length + size


def _line(name: bytes, head: tuple[int, int, int, int], place: int) -> bytes:
    time, date, crc, size = head
    is_far = place >= _FAR
    extra = _PLACE_64.pack(1, 8, place) if is_far else b""
    version = _LARGE if is_far else _PLAIN
    return (
        _LISTED.pack(
            b"PK\1\2", _UNIX | version, version, 0, 0, time, date, crc, size, size, len(name), len(extra), 0, 0, 0, _MODE,
            _FAR if is_far else place,
        )
        + name
        + extra
    )  # fmt: skip


def _ending(count: int, length: int, place: int) -> bytes:
    said = _END.pack(b"PK\5\6", 0, 0, min(count, _MOST), min(count, _MOST), length, min(place, _FAR), 0)
    if count < _MOST and place < _FAR:
        return said
    large = _END_64.pack(
        b"PK\6\6", _END_64.size - 12, _UNIX | _LARGE, _LARGE, 0, 0, count, count, length, place
    )
    return large + _WAY_TO_END_64.pack(b"PK\6\7", 0, place + length, 1) + said


#: How long a file that belongs to nothing stays: its batch may be about to be written down.
GRACE = timedelta(days=1)
