"""Restoring a backup into an empty academy: all of it, checked, or nothing."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, delete, inspect, text

from academy import db
from academy.accounts.models import OneTimeCode, PasskeyChallenge, SignInSession, SignInThrottle
from academy.audit.queries import broken_links
from academy.backup.archive import BackupError, Manifest, TableEntry, lines_of, opened
from academy.backup.rows import Sum, count_on, fill_in, read, write
from academy.backup.taking import FILES, LETTERS, mark_of
from academy.privacy import formats
from academy.privacy import service as privacy
from academy.storage import Storage


@dataclass(frozen=True)
class Restored:
    """What came of a restore."""

    manifest: Manifest
    #: People erased since the backup, who came back with it and were erased again.
    erased: int
    #: Whether second factors work: their secrets hang on the installation's own.
    has_same_secret: bool


def restore(
    path: Path, *, home: Path, storage: Storage, secret: str, migrate: Callable[[str], None], at: datetime
) -> Restored:  # fmt: skip
    """Put a backup into the connected database, which must be empty, and its files into the data folder.

    Every row is compared with the backup before anybody enters; then the schema is brought up to date, whoever was erased
    since is erased again, and nobody stays signed in. Raises BackupError where the file is damaged, the database is not
    empty, or what was restored is not what was kept; everything is then as it was before.
    """
    with opened(path) as (archive, manifest), contextlib.ExitStack() as undo:
        _must_be_empty()
        undo.callback(_empty)
        migrate(manifest.revision)
        _fill(archive, manifest)
        _compare(manifest)
        _put_files(archive, manifest, storage, undo)
        _put_letters(archive, manifest, home / LETTERS, undo)
        migrate("head")
        erased = _settle(home, at)
        undo.pop_all()
    return Restored(manifest, erased, mark_of(secret) == manifest.secret_mark)


def _must_be_empty() -> None:
    if inspect(db.engine()).get_table_names():
        raise BackupError("the database is not empty: restore into a new data folder or a new database.")


def _fill(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Insert every row, in one transaction."""
    with db.engine().begin() as connection:
        for entry in manifest.tables:  # a migration may have begun some of them with rows of its own
            connection.execute(delete(entry.shape.light()))
        waiting = [
            (entry.shape, write(connection, entry.shape, lines_of(archive, entry)))
            for entry in manifest.tables
        ]
        for shape, rows in waiting:
            fill_in(connection, shape, rows)
            count_on(connection, shape)
        _check_links(connection)


def _check_links(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise BackupError(f"{len(broken)} rows point at nothing: the backup is not whole.")


def _compare(manifest: Manifest) -> None:
    """Read every table back. Raises BackupError for one that does not hold what was kept."""
    with db.one_moment() as connection:
        for entry in manifest.tables:
            if _sum_of(connection, entry) != (entry.count, entry.digest):
                raise BackupError(f"the table {entry.shape.name} does not hold what the backup does.")


def _sum_of(connection: Connection, entry: TableEntry) -> tuple[int, str]:
    found = Sum()
    for line in read(connection, entry.shape):
        found.add(entry.shape, line)
    return found.count, found.digest


def _put_files(
    archive: zipfile.ZipFile, manifest: Manifest, storage: Storage, undo: contextlib.ExitStack
) -> None:
    for digest in manifest.files:
        if not storage.holds(digest):
            undo.callback(storage.remove, digest)
        if storage.put(archive.read(f"{FILES}/{digest}")) != digest:
            raise BackupError(f"the stored file {digest} is not what it was.")


def _put_letters(
    archive: zipfile.ZipFile, manifest: Manifest, folder: Path, undo: contextlib.ExitStack
) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in manifest.letters:
        path = folder / Path(name).name
        undo.callback(path.unlink, missing_ok=True)
        path.write_bytes(archive.read(f"{LETTERS}/{name}"))


def _settle(home: Path, at: datetime) -> int:
    """End what must not come back, check the audit trail, erase again; return how many were erased."""
    if broken := broken_links():
        raise BackupError(f"the audit trail of the backup is broken at {broken}.")
    with db.writing():
        for spent in (SignInSession, OneTimeCode, PasskeyChallenge, SignInThrottle):
            db.session.execute(delete(spent))
        return privacy.replay(at=at, kept=formats.read(home / formats.FILE))


def _empty() -> None:
    engine = db.engine()
    if engine.dialect.name == "sqlite":
        place = Path(engine.url.database or "")
        db.let_go()
        for ending in ("", "-wal", "-shm", "-journal"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
        return
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
