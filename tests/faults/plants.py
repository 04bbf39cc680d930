"""Faults that are planted to see the harness go red. Each is switched on by ``FAULT_PLANT``, in these tests only."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import has_request_context
from sqlalchemy.engine import Connection
from werkzeug.wsgi import ClosingIterator

from academy import app as factory
from academy import db
from academy.learning import service as learning
from academy.learning.service import Receipt, Save

VARIABLE = "FAULT_PLANT"
ANSWER, DEFERRED, DOUBLES = "answer-before-commit", "deferred-begin", "no-idempotency"
#: Name → what it breaks, and the parts of the harness that must see it.
PLANTS: dict[str, tuple[str, tuple[str, ...]]] = {
    ANSWER: ("an answer goes out before its commit", ("writers", "workers", "flush")),
    DEFERRED: ("write units begin DEFERRED on SQLite", ("writers", "schedules")),
    DOUBLES: ("a retry is a save of its own", ("retries",)),
}
#: Seconds between an answer that goes out too early and its commit.
GAP = 0.005


def planted() -> str:
    """Return the fault that is planted; empty where there is none."""
    return os.environ.get(VARIABLE, "")


def plant(name: str) -> None:
    """Put a fault into this process and those it starts. It stays until the process ends."""
    os.environ[VARIABLE] = name
    {ANSWER: _answer_before_commit, DEFERRED: _begin_deferred, DOUBLES: _forget_keys}[name]()


def _begin_deferred() -> None:
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA query_only=OFF")
        raw.execute("BEGIN")

    db._begin_sqlite = begin


def _forget_keys() -> None:
    honest = learning.save_response

    def save_response(*, save: Save, **rest: Any) -> Receipt:
        return replace(honest(save=replace(save, key=uuid4().hex), **rest), key=save.key)

    learning.save_response = save_response


def _answer_before_commit() -> None:
    """Commit a request's write unit when its response has been sent."""
    waiting = threading.local()
    honest, create_app = db.settle, factory.create_app

    def settle(*, keep: bool) -> None:
        if not (keep and has_request_context() and db.is_writing()):
            honest(keep=keep)
            return
        waiting.session = db.session()
        db.session.registry.clear()

    def commit() -> None:
        if (held := waiting.__dict__.pop("session", None)) is not None:
            threading.Event().wait(GAP)
            held.commit()
            held.close()

    def create(*given: Any) -> Any:
        made = create_app(*given)
        inner: Callable[..., Iterable[bytes]] = made.wsgi_app
        made.wsgi_app = lambda environ, start: ClosingIterator(inner(environ, start), commit)
        return made

    db.settle = settle
    factory.create_app = create
