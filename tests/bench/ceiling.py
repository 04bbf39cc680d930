"""What next to nothing costs in bare Flask: a page of five indexed SELECTs through the ORM and 5 KB, and a durable save."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string, request
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

try:  # the library the academy uses, without the academy
    from pysqlite3 import dbapi2 as sqlite_module
except ImportError:
    import sqlite3 as sqlite_module

ROWS = 1_000
QUERIES = 5
PAGE = """<!doctype html><html lang="en"><head><title>Ceiling</title></head><body><h1>{{ things[0].name }}</h1><ul>
{% for place in range(60) %}<li class="row"><a href="/things/{{ place }}">{{ things[place % 5].name }}</a> <span>{{ place }} of 60</span></li>
{% endfor %}</ul></body></html>"""


class Base(DeclarativeBase):
    """The common ground of its one model."""


class Thing(Base):
    """A row."""

    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]


class Kept(Base):
    """A row that somebody wants to find again, whatever happens."""

    __tablename__ = "kept"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[str]


def _engine_in(home: Path) -> Engine:
    made = create_engine(
        f"sqlite:///{home / 'ceiling.sqlite'}", module=sqlite_module, pool_size=16, max_overflow=64,
        connect_args={"check_same_thread": False},
    )  # fmt: skip
    event.listen(made, "connect", _prepare)
    return made


def _prepare(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


engine = _engine_in(Path(os.environ.get("ACADEMY_HOME", ".")))
app = Flask(__name__)


@app.get("/")
def page() -> str:
    """Read five rows and show them."""
    with Session(engine) as session:
        things = [
            session.scalars(select(Thing).where(Thing.key == f"key-{place * 7}")).one()
            for place in range(QUERIES)
        ]
        return render_template_string(PAGE, things=things)


@app.post("/save")
def save() -> str:
    """Put one row on disk, and answer when it is there."""
    with Session(engine) as session:
        session.add(Kept(key=request.form["idempotency_key"], payload=request.form["text"]))
        session.commit()
    return "kept"


def fill(home: Path) -> None:
    """Make its rows."""
    own = _engine_in(home)
    Base.metadata.create_all(own)
    with Session(own) as session:
        session.add_all(
            Thing(key=f"key-{number}", name=f"Thing number {number} of this table") for number in range(ROWS)
        )
        session.commit()
    own.dispose()
