"""Devices and tabs against the service on both databases, in short; ``make faults`` runs it at length."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from academy import db
from tests.faults.conflicts import conflicts
from tests.faults.ground import peopled


def test_devices_and_tabs(app: Flask, database_kind: str, tmp_path: Path) -> None:
    """Every revision is kept, retries get their first receipt, and the winner is the same in every order."""
    url = db.engine().url.render_as_string(hide_password=False)
    toll = conflicts(peopled(database_kind, tmp_path, url, app, 1), 25, seed=0)
    assert not toll.is_red, toll.examples
    assert toll.counts["revisions"] >= 25
