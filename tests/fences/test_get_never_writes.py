"""GET changes nothing: opening completes nothing, looking decides nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from academy import db
from tests.fences.scene import ACTORS, Scene, methods, rules, send

WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
#: The bookkeeping that may follow a GET, in a transaction of its own: who was here, who consulted whose record.
BOOKKEEPING = {
    ("UPDATE", "sign_in_session"), ("UPDATE", "person"), ("INSERT INTO", "audit_event"), ("UPDATE", "certificate"),
    ("INSERT INTO", "sign_in_throttle"),  # looking for a certificate in vain is counted before it is answered
}  # fmt: skip
#: Who writes after a request is settled: last seen and refused doors (web), refused passkeys and tokens, consultation,
#: verification. A wrong try is counted before it is answered.
BOOKKEEPERS = {
    "web/transactions.py", "accounts/views/ceremony.py", "api/views/door.py", "certificates/views/holder.py",
    "certificates/views/batches.py",  # who fetched an archive
    "privacy/views/keeping.py", "quizzes/views/marking.py", "reports/views/person.py",
}  # fmt: skip
#: Everybody at everything before a release (``RELEASE=1``); else one of each role, at two things of each sort.
RELEASE = bool(os.environ.get("RELEASE"))
#: ``write_afterwards`` of the cohorts only sends letters, once what they tell of is on disk.
ASKED = re.compile(r"\bafterwards\(")
ACADEMY = Path(__file__).parents[2] / "academy"


@contextmanager
def written() -> Iterator[list[tuple[str, str]]]:
    """Collect what is written to which table."""
    found: list[tuple[str, str]] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if match := WRITES.match(statement):
            found.append((match[1].upper(), match[2]))

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


def test_no_get_writes(scene: Scene) -> None:
    """Every page as everybody: nothing but the listed bookkeeping reaches the database."""
    wrong = []
    for rule in rules(scene.app):
        if "GET" not in methods(rule):
            continue
        for actor in ACTORS if RELEASE else ("amina", "boris", "trajce", "ada", "nobody"):
            for owner in (scene.owners(rule) or [""])[: None if RELEASE else 2]:
                path = scene.path(rule, owner)
                with written() as found:
                    send(scene.lenses[actor], "GET", path)
                wrong.extend(
                    f"GET {path} as {actor}: {verb} {table}"
                    for verb, table in found
                    if (verb, table) not in BOOKKEEPING
                )
    assert not wrong, "make it a POST, or use web.transactions.afterwards for bookkeeping:\n" + "\n".join(
        wrong
    )


def test_bookkeeping_is_asked_for_where_it_is_known() -> None:
    """Only these modules may write after a request: a new one is thought about and added."""
    users = {
        str(path.relative_to(ACADEMY)) for path in ACADEMY.rglob("*.py") if ASKED.search(path.read_text())
    }
    assert users == BOOKKEEPERS, f"who writes after a request has changed: {sorted(users ^ BOOKKEEPERS)}"


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_the_database_itself_refuses(app: Flask) -> None:
    """While a request reads, the connection is a reading one: a write that slips through fails."""
    with app.test_request_context():
        db.session.rollback()
        with pytest.raises(DBAPIError, match=r"(?i)read-?only|query_only|attempt to write"):
            db.session.execute(text("DELETE FROM completion"))
        db.session.rollback()
