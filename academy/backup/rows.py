"""Tables as lines of JSON: how a row is written down and read again, on SQLite and PostgreSQL alike.

A JSON column is carried as the text the database holds, so that nothing and ``null`` stay two things; the digest of a
table is taken over its lines with such texts in one canonical form, so that it is the same on both databases.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Double,
    Integer,
    LargeBinary,
    Table,
    TableClause,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.types import JSON, TypeEngine

from academy.db import UTCDateTime

#: Rows that are read or written at once.
BATCH = 1_000
#: How values of a kind lie in the database.
_TYPES: dict[str, TypeEngine[Any]] = {
    "uuid": Uuid(), "moment": UTCDateTime(), "day": Date(), "bytes": LargeBinary(), "json": Text(),
    "flag": Boolean(), "whole": BigInteger(), "number": Double(), "text": Text(),
}  # fmt: skip
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Uuid, "uuid"), (UTCDateTime, "moment"), (Date, "day"), (LargeBinary, "bytes"), (JSON, "json"), (Boolean, "flag"),
    (Integer, "whole"), (Double, "number"), (Text, "text"),
)  # fmt: skip

Line = list[Any]


@dataclass(frozen=True)
class Shape:
    """What has to be known of a table to read and write its rows, whatever schema the code is at."""

    name: str
    #: (column, kind of its values).
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    #: Columns that point at rows which may come later: filled in when all rows are there.
    late: tuple[str, ...] = ()

    def light(self) -> TableClause:
        """Return the table as statements need it."""
        return table(self.name, *(column(name, _TYPES[kind]) for name, kind in self.columns))


@dataclass
class Sum:
    """How many rows were seen, and the digest over them."""

    count: int = 0

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, shape: Shape, line: Line) -> None:
        """Take in one row."""
        self.count += 1
        self._digest.update(_canonical(shape, line))

    @property
    def digest(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._digest.hexdigest()


def shapes(tables: Sequence[Table]) -> list[Shape]:
    """Return the shapes of tables that are given in an order in which most point only backwards."""
    places = {each.name: place for place, each in enumerate(tables)}
    return [
        Shape(
            name=each.name,
            columns=tuple((found.name, _kind(found.type)) for found in each.columns),
            key=tuple(found.name for found in each.primary_key.columns),
            late=tuple(
                sorted(
                    link.parent.name for link in each.foreign_keys if places[link.column.table.name] >= place
                )
            ),
        )
        for place, each in enumerate(tables)
    ]


def read(connection: Connection, shape: Shape) -> Iterator[Line]:
    """Yield a table's rows as they are written down, by key; the rows are streamed."""
    light = shape.light()
    wanted = [
        sql_cast(light.c[name], Text).label(name) if kind == "json" else light.c[name]
        for name, kind in shape.columns
    ]
    rows = connection.execute(
        select(*wanted).order_by(*(light.c[name] for name in shape.key)),
        execution_options={"stream_results": True, "yield_per": BATCH},
    )
    kinds = [kind for _name, kind in shape.columns]
    for row in rows:
        yield [_written(kind, value) for kind, value in zip(kinds, row, strict=True)]


def write(connection: Connection, shape: Shape, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Insert rows, and return what is to be filled in later: key and late columns of the rows that have any."""
    names = [name for name, _kind in shape.columns]
    waiting: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    statement = _insert(connection, shape)
    for line in lines:
        row = {name: _value(kind, each) for (name, kind), each in zip(shape.columns, line, strict=True)}
        if any(row[name] is not None for name in shape.late):
            waiting.append({name: row[name] for name in (*shape.key, *shape.late)})
        batch.append({f"new_{name}": None if name in shape.late else row[name] for name in names})
        if len(batch) == BATCH:
            connection.execute(statement, batch)
            batch = []
    if batch:
        connection.execute(statement, batch)
    return waiting


def fill_in(connection: Connection, shape: Shape, waiting: Sequence[dict[str, Any]]) -> None:
    """Set the late columns of rows, now that everything they point at is there."""
    if not waiting:
        return
    light = shape.light()
    statement = (
        update(light)
        .where(*(light.c[name] == bindparam(f"at_{name}") for name in shape.key))
        .values({name: bindparam(f"new_{name}") for name in shape.late})
    )
    connection.execute(
        statement,
        [
            {f"at_{name}": row[name] for name in shape.key}
            | {f"new_{name}": row[name] for name in shape.late}
            for row in waiting
        ],
    )


def count_on(connection: Connection, shape: Shape) -> None:
    """Let a table that numbers its rows by itself go on after the highest number (PostgreSQL)."""
    if connection.dialect.name != "postgresql" or len(shape.key) != 1:
        return
    (key,) = shape.key
    if dict(shape.columns)[key] != "whole":
        return
    highest = connection.scalar(select(func.max(shape.light().c[key])))
    if highest is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, :key), :highest)"),
            {"name": shape.name, "key": key, "highest": highest},
        )


def _insert(connection: Connection, shape: Shape) -> Any:
    """Return the statement that inserts rows; PostgreSQL has to be told that a text is JSON."""
    light, is_postgresql = shape.light(), connection.dialect.name == "postgresql"
    values = {}
    for name, kind in shape.columns:
        given = bindparam(f"new_{name}", type_=_TYPES[kind])
        values[name] = sql_cast(given, JSONB) if kind == "json" and is_postgresql else given
    return insert(light).values(values)


def _kind(found: TypeEngine[Any]) -> str:
    return next(kind for base, kind in _KINDS if isinstance(found, base))


def _written(kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "uuid":
            return cast(UUID, value).hex
        case "moment" | "day":
            return cast("date", value).isoformat()
        case "bytes":
            return base64.b64encode(value).decode()
        case _:
            return value


def _value(kind: str, written: Any) -> Any:
    if written is None:
        return None
    match kind:
        case "uuid":
            return UUID(written)
        case "moment":
            return datetime.fromisoformat(written)
        case "day":
            return date.fromisoformat(written)
        case "bytes":
            return base64.b64decode(written)
        case _:
            return written


def written(line: Line) -> bytes:
    """Return a row as one line of JSON."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _canonical(shape: Shape, line: Line) -> bytes:
    """Return a row as it is digested: as it is written, with what its JSON columns say in one form."""
    places = [place for place, (_name, kind) in enumerate(shape.columns) if kind == "json"]
    if not places:
        return written(line)
    plain = list(line)
    for place in places:  # nothing is not the same as JSON's null
        plain[place] = [] if line[place] is None else [json.loads(line[place])]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
