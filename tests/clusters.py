"""PostgreSQL clusters of the tests' own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, text


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there is none."""
    found = shutil.which("initdb")
    places = (
        [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    )
    return next((place for place in places if (place / "initdb").exists()), None)


@contextlib.contextmanager
def cluster(*, is_durable: bool = False) -> Iterator[str]:
    """Run a cluster of our own and give its address. Raises FileNotFoundError where PostgreSQL is not installed."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL")
    yield from running(folder, is_durable=is_durable)


def running(folder: Path, *, is_durable: bool = False) -> Iterator[str]:
    """Start a cluster, give its address, and end it; one that is not durable is faster."""
    data = Path(tempfile.mkdtemp(prefix="academy-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(data, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    run = lambda *words: subprocess.run([*as_user, *words], check=True, capture_output=True)  # noqa: E731
    run(
        str(folder / "initdb"),
        "-D",
        f"{data}/db",
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--no-sync",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={data} -c fsync={'on' if is_durable else 'off'} -c max_connections=200 -c max_wal_size=128MB"
    run(str(folder / "pg_ctl"), "-D", f"{data}/db", "-w", "-o", options, "-l", f"{data}/log", "start")
    try:
        yield str(data)
    finally:
        run(str(folder / "pg_ctl"), "-D", f"{data}/db", "-m", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)


def address(cluster: str, name: str) -> str:
    """Return the address of a database of a cluster."""
    return f"postgresql+psycopg://postgres@/{name}?host={quote(cluster, safe='')}"


def administer(cluster: str, statement: str) -> None:
    """Run a statement that stands outside any database."""
    engine = create_engine(address(cluster, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
