"""The database and its schema."""

from __future__ import annotations

import click
from alembic import command

from academy import clock
from academy.cli.group import academy_commands
from academy.courses.service.catching_up import catch_up
from academy.quizzes.service.indexing import index_missing
from academy.schema import MIGRATIONS, alembic_config, migrate_to


@academy_commands.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrate_to("head")
    catch_up(at=clock.now())
    index_missing()


@academy_commands.command()
@click.argument("name")
def migration(name: str) -> None:
    """Write a new migration from the difference between models and database."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    command.revision(alembic_config(), name, autogenerate=True, rev_id=f"{number:04d}")
