"""The database: engine, declarative base, one scoped session, and the transaction rules of the house.

A request reads until its door opens writing; a write unit is one transaction, begun IMMEDIATE on SQLite so
that a read-then-write never fails half way, and committed once, at the door (``settle``).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Engine, MetaData, Text, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

try:  # the wheel carries a SQLite that is free of the WAL-reset fault
    from pysqlite3 import dbapi2 as sqlite_module
except ImportError:  # pragma: no cover - platforms without the wheel
    sqlite_module = sqlite3

#: The first SQLite whose write-ahead log cannot be corrupted by a checkpoint race.
SAFE_WAL = (3, 51, 3)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: timezone-aware UTC in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; SQLite keeps UTC without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The common ground of all models."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UTCDateTime(),
        str: Text(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[str]: JSON().with_variant(JSONB(), "postgresql"),
        Any: JSON().with_variant(JSONB(), "postgresql"),
    }


class Identified:
    """Gives a model an opaque identity that says nothing of order or number."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class AcademySession(Session):
    """A session that knows whether it may write, and what waits for its commit."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine:
        """Choose the reading or the writing face of the one engine."""
        return _faces["writing" if self.info.get("writes") else "reading"]


_faces: dict[str, Engine] = {}
session: scoped_session[AcademySession] = scoped_session(
    sessionmaker(class_=AcademySession, expire_on_commit=False)
)


def connect(url: str) -> Engine:
    """Open the database at ``url`` for this process and return its engine."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, module=sqlite_module, pool_size=16, max_overflow=64, pool_use_lifo=True,
            connect_args={"check_same_thread": False, "timeout": 15, "isolation_level": None},
        )  # fmt: skip
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_size=16, max_overflow=64, pool_pre_ping=True)
    disconnect()
    _faces["writing"] = engine.execution_options(writes=True)
    _faces["reading"] = engine.execution_options(writes=False, postgresql_readonly=True)
    return engine


def disconnect() -> None:
    """Close every connection of this process."""
    session.remove()
    for engine in _faces.values():
        engine.dispose()
    _faces.clear()


def let_go() -> None:
    """Close what is open and stay ready: processes forked from this one must open connections of their own."""
    session.remove()
    for engine in _faces.values():
        engine.dispose()


def engine() -> Engine:
    """Return the writing face of the engine."""
    return _faces["writing"]


def sqlite_version(module: ModuleType = sqlite_module) -> tuple[int, ...]:
    """Return the version of the SQLite library in use."""
    return tuple(int(part) for part in module.sqlite_version.split("."))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    journal = "WAL" if sqlite_version() >= SAFE_WAL else "DELETE"
    for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON", "cache_size=-1000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("writes", True))
    raw: Any = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    raw.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert(model: type[Base], *, is_plain: bool = False) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows ``on conflict``, in the dialect of the database in use.

    A plain one is of the model's table and knows nothing of the model: half the work, for the busiest.
    """
    is_postgresql = dialect() == "postgresql"
    into: Any = model.__table__ if is_plain else model
    return postgresql.insert(into) if is_postgresql else sqlite.insert(into)


def dialect() -> str:
    """Return the name of the dialect in use."""
    return session.get_bind().dialect.name


def begin_writing() -> None:
    """End this request's reading and let the session write, in one new transaction."""
    session.rollback()
    session.info["writes"] = True


def is_writing() -> bool:
    """Say whether the current session may write."""
    return bool(session.info.get("writes"))


@contextlib.contextmanager
def one_moment() -> Iterator[Connection]:
    """Give a connection that reads the database as it is at its first statement, whatever is committed meanwhile."""
    face = _faces["reading"]
    if face.dialect.name == "postgresql":
        face = face.execution_options(isolation_level="REPEATABLE READ")
    with face.connect() as connection:
        yield connection


def after_commit(callback: Callable[[], object]) -> None:
    """Have ``callback`` run once the current transaction is on disk; a rollback forgets it."""
    session.info.setdefault("after_commit", []).append(callback)


def settle(*, keep: bool) -> None:
    """Commit the current write unit (or roll it back), then run what waited for the commit."""
    waiting = session.info.pop("after_commit", [])
    try:
        if keep and is_writing():
            session.commit()
        else:
            session.rollback()
            waiting = []
    finally:
        session.info["writes"] = False
    for callback in waiting:
        callback()


@contextlib.contextmanager
def writing(*, is_bookkeeping: bool = False) -> Iterator[None]:
    """A write unit of its own, for commands, tests and (``is_bookkeeping``) what follows a decided response."""
    begin_writing()
    session.info["is_bookkeeping"] = is_bookkeeping
    try:
        yield
    except BaseException:
        settle(keep=False)
        raise
    finally:
        session.info["is_bookkeeping"] = False
    settle(keep=True)


def is_bookkeeping() -> bool:
    """Say whether the current write unit only notes that somebody was here or looked; it starts nothing further."""
    return bool(session.info.get("is_bookkeeping"))
