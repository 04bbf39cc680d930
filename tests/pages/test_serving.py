"""What runs beside the requests: one caretaker in each worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from gunicorn.config import Config

from academy import caretaker, serving
from academy.caretaker import Duty
from academy.serving import web


def test_gunicorn_finds_the_hook() -> None:
    """Its settings name this module, and what it looks for there is a function of ours."""
    options = serving.server_options("127.0.0.1", "1", {"ACADEMY_HOME": "/tmp"})
    assert options[options.index("--config") + 1] == f"python:{serving.__name__}"
    assert [name for name in vars(serving) if name in Config().settings] == ["post_worker_init"]


def test_a_worker_employs_a_caretaker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes round until it is let go; a duty that fails keeps no other from being done."""
    seen: list[datetime] = []
    enough = threading.Event()

    def fail(_at: datetime) -> int:
        raise RuntimeError("planted")

    def note(at: datetime) -> int:
        seen.append(at)
        if len(seen) > 1:
            enough.set()
        return 1

    monkeypatch.setitem(app.extensions, "duties", (Duty("fails", fail), Duty("notes", note)))
    employ: Callable[..., threading.Event] = caretaker.employ
    let_go: list[threading.Event] = []
    monkeypatch.setattr(web, "employ", lambda who: let_go.append(employ(who, pause=0.01)))
    serving.post_worker_init(SimpleNamespace(wsgi=app))  # type: ignore[arg-type]
    assert enough.wait(10)
    let_go[0].set()
    assert caretaker.go_round(app.extensions["duties"], at=seen[0]) == {"fails": 0, "notes": 1}
