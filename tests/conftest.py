"""What every test may ask for: the application, a fresh database with a small world in it, and the lens."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import event
from werkzeug.test import TestResponse

from academy import catalogues, clock, db
from academy.accounts.models import Person
from academy.app import create_app
from academy.audit import service as audit
from academy.config import Config
from academy.schema import alembic_config
from tests.clusters import address, administer, programs, running
from tests.lens import Lens
from tests.world import World, build, find, sign_in, take_second_factor

#: Bytes that memory must have free before the tests keep their databases there: a disk's flush is most of a test's time.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    tempfile.tempdir = str(MEMORY)
SECRET = "tests-only-secret-tests-only-secret-tests"
#: How long an example takes depends on what else the machine does; that is no property of ours.
settings.register_profile("academy", deadline=None)
settings.load_profile("academy")
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of tests/domains on both databases, the browser's in one worker each."""
    for item in items:
        folder = Path(item.path).parent.name
        item.add_marker(folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test of tests/domains that touches the database both of them, or the one it is ``only`` for."""
    is_domain = "domains" in Path(str(metafunc.definition.path)).parts
    if is_domain and "database_kind" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        metafunc.parametrize("database_kind", only.args if only else [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Name the database of this test."""
    return getattr(request, "param", SQLITE)


class Browser(FlaskClient):
    """A test browser whose every request runs in a thread of its own, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request; it shares neither ``flask.g`` nor the session with the test or another request."""
        with ThreadPoolExecutor(max_workers=1) as server:
            response = server.submit(super().open, *args, **kwargs).result()
        db.session.rollback()
        db.session.expire_all()
        return response


@dataclass(frozen=True)
class Template:
    """A migrated database with the world in it, copied for every test."""

    home: Path
    sqlite: Path
    postgresql: str | None = None


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A data folder for this worker."""
    folder = Path(tempfile.mkdtemp(prefix="academy-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def base_app(home: Path) -> Flask:
    """The application of this worker; its database is exchanged for every test."""
    catalogues.compile_all()
    config = Config(
        home=home, database_url=f"sqlite:///{home / 'template.sqlite'}", secret_key=SECRET,
        base_url="http://localhost", is_testing=True, has_pseudo_locale=True,
    )  # fmt: skip
    app = create_app(config)
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def template(base_app: Flask, home: Path) -> Template:
    """Migrate and fill the SQLite database that tests copy."""
    with base_app.app_context():
        db.connect(f"sqlite:///{home / 'template.sqlite'}")
        command.upgrade(alembic_config(), "head")
        build(base_app)
        with db.engine().connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.disconnect()
    return Template(home, home / "template.sqlite")


@pytest.fixture(scope="session")
def cluster(home: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own for this worker and give its address; skip, or fail in CI, without one."""
    folder = programs()
    if folder is None:
        message = "no PostgreSQL server: install Debian's package 'postgresql' to run these tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    yield from running(folder)


@pytest.fixture(scope="session")
def postgresql_template(base_app: Flask, cluster: str) -> str:
    """Migrate and fill the PostgreSQL database that tests copy."""
    with base_app.app_context():
        administer(cluster, 'CREATE DATABASE "template_world"')
        db.connect(address(cluster, "template_world"))
        command.upgrade(alembic_config(), "head")
        build(base_app)
        db.disconnect()
    return "template_world"


def _hurry(connection: Any, _record: object) -> None:
    """Let SQLite not wait for the disk: what a test writes need not outlive the machine (tests/faults looks at that)."""
    if hasattr(connection, "set_trace_callback"):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(
    database_kind: str, base_app: Flask, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Flask]:
    """The application over a fresh copy of the world."""
    if database_kind == POSTGRESQL:
        cluster, template = request.getfixturevalue("cluster"), request.getfixturevalue("postgresql_template")
        name = f"test_{uuid4().hex}"
        administer(cluster, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        url = address(cluster, name)
    else:
        shutil.copy(request.getfixturevalue("template").sqlite, tmp_path / "academy.sqlite")
        url = f"sqlite:///{tmp_path / 'academy.sqlite'}"
    event.listen(db.connect(url), "connect", _hurry)
    home: Path = base_app.extensions["academy"].home
    (home / "audit-head").unlink(missing_ok=True)
    audit.note_heads_in(home)  # a test before this one may have made an application of its own
    base_app.config["IS_DEMO"] = False
    with base_app.app_context():
        yield base_app
        db.settle(keep=False)
    db.disconnect()
    if database_kind == POSTGRESQL:
        administer(cluster, f'DROP DATABASE "{name}"')


@pytest.fixture
def world(app: Flask) -> World:
    """Name the people and things of the small world."""
    return find()


@pytest.fixture
def lens(app: Flask) -> Lens:
    """A browser of nobody, whose every page is inspected."""
    return Lens(app.test_client(), app)


@pytest.fixture
def lens_of(app: Flask) -> Callable[[Person], Lens]:
    """Make a browser in which a person is signed in.

    ``stepped_up`` with her second factor typed just now; ``is_bare`` without having one, whatever her role demands.
    """

    def make(person: Person, *, stepped_up: bool = False, is_bare: bool = False) -> Lens:
        client: FlaskClient = app.test_client()
        if is_bare:
            take_second_factor(person)
        sign_in(client, person, at=clock.now(), stepped_up=stepped_up, sets_up=not is_bare)
        return Lens(client, app)

    return make
