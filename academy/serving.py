"""Starting the academy: ``python -m academy.serving demo`` (make run) or ``… production`` (make serve)."""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import cast

from flask import Flask
from gunicorn.app import wsgiapp as gunicorn
from gunicorn.workers.base import Worker

from academy import clock, db, demo
from academy.accounts import queries as people
from academy.accounts import service as accounts
from academy.accounts.rules.passwords import DEMO_PASSWORD
from academy.app import create_app
from academy.caretaker import employ
from academy.cli import CURRICULUM
from academy.courses import service as courses
from academy.courses.queries import has_course
from academy.courses.service.catching_up import catch_up
from academy.doctor import invitation_link
from academy.quizzes.service.indexing import index_missing
from academy.schema import migrate_to

ROOT = Path(__file__).parent.parent
#: One worker for each core, each with enough threads that slow lines do not stop the others.
THREADS = 32
#: Where gunicorn finds the hooks below.
CONFIGURATION = "academy.serving"
#: Settings of glibc's allocator (malloc.h).
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


class Refused(SystemExit):
    """The server does not start, and says why."""


def main(kind: str, env: MutableMapping[str, str] = os.environ) -> None:
    """Prepare the data folder, then become the web server. Raises Refused."""
    env.setdefault("ACADEMY_HOME", str(ROOT / "instance" / kind))
    host, port = env.get("HOST", "127.0.0.1"), env.get("PORT", "8000")
    _make_ready(kind, host)
    print(f"\nThe academy is at http://{host}:{port}  (stop it with Ctrl+C)\n", flush=True)
    os.chdir(ROOT)
    sys.argv = ["gunicorn", "wsgi:app", *server_options(host, port, env)]
    _save_memory()
    gunicorn.run()


def _make_ready(kind: str, host: str) -> None:
    """Bring the data folder to where it can be served. Raises Refused."""
    app = create_app()
    with app.app_context():
        migrate_to("head")
        _prepare_demo(app) if kind == "demo" else _prepare_production(app)
        refuse_demo_in_public(host)
        db.disconnect()


def server_options(host: str, port: str, env: MutableMapping[str, str]) -> list[str]:
    """Return gunicorn's options."""
    workers = env.get("WEB_WORKERS") or str(min(4, os.cpu_count() or 1))
    scratch = "/dev/shm" if Path("/dev/shm").is_dir() else env["ACADEMY_HOME"]  # noqa: S108 - gunicorn's heartbeat only
    return [
        "--bind", f"{host}:{port}", "--worker-class", "gthread", "--workers", workers, "--threads", str(THREADS),
        "--preload", "--keep-alive", "30", "--timeout", "60", "--worker-tmp-dir", scratch, "--no-control-socket",
        "--log-level", "warning", "--config", f"python:{CONFIGURATION}",
    ]  # fmt: skip


def post_worker_init(worker: Worker) -> None:
    """Have each worker look after what has to happen without anybody's browser (gunicorn calls this by its name)."""
    employ(cast(Flask, worker.wsgi))


def _save_memory() -> None:
    """Have every worker give back what a password hash took.

    Left to itself glibc keeps a heap for every few threads, and in each the 19 MB of the last hash.
    """
    with contextlib.suppress(OSError, AttributeError):  # other systems have no mallopt
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1024 * 1024)


def refuse_demo_in_public(host: str) -> None:
    """Refuse to listen beyond this machine with demo accounts, whose passwords anyone can read. Raises Refused."""
    if people.holds_demo() and not is_loopback(host):
        raise Refused(
            f"This data folder holds demo accounts, whose passwords are public: it does not listen on {host}. "
            "Use HOST=127.0.0.1, or another ACADEMY_HOME."
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prepare_demo(app: Flask) -> None:
    if not people.holds_demo():
        print("Loading the demo academy …", flush=True)
        demo.load(CURRICULUM, app.extensions["storage"], base_url=app.extensions["academy"].base_url)
    print("\nDemo accounts (password for all: " + DEMO_PASSWORD + ")\n")
    for account in people.demo_accounts(at=clock.now(), secret=app.config["SECRET_KEY"]):
        code = f"  second-factor code now: {account.code}" if account.code else ""
        print(f"  {account.call_sign:<20} {account.role}{code}")
    print(
        "\nTry: sign in as demo-learner and go on with the next step; then as demo-coordinator and open Agency."
    )


def _prepare_production(app: Flask) -> None:
    catch_up(at=clock.now())
    index_missing()
    if not has_course("basic"):
        package = courses.prepare(CURRICULUM / "basic", keep=app.extensions["storage"].put)
        with db.writing():
            courses.publish(package=package, by=None, at=clock.now())
    if not people.has_administrator():
        with db.writing():
            code = accounts.make_administrator(
                call_sign="administrator", legal_name="First administrator", email=None, at=clock.now()
            )
        print(f"\nThe first administrator signs up here, once:\n  {invitation_link(code)}\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
