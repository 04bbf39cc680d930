"""Migrations: models equal the newest one, each goes up, down and up again with people's data in the way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from academy import clock, db
from academy.cli import all_models
from academy.courses import queries, rules
from academy.courses.queries import drafts
from academy.courses.service.catching_up import catch_up
from academy.schema import MIGRATIONS, alembic_config, is_modelled
from tests import conftest
from tests.clusters import address, administer
from tests.world import World

FILES = sorted((MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture
def empty(
    database_kind: str, base_app: Flask, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Flask]:
    """The application over a database that has nothing in it."""
    name = f"empty_{uuid4().hex}"
    if database_kind == conftest.POSTGRESQL:
        cluster = request.getfixturevalue("cluster")
        administer(cluster, f'CREATE DATABASE "{name}"')
        db.connect(address(cluster, name))
    else:
        db.connect(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with base_app.app_context():
        yield base_app
    db.disconnect()
    if database_kind == conftest.POSTGRESQL:
        administer(cluster, f'DROP DATABASE "{name}"')


def test_the_newest_schema_is_what_the_models_say(empty: Flask) -> None:
    """From nothing to head leaves no difference to the models, in tables, columns, types and constraints."""
    command.upgrade(alembic_config(), "head")
    assert _differences() == []


def test_up_down_up_with_data(app: Flask) -> None:
    """A database with people, attempts and certificates in it goes back to nothing and forward again."""
    with db.engine().connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if is_modelled(name, "table", {})]
        assert len(tables) == len(all_models().tables) + 1
    db.session.rollback()
    for _file in FILES:
        command.downgrade(alembic_config(), "-1")
    with db.engine().connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    command.upgrade(alembic_config(), "head")
    assert _differences() == []


def test_courses_of_the_first_release_are_shown_again(app: Flask, world: World) -> None:
    """A database from before there were drafts and a catalogue of live editions lacks nothing after a start."""
    before, hits = queries.catalogue(locale="en", limit=9), queries.search("lesson", locale="en")
    assert before
    assert hits
    db.session.rollback()
    command.downgrade(alembic_config(), "0001")
    command.upgrade(alembic_config(), "head")
    db.session.expire_all()
    catch_up(at=clock.now())
    assert queries.catalogue(locale="en", limit=9) == before
    assert queries.search("lesson", locale="en") == hits
    assert rules.freeze(drafts.assemble(world.edition.course_id)) == world.edition.document
    db.session.rollback()
    counts = _counts()
    catch_up(at=clock.now())
    assert _counts() == counts


def test_migrating_again_changes_nothing(app: Flask) -> None:
    """Each start of the server migrates: at head that is nothing, and the data stays."""
    counts = _counts()
    command.upgrade(alembic_config(), "head")
    assert _counts() == counts
    assert counts["enrolment"] == 2


def test_files_are_numbered_in_one_line() -> None:
    """0001, 0002, … each follows the one before; there is one head."""
    numbers = [path.name[:4] for path in FILES]
    assert numbers == [f"{number:04d}" for number in range(1, len(FILES) + 1)], (
        "number migrations without gaps"
    )
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [numbers[-1]]
    for path in FILES:
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name)
        revision = script.get_revision(path.name[:4])
        before = f"{int(path.name[:4]) - 1:04d}"
        assert revision is not None
        assert revision.down_revision == (None if before == "0000" else before)


def test_migrations_import_nothing_of_ours() -> None:
    """Models change; what a migration did must not."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in getattr(node, "names", []) if isinstance(node, ast.Import)]
            )
            assert not [name for name in names if name.startswith("academy")], (
                f"{path.name} imports {names}: write it out"
            )


def test_migrations_go_both_ways() -> None:
    """Each has a way forward and a way back that do something."""
    for path in FILES:
        functions = {
            node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)
        }
        for name in ("upgrade", "downgrade"):
            body = [node for node in functions[name].body if not isinstance(node, ast.Pass)]
            assert len(body) > 1, f"{path.name}: {name} does nothing"


def _differences() -> list[object]:
    with db.engine().connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_modelled}
        )
        return list(compare_metadata(context, all_models()))


def _counts() -> dict[str, int]:
    with db.engine().connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in all_models().tables
        }
