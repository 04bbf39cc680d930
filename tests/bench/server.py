"""Processes under measurement: started, asked for their CPU time and memory, ended."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from academy.serving import server_options

ROOT = Path(__file__).parent.parent.parent
HOST = "127.0.0.1"
WORKERS = "2"
#: Seconds after which a server that does not answer is given up.
PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running server: its first process, where it listens, and how long its first answer took."""

    process: subprocess.Popen[bytes]
    port: int
    seconds_to_answer: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return sum(sum(each.cpu_times()[:2]) for each in self._processes())

    def memory_mb(self) -> float:
        """Proportional set size of all its processes together."""
        return sum(each.memory_full_info().pss for each in self._processes()) / 1e6

    def _processes(self) -> list[psutil.Process]:
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    """Return what a server is started with: nothing of ours but its data folder, and compiled files kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ACADEMY_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **kept,
        "ACADEMY_HOME": str(home),
        "HOST": HOST,
        "PORT": str(port),
        "WEB_WORKERS": WORKERS,
        **more,
    }


@contextlib.contextmanager
def academy(
    home: Path, *, module: str = "academy.serving", through: tuple[str, ...] = (), **more: str
) -> Iterator[Server]:
    """Start the academy as ``make serve`` does; ``more`` is added to its environment, ``through`` runs it."""
    words = [*through, sys.executable, "-m", module, "production"]
    with _running(words, home, "/en/sign-in", **more) as server:
        yield server


@contextlib.contextmanager
def ceiling(home: Path) -> Iterator[Server]:
    """Start the bare page under the same settings."""
    port = free_port()
    options = server_options(HOST, str(port), {"ACADEMY_HOME": str(home), "WEB_WORKERS": WORKERS})
    with _running(
        [sys.executable, "-m", "gunicorn", "tests.bench.ceiling:app", *options], home, "/", port
    ) as server:
        yield server


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(words: list[str], home: Path, path: str, port: int = 0, **more: str) -> Iterator[Server]:
    port = port or free_port()
    with (home / "server.log").open("ab") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=ROOT, env=environment(home, port, **more), stdout=log, stderr=log
        )
    try:
        _wait(process, port, path, home / "server.log")
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
            break
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer:\n{log.read_text()[-3000:]}")
