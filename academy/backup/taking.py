"""Making a backup beside a working academy: everything acknowledged before it began is in it."""

from __future__ import annotations

import hashlib
import hmac
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, text

from academy import db
from academy.backup.archive import MANIFEST, BackupError, Manifest, TableEntry, writing
from academy.backup.rows import Shape, Sum, read, shapes, written

#: Stored files and waiting letters, as the data folder and the archive name them.
FILES, LETTERS = "files", "mail/unsent"


def take(
    target: Path, *, home: Path, tables: Sequence[Table], head: str, secret: str, at: datetime
) -> Manifest:
    """Write a backup of the connected academy and its data folder to ``target``, and return what it holds.

    ``tables`` come in an order in which most point only backwards; ``head`` is the schema they describe. Raises BackupError
    where the database is at another, or where a file stands at ``target``.
    """
    with writing(target) as archive:
        with db.one_moment() as connection:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if revision != head:
                raise BackupError(
                    "the database is not at the newest schema: run 'flask academy migrate' first."
                )
            kept = tuple(_copy_table(archive, connection, shape) for shape in shapes(tables))
        # files are named by their content and only added, so those that came since do no harm
        files = tuple(_copy_files(archive, (home / FILES).glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64), FILES))
        letters = tuple(_copy_files(archive, (home / LETTERS).glob("*.eml"), LETTERS))
        made = Manifest(at.isoformat(), head, mark_of(secret), kept, files, letters)
        archive.writestr(MANIFEST, made.written())
    return made


def mark_of(secret: str) -> str:
    """Return what tells two installations' secrets apart."""
    return hmac.new(secret.encode(), b"academy backup", hashlib.sha256).hexdigest()[:16]


def _copy_table(archive: zipfile.ZipFile, connection: Connection, shape: Shape) -> TableEntry:
    found = Sum()
    with archive.open(TableEntry(shape, 0, "").path, "w", force_zip64=True) as file:
        for line in read(connection, shape):
            found.add(shape, line)
            file.write(written(line))
    return TableEntry(shape, found.count, found.digest)


def _copy_files(archive: zipfile.ZipFile, paths: Iterable[Path], name: str) -> Iterator[str]:
    """Copy files and yield their names; what is erased meanwhile is left out."""
    for path in sorted(paths):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        archive.writestr(f"{name}/{path.name}", content, zipfile.ZIP_STORED)
        yield path.name
