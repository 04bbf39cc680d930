"""A backup and its way back: on both databases and from one to the other, beside writers, after an erasure."""

from __future__ import annotations

import random
import resource
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import func, inspect, select, text

from academy import clock, db
from academy.accounts.models import Person, SignInSession
from academy.audit import service as audit
from academy.audit.models import AuditEvent
from academy.backup.archive import BackupError, check_seal
from academy.backup.restoring import restore
from academy.backup.rows import Sum, read, shapes
from academy.backup.taking import take
from academy.cli import all_models
from academy.db import session
from academy.privacy import formats
from academy.privacy import service as privacy
from academy.schema import alembic_config
from academy.storage import Storage
from tests.clusters import address, administer
from tests.conftest import POSTGRESQL, SECRET, SQLITE
from tests.world import World

HEAD = "head"


def back_up(app: Flask, target: Path) -> None:
    made = take(
        target, home=app.extensions["academy"].home, tables=all_models().sorted_tables, head=newest(), secret=SECRET,
        at=clock.now(),
    )  # fmt: skip
    assert made.rows > 50


def newest() -> str:
    with db.engine().connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def migrate(revision: str) -> None:
    command.upgrade(alembic_config(), revision)


def bring_back(path: Path, home: Path, *, doing: Callable[[str], None] = migrate) -> int:
    return restore(
        path, home=home, storage=Storage(home / "files"), secret=SECRET, migrate=doing, at=clock.now()
    ).erased  # fmt: skip


def sums() -> dict[str, tuple[int, str]]:
    """Return what every table holds."""
    found = {}
    with db.one_moment() as connection:
        for shape in shapes(all_models().sorted_tables):
            held = Sum()
            for line in read(connection, shape):
                held.add(shape, line)
            found[shape.name] = (held.count, held.digest)
    return found


@contextmanager
def elsewhere(url: str) -> Iterator[None]:
    """Work on another database for a while."""
    before = db.engine().url.render_as_string(hide_password=False)
    db.connect(url)
    try:
        yield
    finally:
        db.connect(before)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == SQLITE:
        (tmp_path / "new").mkdir()
        yield f"sqlite:///{tmp_path / 'new' / 'academy.sqlite'}"
        return
    cluster = request.getfixturevalue("cluster")
    name = f"restored_{tmp_path.name}".replace("-", "_").lower()[:60]
    administer(cluster, f'CREATE DATABASE "{name}"')
    yield address(cluster, name)
    db.let_go()
    administer(cluster, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    """Give a new data folder."""
    home = tmp_path / "home"
    home.mkdir()
    return home


def test_everything_comes_back(
    app: Flask, world: World, empty_database: str, tmp_path: Path, new_home: Path
) -> None:
    """Row by row, from either database into either; the audit trail goes on where it ended. What waits stays behind."""
    digest = app.extensions["storage"].put(b"a stored file")
    waiting = app.extensions["storage"].aside(uuid4()).put(b"a list of people that waits for a word")
    with db.writing():
        session.add(person := Person(call_sign="nobody-1", legal_name="Niko Nikić", created_at=clock.now()))
        session.flush()
        audit.seal(at=clock.now())
    before = sums()
    back_up(app, tmp_path / "all.zip")
    with elsewhere(empty_database):
        assert bring_back(tmp_path / "all.zip", new_home) == 0
        after = sums()
        with db.writing():
            audit.record(by=None, verb="try", object_type="thing", object_id=1, at=clock.now())
    assert Storage(new_home / "files").get(digest) == b"a stored file"
    assert not [path for path in new_home.rglob("*") if path.name in ("staged", waiting)]
    assert person.id
    spent = {"sign_in_session", "one_time_code", "sign_in_throttle", "passkey_challenge"}
    assert {name: held for name, held in after.items() if name not in spent} == {
        name: held for name, held in before.items() if name not in spent
    }


@pytest.mark.only(SQLITE)
def test_a_backup_is_its_owners_alone_and_never_written_over(
    app: Flask, world: World, tmp_path: Path
) -> None:
    target = tmp_path / "all.zip"
    back_up(app, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    kept = target.read_bytes()
    with pytest.raises(BackupError, match="already"):
        back_up(app, target)
    assert target.read_bytes() == kept


@pytest.mark.only(SQLITE)
def test_every_changed_bit_is_found(app: Flask, world: World, tmp_path: Path) -> None:
    """Wherever it lies: in a row, in the directory of the file, in the seal; a missing end too."""
    target = tmp_path / "all.zip"
    back_up(app, target)
    whole, chance = target.read_bytes(), random.Random(6)
    places = [chance.randrange(len(whole) * 8) for _ in range(60)] + [0, len(whole) * 8 - 1]
    for place in places:
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        target.write_bytes(damaged)
        with pytest.raises(BackupError, match="damaged"):
            check_seal(target)
    target.write_bytes(whole[:-7])
    with pytest.raises(BackupError, match="damaged"):
        check_seal(target)
    target.write_bytes(whole)
    check_seal(target)


@pytest.mark.only(SQLITE)
def test_a_database_in_use_is_not_restored_into(
    app: Flask, world: World, tmp_path: Path, new_home: Path
) -> None:
    back_up(app, tmp_path / "all.zip")
    before = sums()
    with pytest.raises(BackupError, match="not empty"):
        bring_back(tmp_path / "all.zip", new_home)
    assert sums() == before


@pytest.mark.only(SQLITE)
def test_a_restore_that_fails_leaves_nothing(
    app: Flask, world: World, empty_database: str, tmp_path: Path, new_home: Path
) -> None:
    """Neither tables nor files, so that it can be tried again."""
    app.extensions["storage"].put(b"a stored file")
    back_up(app, tmp_path / "all.zip")

    def breaks(revision: str) -> None:
        if revision == HEAD:
            raise OSError("no space left")
        migrate(revision)

    with elsewhere(empty_database):
        with pytest.raises(OSError, match="no space"):
            bring_back(tmp_path / "all.zip", new_home, doing=breaks)
        assert inspect(db.engine()).get_table_names() == []
        assert [each for each in new_home.rglob("*") if each.is_file()] == []
        assert bring_back(tmp_path / "all.zip", new_home) == 0


@pytest.mark.only(SQLITE)
def test_a_full_disk_leaves_no_half_backup(app: Flask, world: World, tmp_path: Path) -> None:
    """The file is made under another name and only shown when it is whole and on disk."""
    app.extensions["storage"].put(random.Random(6).randbytes(3_000_000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(OSError, match=r"[Ff]ile too large"):
            back_up(app, tmp_path / "all.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, former)
    assert not list(tmp_path.glob("all.zip*"))


@pytest.mark.only(SQLITE)
def test_an_older_schema_is_refused_and_says_what_to_do(app: Flask, world: World, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="migrate"):
        take(
            tmp_path / "all.zip", home=app.extensions["academy"].home, tables=all_models().sorted_tables,
            head="9999", secret=SECRET, at=clock.now(),
        )  # fmt: skip
    assert not list(tmp_path.glob("all.zip*"))


@pytest.mark.parametrize("empty_database", [SQLITE], indirect=True)
def test_what_was_acknowledged_before_it_began_is_in_it(
    app: Flask, world: World, empty_database: str, tmp_path: Path, new_home: Path
) -> None:
    """While others write without a pause; and it shows one moment, not a smear of several."""
    stop, acknowledged = threading.Event(), []

    def work() -> None:
        with app.app_context():
            number = 0
            while not stop.is_set():
                with db.writing():
                    for half in ("a", "b"):  # both or neither
                        audit.record(
                            by=None, verb=f"pair-{half}", object_type="pair", object_id=number, at=clock.now()
                        )
                acknowledged.append(number)
                number += 1
            session.remove()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        while len(acknowledged) < 20:
            stop.wait(0.01)
        known = len(acknowledged)
        back_up(app, tmp_path / "all.zip")
    finally:
        stop.set()
        writer.join()
    with elsewhere(empty_database):
        bring_back(tmp_path / "all.zip", new_home)
        found = dict(
            session.execute(
                select(AuditEvent.verb, func.count())
                .where(AuditEvent.object_type == "pair")
                .group_by(AuditEvent.verb)
            ).all()
        )
        session.rollback()
    assert found["pair-a"] == found["pair-b"] >= known


@pytest.mark.only(SQLITE)
def test_who_was_erased_since_does_not_come_back(
    app: Flask, world: World, empty_database: str, tmp_path: Path, new_home: Path
) -> None:
    """The ledger beside the database is younger than the backup: it is replayed, and no table names her."""
    back_up(app, tmp_path / "all.zip")
    with db.writing():
        privacy.erase_person(person_id=world.amina.id, by=None, at=clock.now(), reason="request")
    formats.append(
        new_home / formats.FILE, [formats.Erasure(world.amina.id, clock.now(), "request")]
    )  # fmt: skip
    with elsewhere(empty_database):
        assert bring_back(tmp_path / "all.zip", new_home) == 1
        assert session.scalar(select(func.count()).select_from(SignInSession)) == 0
        session.rollback()
        with db.one_moment() as connection:
            everything = [
                str(line) for shape in shapes(all_models().sorted_tables) for line in read(connection, shape)
            ]
    assert not [line for line in everything if "Amina" in line or "Prvić" in line]
    assert [line for line in everything if "Dina Daleka" in line]


@pytest.mark.only(SQLITE)
def test_another_secret_is_told(app: Flask, world: World, tmp_path: Path, new_home: Path) -> None:
    """Second factors hang on the installation's secret: whoever restores under another must know."""
    back_up(app, tmp_path / "all.zip")
    (tmp_path / "new").mkdir()
    with elsewhere(f"sqlite:///{tmp_path / 'new' / 'academy.sqlite'}"):
        came = restore(
            tmp_path / "all.zip", home=new_home, storage=Storage(new_home / "files"), secret="another" * 8,
            migrate=migrate, at=clock.now(),
        )  # fmt: skip
    assert not came.has_same_secret
    assert replace(came, has_same_secret=True).manifest.rows > 50
