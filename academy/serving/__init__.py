"""Starting the academy: ``python -m academy.serving demo`` (make run), ``… production`` (make serve), ``… worker``."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

from academy.app import create_app
from academy.jobs.worker import work
from academy.serving.readying import Refused, is_loopback, make_ready, refuse_demo_in_public
from academy.serving.web import post_worker_init, serve, server_options

__all__ = ["Refused", "is_loopback", "main", "post_worker_init", "refuse_demo_in_public", "server_options"]

ROOT = Path(__file__).parent.parent.parent


def main(kind: str, env: MutableMapping[str, str] = os.environ) -> None:
    """Prepare the data folder, then become the web server; or become a worker alone. Raises Refused."""
    env.setdefault("ACADEMY_HOME", str(ROOT / "instance" / ("production" if kind == "worker" else kind)))
    if kind == "worker":
        work(create_app())
        return
    host, port = env.get("HOST", "127.0.0.1"), env.get("PORT", "8000")
    make_ready(kind, host)
    print(f"\nThe academy is at http://{host}:{port}  (stop it with Ctrl+C)\n", flush=True)
    os.chdir(ROOT)
    serve(kind, host, port, env)
