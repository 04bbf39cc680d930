"""The web server: gunicorn with our settings."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from flask import Flask
from gunicorn.workers.base import Worker

from academy.caretaker import employ
from academy.jobs.keeper import Server

#: Each process has enough threads that slow lines do not stop the others.
THREADS = 32
#: Where gunicorn finds the hook below.
CONFIGURATION = "academy.serving"
#: Settings of glibc's allocator (malloc.h).
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


def serve(kind: str, host: str, port: str, env: Mapping[str, str]) -> None:
    """Become the web server."""
    sys.argv = ["gunicorn", "wsgi:app", *server_options(host, port, env)]
    _save_memory()
    again = ["-m", "academy.serving", kind]
    Server(again, has_worker=not env.get("NO_WORKER")).run()


def server_options(host: str, port: str, env: Mapping[str, str]) -> list[str]:
    """Return gunicorn's options."""
    workers = env.get("WEB_WORKERS") or str(min(4, os.cpu_count() or 1))
    scratch = "/dev/shm" if Path("/dev/shm").is_dir() else env["ACADEMY_HOME"]  # noqa: S108 - gunicorn's heartbeat only
    return [
        "--bind", f"{host}:{port}", "--worker-class", "gthread", "--workers", workers, "--threads", str(THREADS),
        "--preload", "--keep-alive", "30", "--timeout", "60", "--worker-tmp-dir", scratch, "--no-control-socket",
        "--log-level", "warning", "--config", f"python:{CONFIGURATION}",
    ]  # fmt: skip


def post_worker_init(worker: Worker) -> None:
    """Have each web process look after what has to happen without anybody's browser (gunicorn calls this by its name)."""
    employ(cast(Flask, worker.wsgi))


def _save_memory() -> None:
    """Have every process give back what a password hash took.

    Left to itself glibc keeps a heap for every few threads, and in each the 19 MB of the last hash.
    """
    with contextlib.suppress(OSError, AttributeError):  # other systems have no mallopt
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1024 * 1024)
