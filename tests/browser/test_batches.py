"""An agency exports two hundred certificates while the worker is killed and started again."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from academy import db
from academy.certificates.models import Batch
from academy.db import session
from tests.batches import copies
from tests.browser import pages
from tests.browser.conftest import SECRET, Academy, Built
from tests.browser.deeds import sign_in
from tests.browser.visitor import Visitor

Visitors = Callable[..., Visitor]
MANY = 200
#: Files in one slice are few, so that there are slices to die in.
FEW = 8
#: Seconds for a worker to begin, on a busy machine.
PATIENCE = 60
WORKER = f"""
from academy.app import create_app
from academy.certificates.service import exporting
from academy.jobs.worker import work
exporting.MOST = {FEW}
work(create_app())
"""


@contextmanager
def worker(academy: Academy, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of this test's academy; whatever is left of it at the end is ended."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")}
    env |= {
        "ACADEMY_HOME": str(home), "ACADEMY_DATABASE_URL": f"sqlite:///{home / 'academy.sqlite'}",
        "ACADEMY_SECRET_KEY": SECRET, "ACADEMY_BASE_URL": academy.url,
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env, cwd=Path(__file__).parents[2])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_an_agency_exports_two_hundred_while_the_worker_dies(
    visitor: Visitors, academy: Academy, built: Built, tmp_path: Path
) -> None:
    with built.app.app_context():
        copies(MANY)
        db.session.remove()
    boris = visitor()
    sign_in(boris, "demo-coordinator").menu("Agency")
    pages.Progress(boris).follow("Certificates of your agency")
    pages.AgencyCertificates(boris).follow("Export certificates")
    pages.ProposeBatch(boris).press("Make the archive")
    page = pages.OneBatch(boris)
    total = _one(built).total
    assert total >= MANY // 4
    with worker(academy, tmp_path) as first:
        _wait(built, lambda batch: batch.done_count > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert _one(built).done_count < total
    with worker(academy, tmp_path):
        _wait(built, lambda batch: batch.state == "done")
    page.see("Done")  # the page has noticed by itself
    with boris.page.expect_download() as download:
        page.follow("Download the archive")
    path = tmp_path / "archive.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        assert len({row["number"] for row in rows}) == total
        for row in rows:
            assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]


def _one(built: Built) -> Batch:
    with built.app.app_context():
        found = session.scalars(select(Batch).where(Batch.kind == "export")).one()
        db.session.remove()
    return found


def _wait(built: Built, until: Callable[[Batch], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until(_one(built)):
        assert time.monotonic() < end, "the worker does not go on"
        time.sleep(0.05)
