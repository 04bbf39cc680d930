"""A long work that only counts, and a server of nothing whose worker carries it out: ``python -m tests.counting HOME``.

Rows and effects are in a file of their own, so that it needs no academy. An effect is a row of which there may be one,
as it is with certificates; every slice that was begun is noted as well, so that a test sees what was done again.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from dbos._dbos import _get_or_create_dbos_registry
from flask import Flask

from academy.config import Config
from academy.jobs import Job, Waiting, keeper, worker

#: Seconds without a sign of life after which a row is given to another.
SILENCE = 600
VARIABLE = "COUNTING_HOME"
#: The row whose first slice fails.
STUMBLES = "stumbles"


class Counting:
    """Rows that want to be counted to the end."""

    def __init__(self, home: Path) -> None:
        self._file = home / "counting.sqlite"
        with self._writing() as connection:
            connection.executescript(
                "CREATE TABLE IF NOT EXISTS row (id TEXT PRIMARY KEY, state TEXT, total INT, run INT, beaten REAL);"
                "CREATE TABLE IF NOT EXISTS effect (row_id TEXT, number INT, PRIMARY KEY (row_id, number));"
                "CREATE TABLE IF NOT EXISTS begun (row_id TEXT, number INT, run INT, pid INT)"
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=20, isolation_level=None)
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            connection.close()

    def ask(self, statement: str, *values: object) -> list[tuple[int, ...]]:
        """Ask, or change, in a transaction of its own."""
        with self._writing() as connection:
            return connection.execute(statement, values).fetchall()

    def want(self, row_id: str, total: int) -> None:
        """Have a row counted to ``total``."""
        self.ask("INSERT INTO row VALUES (?, 'running', ?, 0, 0)", row_id, total)

    def counted(self, row_id: str) -> int:
        """Say how far a row is."""
        return self.ask("SELECT count(*) FROM effect WHERE row_id = ?", row_id)[0][0]

    def waiting(self, _at: datetime) -> list[Waiting]:
        """Name the rows nobody is at."""
        found = self.ask(
            "SELECT id, run FROM row WHERE state = 'running' AND beaten < ?", time.time() - SILENCE
        )
        return [Waiting(str(row_id), run + 1) for row_id, run in found]

    def go_on(self, row_id: str, run: int) -> bool:
        """Count one further, in two transactions: a worker may die between them."""
        with self._writing() as connection:
            taken = connection.execute(
                "UPDATE row SET run = ?, beaten = ? WHERE id = ? AND state = 'running' AND run <= ?",
                (run, time.time(), row_id, run),
            )
            if not taken.rowcount:
                return False
            number = connection.execute("SELECT count(*) FROM effect WHERE row_id = ?", (row_id,)).fetchone()[
                0
            ]
            is_first = not connection.execute("SELECT 1 FROM begun WHERE row_id = ?", (row_id,)).fetchone()
            connection.execute("INSERT INTO begun VALUES (?, ?, ?, ?)", (row_id, number, run, os.getpid()))
            if row_id == STUMBLES and is_first:
                connection.execute("UPDATE row SET beaten = 0 WHERE id = ?", (row_id,))
        if row_id == STUMBLES and is_first:
            raise RuntimeError("planted: the first slice fails")
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO effect VALUES (?, ?)", (row_id, number))
            connection.execute(
                "UPDATE row SET state = 'done' WHERE id = ? AND total <= (SELECT count(*) FROM effect WHERE row_id = row.id)",
                (row_id,),
            )
        return True

    @property
    def job(self) -> Job:
        """The job as a domain tells about it."""
        return Job("counting", self.waiting, self.go_on)


def make_app(home: Path) -> Flask:
    """An application that has nothing but long work."""
    app = Flask("counting")
    app.extensions["academy"] = Config(
        home, f"sqlite:///{home / 'none.sqlite'}", "", "", jobs_url=os.environ.get("ACADEMY_JOBS_URL")
    )
    app.extensions["jobs"] = (Counting(home).job,)
    return app


def main(home: Path) -> None:
    """Serve nothing, by nobody but the worker; DBOS is there already, and all looks are often: a test waits for them."""
    _get_or_create_dbos_registry().get_internal_queue()._polling_interval_sec = 0.05
    keeper.SOON, worker.PAUSE, worker.QUIET, worker.ANEW = 0.01, 0.1, 1.0, 2.0
    os.environ[VARIABLE] = str(home)
    sys.argv = [
        "gunicorn", "tests.counting:loaded()", "--preload", "--workers", "0", "--bind", f"unix:{home / 'socket'}",
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    keeper.Server(["-m", "tests.counting", str(home)], has_worker=True).run()


def loaded() -> Flask:
    """Make the application in the first process of the server."""
    return make_app(Path(os.environ[VARIABLE]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
