"""The commands an operator types."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from academy.cli import CURRICULUM
from academy.jobs import Job, Waiting
from academy.jobs.slate import Slate
from tests.lens import Lens
from tests.world import World


def said(app: Flask, *words: str, is_well: bool = True) -> str:
    """Run a command and return what it says."""
    result = app.test_cli_runner().invoke(args=["academy", *words])
    assert (result.exit_code == 0) is is_well, result.output
    return result.output


def test_make_admin_prints_a_link_that_opens(app: Flask, lens: Lens) -> None:
    """The link is whole, and leads to the page where a password is chosen."""
    link = said(app, "make-admin", "boss", "--name", "The Boss").strip()
    assert link.startswith("http://localhost/en/invitation/")
    assert "boss" in lens.get(link.removeprefix("http://localhost")).text


def test_make_admin_refuses_a_call_sign_that_is_none(app: Flask) -> None:
    """In words, without a trace of the code."""
    output = said(app, "make-admin", "!", "--name", "The Boss", is_well=False)
    assert "Nothing was changed" in output
    assert "Traceback" not in output


def test_a_course_is_checked_and_imported_once(app: Flask) -> None:
    """The second time it is known already."""
    package = str(CURRICULUM / "basic")
    assert "in order" in said(app, "check-course", package)
    assert "edition 1 published" in said(app, "import-course", package)
    assert "already" in said(app, "import-course", package)


def test_a_folder_that_is_no_package_is_refused(app: Flask, tmp_path: Path) -> None:
    """With the file that is missing."""
    assert "course.yaml" in said(app, "import-course", str(tmp_path), is_well=False)


@pytest.mark.parametrize("command", ["clear-out", "seal-audit", "send-mail", "tend"])
def test_daily_commands(app: Flask, world: World, command: str) -> None:
    """What cron runs ends well."""
    said(app, command)


def test_the_demo_is_not_loaded_over_people(app: Flask, world: World) -> None:
    """Real people and public passwords never meet."""
    assert "has people already" in said(app, "demo", is_well=False)


def test_the_doctor_looks_at_everything(app: Flask, world: World) -> None:
    """Each subject has a finding."""
    output = told_by_the_doctor(app)
    for subject in ("database", "SQLite", "catalogue sq", "schema", "audit trail", "courses", "worker"):
        assert subject in output


def test_the_doctor_misses_a_worker_only_where_work_waits(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one alive, or nothing to do, all is well."""
    waits = Job("waits", lambda _at: [Waiting("1", 1)], lambda _row, _run: False)
    assert "ok    worker: none, and nothing waits" in told_by_the_doctor(app)
    monkeypatch.setitem(app.extensions, "jobs", (waits,))
    assert "MEND  worker: none, and work waits" in told_by_the_doctor(app)
    slate = Slate(app.extensions["academy"].home)
    assert slate.take()
    slate.beat()
    assert "ok    worker: at work" in told_by_the_doctor(app)
    slate.let_go()
    assert "MEND  worker" in told_by_the_doctor(app)


def told_by_the_doctor(app: Flask) -> str:
    """Return what the doctor says, whatever it is."""
    return str(app.test_cli_runner().invoke(args=["academy", "doctor"]).output)


def test_a_backup_is_made_checked_and_not_restored_over_the_living(
    app: Flask, world: World, tmp_path: Path
) -> None:
    """Each says what it did, or what to do; a restore into a database in use changes nothing."""
    target = tmp_path / "all.zip"
    assert " rows, " in said(app, "backup", str(target))
    assert "name a new file" in said(app, "backup", str(target), is_well=False)
    assert said(app, "check-backup", str(target)).startswith("Whole: ")
    assert "not empty" in said(app, "restore", str(target), is_well=False)
    target.write_bytes(target.read_bytes()[:-1])
    assert "damaged" in said(app, "check-backup", str(target), is_well=False)
