"""Long work outlives its worker: killed at any moment, restarted, without its store, told to end."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from academy import clock
from academy.jobs.slate import workers_alive
from tests.clusters import address
from tests.counting import STUMBLES, Counting

ROOT = Path(__file__).parents[2]
#: Seconds after which what is waited for will not happen.
PATIENCE = 60


def until(is_so: Callable[[], object]) -> None:
    """Wait for something to be so. Raises AssertionError."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@contextlib.contextmanager
def serving(home: Path, **env: str) -> Iterator[psutil.Popen]:
    """Start a server of nothing whose worker counts; it is its only child."""
    process = psutil.Popen(
        [sys.executable, "-m", "tests.counting", str(home)], cwd=ROOT, env={**os.environ, **env}
    )
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(PATIENCE) in {0, -signal.SIGKILL}


def kill_worker(server: psutil.Popen) -> int:
    """Kill the worker of a server and wait for the next; return what process it was."""
    until(server.children)
    killed = server.children()[0]
    killed.kill()
    until(lambda: [each for each in server.children() if each.pid != killed.pid])
    return killed.pid


def is_done(counting: Counting, row_id: str) -> bool:
    """Say whether a row was counted to its end."""
    return bool(counting.ask("SELECT 1 FROM row WHERE id = ? AND state = 'done'", row_id))


@pytest.mark.parametrize(("store", "kills", "total"), [("sqlite", 6, 300), ("postgresql", 1, 60)])
def test_killed_at_any_moment_every_effect_comes_once(
    store: str, kills: int, total: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The server starts the worker anew, which goes on under the same run; a paused row is left alone, a failed one retried."""
    env = {}
    if store == "postgresql":
        env["ACADEMY_JOBS_URL"] = address(request.getfixturevalue("cluster"), "postgres")
    counting, chance = Counting(tmp_path), random.Random(7)
    counting.want("one", total)
    counting.want("paused", 10**6)
    counting.want(STUMBLES, 5)
    with serving(tmp_path, **env) as server:
        until(lambda: counting.counted("paused"))
        counting.ask("UPDATE row SET state = 'paused' WHERE id = 'paused'")
        left = counting.counted("paused")
        for _each in range(kills):
            time.sleep(chance.uniform(0.1, 0.4))
            kill_worker(server)
        until(lambda: is_done(counting, "one") and is_done(counting, STUMBLES))
        until(lambda: not (tmp_path / "workers" / socket.gethostname()).read_bytes())  # DBOS is put away …
        counting.want("later", 5)
        until(lambda: is_done(counting, "later"))  # … and comes back
    assert (counting.counted("one"), counting.counted(STUMBLES), counting.counted("later")) == (total, 5, 5)
    assert counting.counted("paused") == left
    assert counting.ask("SELECT DISTINCT run FROM begun WHERE row_id = 'one'") == [(1,)]
    assert (tmp_path / "jobs.sqlite").exists() is (store == "sqlite")


def test_told_to_end_left_by_its_server_and_robbed_of_its_store(tmp_path: Path) -> None:
    """It ends its slice and the next goes on at once; without the store the row is taken up by a later run."""
    counting = Counting(tmp_path)
    counting.want("long", 10**6)
    with serving(tmp_path):
        until(lambda: counting.counted("long") > 5)
        assert workers_alive(tmp_path, at=clock.now())
    assert not workers_alive(tmp_path, at=clock.now())
    so_far = counting.counted("long")
    assert counting.ask("SELECT count(*) FROM begun") == [(so_far,)]
    with serving(tmp_path) as server:
        until(lambda: counting.counted("long") > so_far)
        assert counting.ask("SELECT max(run) FROM begun") == [(1,)]
        (tmp_path / "jobs.sqlite").unlink()
        kill_worker(server)
        counting.ask("UPDATE row SET beaten = 0")  # as though time had passed
        until(lambda: counting.ask("SELECT max(run) FROM begun") == [(2,)])
        last = server.children()
        server.kill()
        until(lambda: not any(each.is_running() for each in last))
