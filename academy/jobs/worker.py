"""The worker: a process of its own that looks for rows that want one, and has them carried out.

Idle it costs a query a second. DBOS is loaded with the first row, and put away again when there has been nothing to
do for a minute. Web processes never load it.
"""

from __future__ import annotations

import importlib
import logging
import os
import select
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast

from flask import Flask

from academy import clock, db
from academy.jobs.job import Job, Waiting
from academy.jobs.slate import Slate

if TYPE_CHECKING:
    from academy.jobs.durable import Engine

log = logging.getLogger(__name__)
#: Seconds between two looks.
PAUSE = 1.0
#: Seconds after which DBOS is put away, unless it is at work then.
QUIET = 60.0
#: Seconds until a row that is asked for again under the same run, and is not under way, is tried anew.
ANEW = 30.0
#: The longest a slice may take at the end, in seconds; whatever starts workers should wait a little longer.
PATIENCE = 20.0


def work(app: Flask, *, parent: int | None = None) -> None:
    """Look after the long work of this machine, until told to end or until ``parent`` is gone.

    Where the machine has a worker already, wait for its place. Where there is a parent to start a fresh one, end once
    the work is done: that gives back the memory it took.
    """
    bell = Bell(parent)
    home: Path = app.extensions["academy"].home
    slate = Slate(home)
    while not slate.take():
        if not bell.rest(PAUSE):
            return
    worker = Worker(app, slate)
    try:
        worker.take_over()
        while bell.rest(PAUSE) and not (worker.is_spent and parent):
            worker.look()
    finally:
        worker.leave()


class Bell:
    """Rings when the worker is to end: by a signal, or because whoever started it is gone."""

    def __init__(self, parent: int | None) -> None:
        self._parent = parent
        self._reader, self._writer = os.pipe()
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(each, self._ring)
        for each in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH):
            signal.signal(each, signal.SIG_IGN)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._writer, b"!")

    def rest(self, seconds: float) -> bool:
        """Wait; False where it rang."""
        if select.select([self._reader], [], [], seconds)[0]:
            return False
        return self._parent is None or os.getppid() == self._parent


class Worker:
    """Looks for rows, and keeps the engine that carries them out only as long as there are some."""

    def __init__(self, app: Flask, slate: Slate) -> None:
        self._app, self._slate = app, slate
        self._jobs: Mapping[str, Job] = {each.name: each for each in app.extensions.get("jobs", ())}
        self._engine: Engine | None = None
        self._given: dict[tuple[str, Waiting], float] = {}
        self._busy_at = 0.0
        self._is_deaf = False
        #: Whether it has worked and has nothing more to do.
        self.is_spent = False

    def take_over(self) -> None:
        """Go on with what the worker before this one left; look at once."""
        if self._slate.is_busy:
            self._start()
        self.look()

    def look(self) -> None:
        """Give a sign of life, have carried out what wants to be, and put the engine away when it is not needed."""
        self._slate.beat()
        now = time.monotonic()
        self._given = {key: since for key, since in self._given.items() if now - since < ANEW}
        for job, wanted in self._wanted():
            if (job.name, wanted) not in self._given:
                self._given[job.name, wanted] = now
                self._start().begin(job, wanted)
        if self._engine is not None and now - self._busy_at > QUIET:
            if self._engine.is_busy():
                self._busy_at = now
            else:
                self._put_away(self._engine)

    def leave(self) -> None:
        """End what runs with its present slice, so that the next worker goes on with it."""
        try:
            if self._engine is not None:
                self._engine.close(patience=PATIENCE)
        finally:
            self._slate.let_go()

    def _wanted(self) -> list[tuple[Job, Waiting]]:
        """Ask every job what waits; a database that does not answer is logged once, and asked again."""
        with self._app.app_context():
            try:
                found = [(job, each) for job in self._jobs.values() for each in job.waiting(clock.now())]
            except Exception:
                if not self._is_deaf:
                    log.exception("cannot ask what waits")
                self._is_deaf = True
                return []
            finally:
                db.session.remove()
        self._is_deaf = False
        return found

    def _start(self) -> Engine:
        if self._engine is None:
            self._slate.note(is_busy=True)
            durable = importlib.import_module("academy.jobs.durable")  # not before it is needed: see there
            self._engine = cast("Engine", durable.Engine(self._app, self._jobs))
        self._busy_at, self.is_spent = time.monotonic(), False
        return self._engine

    def _put_away(self, engine: Engine) -> None:
        engine.forget(at=clock.now())
        engine.close(patience=PATIENCE)
        self._engine, self.is_spent = None, True
        self._slate.note(is_busy=False)
