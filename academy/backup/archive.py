"""The file of a backup: a zip whose comment is the SHA-256 of everything before it, so that no bit of it can change unseen."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from academy.backup.rows import Line, Shape

FORMAT = "academy-backup/1"
MANIFEST = "manifest.json"
#: The comment at the very end: a digest in hexadecimal.
SEAL = 64
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup cannot be made or read; the message says what to do."""


@dataclass(frozen=True)
class TableEntry:
    """One table of a backup: how to read its lines, how many there are, and their digest."""

    shape: Shape
    count: int
    digest: str

    @property
    def path(self) -> str:
        """Where its lines stand in the file."""
        return f"tables/{self.shape.name}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    #: The schema it was made at.
    revision: str
    #: Tells whether an installation's secret is the one the backup was made under, and nothing of the secret.
    secret_mark: str
    tables: tuple[TableEntry, ...]
    #: Digests of the stored files.
    files: tuple[str, ...]
    #: Names of the letters that waited to be sent.
    letters: tuple[str, ...]
    format: str = field(default=FORMAT)

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(each.count for each in self.tables)

    def written(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


@contextlib.contextmanager
def writing(target: Path) -> Iterator[zipfile.ZipFile]:
    """Give a new archive to be filled; at the end it is sealed, on disk, and stands under ``target``, or it is gone.

    Raises BackupError where something stands there already. Only its owner can read the file.
    """
    part = target.with_name(f"{target.name}.part")
    if target.exists():
        raise BackupError(f"{target} is there already: name a new file.")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield archive
                archive.comment = b"0" * SEAL
            _seal(file)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Give an archive that is whole, and what it holds. Raises BackupError for one that is not."""
    check_seal(path)
    with zipfile.ZipFile(path) as archive:
        yield archive, _read(archive.read(MANIFEST))


def check_seal(path: Path) -> None:
    """Say whether the file is as it was written. Raises BackupError where a bit of it has changed, or its end is missing."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        found = _digest(file, size - SEAL) if size > SEAL else ""
        if file.read() != found.encode():
            raise BackupError(f"{path} is damaged or no backup: it is not what was written.")


def lines_of(archive: zipfile.ZipFile, entry: TableEntry) -> Iterator[Line]:
    """Yield the rows of a table as they were written down."""
    with archive.open(entry.path) as file:
        for line in file:
            yield json.loads(line)


def _seal(file: IO[bytes]) -> None:
    file.flush()
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    digest = _digest(file, size - SEAL)
    file.seek(size - SEAL)
    file.write(digest.encode())
    file.flush()
    os.fsync(file.fileno())


def _digest(file: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    while length > 0:
        chunk = file.read(min(_CHUNK, length))
        if not chunk:
            break
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()


def _read(written: bytes) -> Manifest:
    said: dict[str, Any] = json.loads(written)
    if said["format"] != FORMAT:
        raise BackupError(
            f"this academy cannot read backups of the format {said['format']}: update it first."
        )
    tables = tuple(
        TableEntry(
            Shape(
                each["shape"]["name"], tuple((name, kind) for name, kind in each["shape"]["columns"]),
                tuple(each["shape"]["key"]), tuple(each["shape"]["late"]),
            ),
            each["count"], each["digest"],
        )
        for each in said["tables"]
    )  # fmt: skip
    return Manifest(
        said["made_at"], said["revision"], said["secret_mark"], tables, tuple(said["files"]), tuple(said["letters"])
    )  # fmt: skip
