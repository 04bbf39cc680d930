"""Alembic's environment: the application's own engine and models. Run through ``flask --app wsgi academy migrate``."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, text

from academy import db
from academy.cli import all_models
from academy.schema import is_modelled

TARGET = all_models()


def plain_types(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, db.UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection, each in a transaction of its own."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # a table that is rebuilt is dropped for a moment: its children must not go with it
        raw(connection, "PRAGMA foreign_keys=OFF")
    else:
        connection.execute(text("SET lock_timeout = '4s'"))
        connection.execute(text("SET statement_timeout = '10min'"))
        connection.commit()
    context.configure(
        connection=connection, target_metadata=TARGET, render_as_batch=is_sqlite, compare_type=True,
        transaction_per_migration=True, transactional_ddl=True, render_item=plain_types, include_name=is_modelled,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        broken = raw(connection, "PRAGMA foreign_key_check").fetchall()
        raw(connection, "PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"rows were left without their parents: {broken[:5]}")


def raw(connection: Connection, statement: str) -> Any:
    """Run a statement outside any transaction."""
    return connection.connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with db.engine().connect() as own:
        run(own)
