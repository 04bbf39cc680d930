"""Carrying rows out as durable workflows: DBOS notes each slice, and goes on with what a killed worker left.

Only a worker that has something to do loads this module: DBOS costs some 20 MB, and 1 % of a core even when idle.
Nothing but names, ids and single words reaches its store: what went wrong is in the log.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from dbos import DBOS, DBOSPortableJSONSerializer, SetWorkflowID
from flask import Flask

from academy import db
from academy.config import Config
from academy.jobs.job import Job, Waiting

log = logging.getLogger(__name__)
#: Rows carried out at once by a worker; more wait for one of these to end.
AT_ONCE = 4
#: What DBOS calls us. The version stands for the steps of the workflow below: a worker goes on only with its own.
NAME, VERSION, SCHEMA = "academy", "1", "academy_jobs"
#: What a slice answers.
MORE, OVER, FAILED = "more", "over", "failed"
#: For how long the store remembers what is over.
KEPT = timedelta(days=1)
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Leaving(BaseException):
    """Ends a workflow between two slices without a result: it counts as interrupted, and the next worker goes on."""


class Engine:
    """DBOS, while there is something to do; there is one in a process."""

    current: Engine

    def __init__(self, app: Flask, jobs: Mapping[str, Job]) -> None:
        self._app, self._jobs = app, jobs
        self._leaving = threading.Event()
        self._idle, self._busy = threading.Condition(), 0
        Engine.current = self
        config: Config = app.extensions["academy"]
        url = config.jobs_store
        if url.startswith("sqlite:///"):  # made here, so that nobody else ever may read it
            os.close(os.open(url.removeprefix("sqlite:///"), os.O_RDWR | os.O_CREAT, 0o600))
        DBOS(
            config={
                "name": NAME,
                "application_version": VERSION,
                "executor_id": socket.gethostname(),
                "system_database_url": url,
                "dbos_system_schema": SCHEMA,
                "sys_db_pool_size": AT_ONCE + 2,
                "serializer": DBOSPortableJSONSerializer(),
                "max_executor_threads": AT_ONCE,
                "use_listen_notify": False,  # nobody sends anything to a workflow of ours
                "notification_listener_polling_interval_sec": 0.2,  # asks nobody; how long it keeps us from ending
                "log_level": "ERROR",
            }
        )
        DBOS.launch()

    def is_busy(self) -> bool:
        """Say whether a row is being carried out, or one that a worker before this one left is about to be."""
        return bool(self._busy) or any(
            DBOS.list_workflows(status=status, executor_id=who, limit=1, load_input=False, load_output=False)
            for status, who in (("PENDING", socket.gethostname()), ("ENQUEUED", None))
        )

    def begin(self, job: Job, wanted: Waiting) -> None:
        """Have a row carried out, unless somebody is at it under the same run.

        A run that has ended and is asked for again failed before it came to say so in the row: it is tried anew.
        """
        name = f"{job.name}/{wanted.row_id}/{wanted.run}/"
        ended = DBOS.list_workflows(
            workflow_id_prefix=name, status=ENDED, load_input=False, load_output=False
        )
        with SetWorkflowID(f"{name}{len(ended) + 1}"):
            DBOS.start_workflow(_carry_out, job.name, wanted.row_id, wanted.run)

    def go_on(self, job: str, row_id: str, run: int) -> str:
        """Do one slice, and say how it went."""
        with self._app.app_context():
            try:
                return MORE if self._jobs[job].go_on(row_id, run) else OVER
            except Exception:
                log.exception("a slice failed: %s %s", job, row_id)
                return FAILED
            finally:
                db.session.remove()

    @contextmanager
    def at_it(self) -> Iterator[None]:
        """Count a workflow as long as it runs."""
        with self._idle:
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def breathe(self) -> None:
        """Let a workflow end between two slices where the worker is to leave. Raises Leaving."""
        if self._leaving.is_set():
            raise Leaving

    def close(self, *, patience: float) -> None:
        """Have what runs end with its present slice, and let go of the store."""
        self._leaving.set()
        with self._idle:
            self._idle.wait_for(lambda: not self._busy, timeout=patience)
        DBOS.destroy()

    def forget(self, *, at: datetime) -> None:
        """Forget what has been over for a while."""
        past = DBOS.list_workflows(
            status=ENDED, completed_before=(at - KEPT).isoformat(), load_input=False, load_output=False
        )
        if past:
            DBOS.delete_workflows([each.workflow_id for each in past])


@DBOS.step(name="go_on")
def _go_on(job: str, row_id: str, run: int) -> str:
    return Engine.current.go_on(job, row_id, run)


@DBOS.workflow(name="carry_out", max_recovery_attempts=None)
def _carry_out(job: str, row_id: str, run: int) -> str:
    """Do slice after slice. What DBOS noted of an interrupted run is read, not done again."""
    engine = Engine.current
    with engine.at_it():
        while (said := _go_on(job, row_id, run)) == MORE:
            engine.breathe()
    return said
