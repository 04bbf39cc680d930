"""Real browser tests: the demo academy on a free port, Debian's Chromium, and people who use it.

Each worker builds the demo once and serves it from a thread; each test gets a copy of its database and files. The
database module belongs to the process, so the tests stay out of its session: they look at pages only.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

from academy import catalogues, clock, db, demo
from academy.app import create_app
from academy.certificates.formats.archives import Archives
from academy.cli import CURRICULUM
from academy.config import Config
from academy.courses.queries import newest_edition, reading
from academy.i18n import LANGUAGES
from academy.mail import Post
from academy.schema import alembic_config
from academy.storage import Storage
from tests.browser.visitor import Visitor
from tests.browser.words import CourseWords

SECRET = "browser-tests-only-secret-browser-tests"
RESULTS = Path(__file__).parents[2] / "test-results"
#: Quiet: nothing is fetched but what a page asks for, and no other host has an address.
FLAGS = [
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip
#: Patience for one step, in milliseconds: the machine may be busy, and a passing test never waits that long.
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Academy:
    """The served demo academy, as it stands in one test."""

    url: str
    #: Letters land here.
    mail: Path
    #: The course in each language, for the answer keys.
    course: dict[str, CourseWords]

    def letters(self) -> list[str]:
        """Return the letters sent in this test, the latest last."""
        paths = sorted(self.mail.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in paths]


@dataclass(frozen=True)
class Built:
    """What a worker builds once: the application, its address, a database to copy, and the words of the course."""

    app: Flask
    url: str
    home: Path
    course: dict[str, CourseWords]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; skip, or fail in CI, without one."""
    found = shutil.which("chromium")
    if found is None:
        message = "no browser: install Debian's package 'chromium' to run these tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def built(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Build the demo academy and serve it until the worker ends."""
    catalogues.compile_all()
    home = tmp_path_factory.mktemp("demo")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_app(Config(home, f"sqlite:///{home / 'academy.sqlite'}", SECRET, url))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
            demo.load(CURRICULUM, replace(app.extensions["issuer"], base_url=url))
            edition = newest_edition("basic").id
            course = {
                code: CourseWords(reading(edition_id=edition, locale=code).course) for code in LANGUAGES
            }
            _rest()
        app.config["IS_DEMO"] = True
        server = make_server("127.0.0.1", 0, app, threaded=True, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Built(app, url, home, course)
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def academy(built: Built, tmp_path: Path) -> Iterator[Academy]:
    """Give this test an academy of its own."""
    shutil.copy(built.home / "academy.sqlite", tmp_path / "academy.sqlite")
    shutil.copytree(built.home / "files", tmp_path / "files")
    built.app.extensions["storage"] = storage = Storage(tmp_path / "files")
    built.app.extensions["issuer"] = replace(
        built.app.extensions["issuer"], base_url=built.url, storage=storage
    )
    built.app.extensions["archives"] = Archives(tmp_path / "exports")
    built.app.extensions["post"] = Post(tmp_path / "mail", "academy@localhost")
    db.connect(f"sqlite:///{tmp_path / 'academy.sqlite'}")
    yield Academy(built.url, tmp_path / "mail", built.course)
    db.disconnect()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start one Chromium for this worker."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *as_root])
        yield found
        found.close()


@pytest.fixture
def visitor(
    academy: Academy, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Make people at browsers of their own. What any of them met that no page may do fails the test."""
    made: list[Visitor] = []

    def make(**how: object) -> Visitor:
        url = academy.url.replace("127.0.0.1", str(how.pop("host", "127.0.0.1")))
        made.append(Visitor(browser, url, patience=PATIENCE, **how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    if getattr(request.node, "has_failed", False):
        _photograph(made, request.node.name)
    for each in made:
        each.context.close()
    trouble = [line for each in made for line in each.trouble]
    assert not trouble, trouble


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let time pass for the academy."""
    now = clock.now
    return lambda span: monkeypatch.setattr(clock, "now", lambda: now() + span)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note a failure before the browsers close, so that they can be photographed."""
    report = yield
    if report.failed:  # type: ignore[attr-defined]
        item.has_failed = True  # type: ignore[attr-defined]
    return report  # type: ignore[return-value]


def _photograph(visitors: list[Visitor], name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)
    for number, each in enumerate((each for each in visitors if not each.page.is_closed()), start=1):
        each.page.screenshot(path=RESULTS / f"{plain}-{number}.png", full_page=True)


def _rest() -> None:
    """Put everything into the one file that tests copy."""
    with db.engine().connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.disconnect()
