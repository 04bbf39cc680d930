"""The schema of the database: its migrations, and at which of them a database is."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from academy import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def alembic_config() -> Config:
    """Return Alembic's configuration; it has no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def migrate_to(revision: str) -> None:
    """Bring the database to a revision, or to ``head``."""
    command.upgrade(alembic_config(), revision)


def newest() -> str | None:
    """Return the revision that this program needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def held() -> str | None:
    """Return the revision the database is at; None where it has no schema yet."""
    with db.engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Say whether a table or index stands in the models; the index of the search is written by hand in its migration."""
    return not (name or "").startswith("course_search")
