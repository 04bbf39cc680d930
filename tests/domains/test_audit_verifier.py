"""The verifier names what was done to the trail: any row of a hundred, any column, any order, any seal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from academy import db
from academy.audit import formats, queries, service
from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.rules import Finding, Flaw, link
from academy.config import Config
from academy.db import session
from academy.doctor import flaws_of_trail

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
#: What somebody might put into each column of a row.
CHANGED: dict[str, Callable[[AuditEvent], object]] = {
    "id": lambda event: event.id + 10_000,
    "at": lambda event: event.at + timedelta(microseconds=1),
    "actor_id": lambda event: None if event.actor_id else uuid4(),
    "verb": lambda event: event.verb + "x",
    "object_type": lambda event: event.object_type + "x",
    "object_id": lambda event: event.object_id + "x",
    "agency_id": lambda event: None if event.agency_id else uuid4(),
    "fields": lambda event: [*event.fields, "x"],
    "seal_id": lambda _event: None,
}
#: What a change of these columns is called; else the row was altered.
FLAW = {"id": Flaw.ROW_MISSING, "seal_id": Flaw.ROW_MOVED}


@pytest.fixture
def folder(app: Flask) -> Path:
    config: Config = app.extensions["academy"]
    return config.home


@pytest.fixture
def rows(app: Flask) -> list[int]:
    """A hundred rows in four seals, after those of the world."""
    with db.writing():
        service.seal(at=AT)
    for batch in range(4):
        with db.writing():
            for number in range(25):
                session.add(
                    AuditEvent(
                        at=AT, actor_id=UUID(int=number) if number % 2 else None, verb="try", object_type="thing",
                        object_id=str(100 * batch + number), agency_id=UUID(int=batch) if number % 3 else None, fields=["a"],
                    )
                )  # fmt: skip
            session.flush()
            service.seal(at=AT)
    found = list(
        session.scalars(select(AuditEvent.id).where(AuditEvent.verb == "try").order_by(AuditEvent.id))
    )
    assert queries.findings() == []
    session.rollback()
    return found


@contextmanager
def attempt() -> Iterator[None]:
    """Do something to the trail, and take it back."""
    db.begin_writing()
    try:
        yield
    finally:
        db.settle(keep=False)


def found() -> list[Finding]:
    session.expire_all()
    return queries.findings()


def change(row: int, **values: object) -> None:
    session.execute(
        update(AuditEvent)
        .where(AuditEvent.id == row)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


@pytest.mark.parametrize("shift", range(len(CHANGED)))
def test_every_changed_column_of_every_row_is_named(rows: list[int], shift: int) -> None:
    """A hundred rows, each with another column changed than its neighbours; in nine goes each had each changed."""
    columns = [*CHANGED]
    wanted: set[tuple[Flaw, tuple[int, ...]]] = set()
    events = session.scalars(select(AuditEvent).where(AuditEvent.id.in_(rows)).order_by(AuditEvent.id)).all()
    changes = []
    for place, event in enumerate(events):
        column = columns[(place + shift) % len(columns)]
        changes.append((event.id, column, CHANGED[column](event)))
        wanted.add((FLAW.get(column, Flaw.ROW_ALTERED), (event.id,)))
        if column == "id":
            wanted.add((Flaw.ROW_INSERTED, (event.id + 10_000,)))
    with attempt():
        for row, column, value in changes:
            change(row, **{column: value})
        assert {(each.flaw, each.rows) for each in queries.findings()} == wanted


def test_a_deleted_row_is_named(rows: list[int]) -> None:
    """Also where all rows of a seal are gone."""
    for gone in [rows[:1], rows[99:], rows[25:50], rows[10:90:7]]:
        with attempt():
            session.execute(delete(AuditEvent).where(AuditEvent.id.in_(gone)))
            said = queries.findings()
        assert {each.flaw for each in said} == {Flaw.ROW_MISSING}
        assert sorted(row for each in said for row in each.rows) == gone


@pytest.mark.parametrize(("one", "other"), [(0, 1), (3, 24), (25, 99)])
def test_rows_that_changed_places_are_named(rows: list[int], one: int, other: int) -> None:
    """Within a seal both are named as such; across seals both as altered."""
    first, second = rows[one], rows[other]
    with db.writing():
        for wrong, right in ((first, 10**6), (second, first), (10**6, second)):
            change(wrong, id=right)
    said = found()
    if one // 25 == other // 25:
        assert {(each.flaw, each.rows) for each in said} == {
            (Flaw.ROWS_REORDERED, (first, second)), (Flaw.ROWS_REORDERED, (second, first))
        }  # fmt: skip
    else:
        assert {row for each in said for row in each.rows} == {first, second}


def test_a_row_put_in_afterwards_is_named(rows: list[int]) -> None:
    seal_id = session.scalars(select(AuditEvent.seal_id).where(AuditEvent.id == rows[30])).one()
    with db.writing():
        event = AuditEvent(at=AT, verb="try", object_type="thing", object_id="9", fields=[], seal_id=seal_id)
        session.add(event)
        session.flush()
        new = event.id
    assert found() == [Finding(Flaw.ROW_INSERTED, seal_id or 0, (new,))]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sealed_at", AT + timedelta(hours=1)), ("count", 24), ("previous_digest", "e" * 64), ("digest", "f" * 64),
        ("rows", [[1, "0" * 64]]), ("rows", None),
    ],
)  # fmt: skip
def test_an_altered_seal_is_named(rows: list[int], column: str, value: object) -> None:
    seal_id = session.scalars(select(AuditEvent.seal_id).where(AuditEvent.id == rows[30])).one() or 0
    with db.writing():
        session.execute(update(AuditSeal).where(AuditSeal.id == seal_id).values(**{column: value}))
    said = found()
    assert said
    assert {each.seal for each in said} == {seal_id}
    assert {each.flaw for each in said} & {Flaw.SEAL_ALTERED, Flaw.BATCH_ALTERED}


def test_a_seal_that_is_gone_is_named_and_the_newest_by_the_note_outside(
    rows: list[int], folder: Path
) -> None:
    """In the middle the next seal tells; the newest ones, and those sealed anew, are told by the data folder."""
    assert flaws_of_trail(folder) == []
    seals = session.scalars(select(AuditSeal.id).order_by(AuditSeal.id)).all()
    with attempt():
        session.execute(delete(AuditEvent).where(AuditEvent.seal_id == seals[2]))
        session.execute(delete(AuditSeal).where(AuditSeal.id == seals[2]))
        assert queries.findings() == [Finding(Flaw.SEAL_MISSING, seals[3])]
        assert queries.findings_beside(folder) == [Finding(Flaw.SEAL_REMOVED, seals[2])]
    with db.writing():
        session.execute(delete(AuditEvent).where(AuditEvent.seal_id == seals[-1]))
        session.execute(delete(AuditSeal).where(AuditSeal.id == seals[-1]))
    assert queries.findings() == []
    assert flaws_of_trail(folder) == [
        f"seal {seals[-1]}: it was noted in the data folder and is not in the database any more"
    ]


def test_rows_sealed_anew_are_found_by_the_note_outside(rows: list[int], folder: Path) -> None:
    """Whoever removes the newest seal, changes a row and has it sealed again has a perfect chain, but not the noted one."""
    newest = session.scalars(select(AuditSeal.id).order_by(AuditSeal.id.desc())).first() or 0
    with db.writing():
        session.execute(update(AuditEvent).where(AuditEvent.seal_id == newest).values(seal_id=None))
        session.execute(delete(AuditSeal).where(AuditSeal.id == newest))
        change(rows[-1], verb="other")
    service.seal_all()
    assert found() == []
    assert newest in {each.seal for each in queries.findings_beside(folder)}


def test_old_seals_verify_as_they_did(rows: list[int]) -> None:
    """Seals that keep no digests of their rows: whole as long as nothing was touched, and then named themselves."""
    with db.writing():
        previous = "0" * 64
        for seal in session.scalars(select(AuditSeal).order_by(AuditSeal.id)).all():
            events = session.scalars(
                select(AuditEvent).where(AuditEvent.seal_id == seal.id).order_by(AuditEvent.id)
            )
            seal.previous_digest, seal.rows = previous, None
            seal.digest = previous = link(previous, map(queries.canonical, events))
    assert found() == []
    with db.writing():
        change(rows[30], verb="other")
    assert [each.flaw for each in found()] == [Flaw.BATCH_ALTERED]


def test_a_line_cut_off_is_passed_over(tmp_path: Path) -> None:
    formats.note(tmp_path, seal=1, digest="a" * 64, count=3)
    with (tmp_path / formats.FILE).open("a") as file:
        file.write("2 " + json.dumps("b")[1:3])
    assert list(formats.noted(tmp_path)) == [(1, "a" * 64)]
