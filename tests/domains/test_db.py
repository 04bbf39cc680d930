"""The transaction rules of the house, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from academy import db
from academy.agencies.models import Country
from academy.db import session
from academy.learning.models import Enrolment
from tests.conftest import POSTGRESQL, SQLITE
from tests.world import World

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
THREADS = 20


@contextmanager
def begun() -> Iterator[list[str]]:
    """Collect how SQLite begins its transactions."""
    found: list[str] = []

    def look(connection: object, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(
            lambda statement: found.append(statement) if statement.startswith("BEGIN") else None
        )  # type: ignore[attr-defined]

    event.listen(Engine, "checkout", look)
    try:
        yield found
    finally:
        event.remove(Engine, "checkout", look)


def test_a_write_unit_is_kept_whole(app: Flask) -> None:
    """What a unit wrote is there for everybody once it ends."""
    with db.writing():
        session.add(Country(code="XC", name="Country C"))
    session.remove()
    assert session.get(Country, "XC") is not None


def test_a_failing_write_unit_leaves_nothing(app: Flask) -> None:
    """An error rolls everything back, and the session reads again."""
    with pytest.raises(ZeroDivisionError), db.writing():
        session.add(Country(code="XC", name="Country C"))
        session.flush()
        _ = 1 / 0
    assert session.get(Country, "XC") is None
    assert not db.is_writing()


def test_a_reading_session_cannot_write(app: Flask) -> None:
    """The database itself refuses what forgot to begin writing."""
    session.add(Country(code="XC", name="Country C"))
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()


def test_what_waits_for_the_commit_runs_after_it(app: Flask) -> None:
    """A letter goes once its reason is on disk, and never after a rollback."""
    sent: list[str] = []
    with db.writing():
        db.after_commit(lambda: sent.append("kept"))
        assert sent == []
    with pytest.raises(ZeroDivisionError), db.writing():
        db.after_commit(lambda: sent.append("lost"))
        _ = 1 / 0
    with db.writing():
        pass
    assert sent == ["kept"]


@pytest.mark.only(SQLITE)
def test_writers_begin_immediate(app: Flask) -> None:
    """A read-then-write never fails half way: the write lock is taken at the beginning."""
    with begun() as found:
        with db.writing():
            session.scalars(select(Country)).all()
        session.scalars(select(Country)).all()
        session.rollback()
    assert found[0] == "BEGIN IMMEDIATE"
    assert found[-1] == "BEGIN"


@pytest.mark.only(SQLITE)
def test_sqlite_keeps_what_it_says(app: Flask) -> None:
    """Acknowledged means on disk; a child without its parent is refused."""
    with db.connect(
        str(db.engine().url)
    ).connect() as connection:  # not as the tests connect, who do not wait
        held = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert held == {
        "journal_mode": "wal" if db.sqlite_version() >= db.SAFE_WAL else "delete",
        "synchronous": 2,
        "foreign_keys": 1,
    }


@pytest.mark.only(POSTGRESQL)
def test_postgresql_keeps_what_it_says(app: Flask) -> None:
    """A commit waits for the disk."""
    assert session.scalar(text("SHOW synchronous_commit")) == "on"
    session.rollback()


def test_writers_take_turns(app: Flask, world: World) -> None:
    """Twenty threads read, think and write the same row: none fails, none is lost."""
    gate, enrolment_id = threading.Barrier(THREADS), world.enrolment.id
    session.rollback()

    def add() -> None:
        gate.wait()
        for _ in range(5):
            with app.app_context(), db.writing():
                enrolment = session.get_one(Enrolment, enrolment_id, with_for_update=True)
                enrolment.done_count += 1
            session.remove()

    with ThreadPoolExecutor(THREADS) as threads:
        for each in [threads.submit(add) for _ in range(THREADS)]:
            each.result()
    session.expire_all()
    assert session.get_one(Enrolment, enrolment_id).done_count == THREADS * 5


def test_times_are_utc(app: Flask) -> None:
    """A moment keeps its meaning through the database; a naive one is refused."""
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    with db.writing():
        enrolment = session.scalars(select(Enrolment)).first()
        assert enrolment is not None
        enrolment.last_activity_at = elsewhere
    session.expire_all()
    kept = session.get_one(Enrolment, enrolment.id).last_activity_at
    assert kept == NOW
    assert kept is not None
    assert kept.tzinfo is UTC
    with pytest.raises(StatementError, match="naive"), db.writing():
        enrolment.last_activity_at = datetime(2026, 6, 1)  # noqa: DTZ001
