"""Files of items taken into the bank: whole, once, with their pictures; and out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.db import session
from academy.errors import DomainError, Invalid, NotFound
from academy.items import formats
from academy.items.formats import Going, Level
from academy.items.kinds import parse
from academy.items.models import BankItem, BankMedium, BankTag, BankVersion, Status
from academy.items.queries.bank import Asked
from academy.items.queries.exporting import going_out
from academy.items.service import importing
from academy.items.service.importing import Taken, Terms
from academy.storage import Storage
from tests import media_files as made
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
GIFT = b"$CATEGORY: $course$/top/Law\n\n// [tag:field]\n::One:: Is it so?{T}\n\n::Two:: Which?{=a ~b}\n"


def taken(
    world: World, content: bytes = GIFT, name: str = "x.gift", category: str = "", digest: str = "d"
) -> Taken:
    """Take a file in for the academy."""
    reading, pictures = importing.looked_through(formats.read(content, name))
    with db.writing():
        return importing.take(
            reading=reading, pictures=pictures, digest=digest, terms=Terms(None, category, "en", "cleared"),
            by=world.actor(world.trajce), at=AT,
        )  # fmt: skip


def count(model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_comes_in_whole_and_once(world: World) -> None:
    """Its items are drafts below the chosen category; the same file again adds nothing, elsewhere it does."""
    before = count(BankItem)
    assert taken(world, category="Basics") == Taken(2, is_new=True)
    assert taken(world, category=" Basics / ") == Taken(2, is_new=False)
    rows = session.scalars(select(BankItem).where(BankItem.category == "Basics/Law")).all()
    assert {(row.status, row.version, row.source_locale) for row in rows} == {(Status.DRAFT, 1, "en")}
    assert count(BankItem) == count(BankVersion) == before + 2
    assert session.scalars(
        select(BankTag.tag).where(BankTag.item_id.in_([row.id for row in rows]))
    ).all() == ["field"]
    assert taken(world, category="Elsewhere").is_new
    assert taken(world, category="Basics", digest="e").is_new


def test_nothing_of_a_refused_file_comes_in(world: World) -> None:
    """There is nothing to take, and nothing is."""
    before = count(BankItem)
    session.rollback()
    with pytest.raises(Invalid):
        taken(world, b"Words only.\n")
    assert count(BankItem) == before


def test_pictures_come_along_made_safe(world: World) -> None:
    """A picture is kept with its words and what was declared of it; a broken one is left out, and said so."""
    items = [
        Going(parse({"key": key, "kind": "true-false", "prompt": key, "answer": True, "picture": {"file": "trap.png", "alt": "A trap"}}), files={"trap.png": content})
        for key, content in (("good", made.png()), ("bad", b"\x89PNG broken"))
    ]  # fmt: skip
    content = formats.write("moodle", items).content
    reading, pictures = importing.looked_through(formats.read(content, "x.xml"))
    assert [line.code for line in reading.lines if line.level is Level.APPROXIMATED] == ["picture-unsafe"]
    assert len(pictures) == 1
    assert taken(world, content, "x.xml").count == 2
    (row,) = session.scalars(select(BankMedium)).all()
    assert (row.name, row.card) == ("trap.png", {"alt": "A trap", "origin": "cleared"})
    kept = {picture.digest: picture.content for picture in pictures.values()}
    going = going_out(world.actor(world.trajce), None, Asked(), load=kept.__getitem__)
    out = formats.write("moodle", going)
    assert [entry.data["key"] for entry in formats.read(out.content, "x.xml").items if entry.files] == [
        "good"
    ]


def test_only_ones_own_items_go_out(world: World) -> None:
    """An item of others is not found; what a filter finds is hers."""
    taken(world, category="Basics")
    ids = list(session.scalars(select(BankItem.id).where(BankItem.category == "Basics/Law")))
    by = world.actor(world.trajce)
    assert len(going_out(by, ids, Asked(), load=bytes.fromhex)) == 2
    assert len(going_out(by, None, Asked(category="Basics"), load=bytes.fromhex)) == 2
    with pytest.raises(NotFound):
        going_out(by, [*ids, uuid4()], Asked(), load=bytes.fromhex)
    stranger = world.actor(world.amina)
    with pytest.raises(DomainError):
        going_out(stranger, ids, Asked(), load=bytes.fromhex)


def test_files_wait_apart_and_are_forgotten(app: Flask, tmp_path: Path) -> None:
    """What waits for its author's word lies apart from what is shown, for a day."""
    storage = Storage(tmp_path)
    digest = storage.aside(uuid4()).put(b"waiting")
    with pytest.raises(FileNotFoundError):
        storage.get(digest)
    assert storage.forget_waiting(at=clock.now()) == 0
    assert storage.forget_waiting(at=clock.now() + timedelta(days=2)) == 1
