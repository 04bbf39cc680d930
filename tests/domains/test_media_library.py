"""The library of a course: files come in once, change under the eyes of two authors, go and come back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.certificates import queries as certificate_queries
from academy.courses.models import Course, DraftMedium, EditionMedium
from academy.courses.queries.drafts import assemble
from academy.courses.queries.media import draft_medium_for, library, library_course, media_url, shown_of_draft
from academy.courses.service import forgetting
from academy.courses.service import media as service
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.learning.queries import may_see_medium
from academy.media import queries as media_queries
from academy.media.models import Medium
from academy.media.rules import accept
from academy.storage import Storage
from tests import media_files as made
from tests.world import World

pytestmark = pytest.mark.domains

AT = datetime(2026, 6, 2, 12, tzinfo=UTC)
CARD = {"licence": "CC-BY-4.0", "credit": "A. Ranger", "origin": "synthetic", "transcript": ""}


def course() -> Course:
    return session.scalars(select(Course).where(Course.slug == "small")).one()


def add(world: World, name: str, content: bytes, *, at: datetime = AT) -> service.Added:
    with db.writing():
        return service.add_medium(
            course=course(), name=name, file=accept(name, content), card=CARD, alt="A nest", by=world.actor(world.trajce), at=at
        )  # fmt: skip


def row(name: str) -> DraftMedium:
    return session.get_one(DraftMedium, (course().id, name))


def test_a_file_is_added_once(world: World, app: Flask) -> None:
    """The same bytes again, under whatever name, are the file there is."""
    first = add(world, "Gnezdo Šakala.JPG", made.jpeg())
    assert (first.row.name, first.is_new) == ("gnezdo-sakala.jpg", True)
    again = add(world, "other.jpg", made.jpeg())
    assert (again.row.name, again.is_new) == ("gnezdo-sakala.jpg", False)
    other = add(world, "gnezdo sakala.jpeg", made.jpeg(2))
    assert other.row.name == "gnezdo-sakala-2.jpg"
    medium = session.get_one(Medium, first.row.digest)
    assert (medium.content_type, medium.width, medium.height) == ("image/jpeg", 64, 40)


def test_the_course_knows_it(world: World, app: Flask) -> None:
    """With its card, and as texts show it."""
    add(world, "nest.png", made.png())
    file = assemble(course().id).media["nest.png"]
    assert (file.licence, file.credit, file.origin) == ("CC-BY-4.0", "A. Ranger", "synthetic")
    shown = shown_of_draft(course().id)["nest.png"]
    assert (shown.url, shown.content_type, shown.width) == (
        media_url(file.digest, "nest.png"),
        "image/png",
        64,
    )


def test_two_authors(world: World, app: Flask) -> None:
    """Who comes second is told, and nothing is overwritten."""
    seen = service.seal_of(add(world, "nest.png", made.png()).row)
    by = world.actor(world.trajce)
    with db.writing():
        service.change_card(
            row=row("nest.png"), card={**CARD, "credit": "B"}, alt="An eyrie", seen=seen, by=by, at=AT
        )
    with pytest.raises(Conflict), db.writing():
        service.change_card(row=row("nest.png"), card=CARD, alt="A nest", seen=seen, by=by, at=AT)
    assert (row("nest.png").alt, row("nest.png").card["credit"]) == ("An eyrie", "B")
    with pytest.raises(Conflict), db.writing():
        service.replace_file(row=row("nest.png"), file=accept("a.png", made.png(2)), seen=seen, by=by, at=AT)


def test_replacing_keeps_the_name(world: World, app: Flask) -> None:
    """Only a file of the same kind can stand under it; the published edition keeps the old bytes."""
    by, before = world.actor(world.trajce), row("square.svg").digest
    with pytest.raises(Invalid), db.writing():
        service.replace_file(
            row=row("square.svg"),
            file=accept("a.png", made.png()),
            seen=service.seal_of(row("square.svg")),
            by=by,
            at=AT,
        )
    new = accept("b.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>')
    with db.writing():
        service.replace_file(
            row=row("square.svg"), file=new, seen=service.seal_of(row("square.svg")), by=by, at=AT
        )
    assert row("square.svg").digest == new.digest
    assert before in set(session.scalars(select(EditionMedium.digest)))


def test_captions(world: World, app: Flask) -> None:
    """They are files of their own, set aside with their film's wish and found by its player."""
    by = world.actor(world.trajce)
    add(world, "film.mp4", made.mp4())
    words = accept("a.vtt", made.vtt())
    with db.writing():
        service.add_captions(
            row=row("film.mp4"),
            locale="sr-Cyrl",
            file=words,
            seen=service.seal_of(row("film.mp4")),
            by=by,
            at=AT,
        )
    assert row("film.mp4").card["captions"] == {"sr-Cyrl": "film-sr-cyrl.vtt"}
    assert [track.lang for track in shown_of_draft(course().id)["film.mp4"].tracks] == ["sr-Cyrl"]
    listed = {each.row.name: each for each in library(course().id)}
    assert listed["film-sr-cyrl.vtt"].captions_of == ("film.mp4",)
    assert listed["film.mp4"].lacks == ("transcript",)
    with pytest.raises(Invalid), db.writing():
        service.add_captions(
            row=row("film.mp4"), locale="en", file=accept("a.png", made.png()), seen=service.seal_of(row("film.mp4")), by=by, at=AT
        )  # fmt: skip
    for _ in range(2):
        with db.writing():
            service.remove_captions(row=row("film.mp4"), locale="sr-Cyrl", by=by, at=AT)
    assert row("film-sr-cyrl.vtt").retired_at == AT
    assemble(course().id)


def test_set_aside_for_ninety_days(world: World, app: Flask) -> None:
    """Twice is as once; afterwards it is gone, and an upload of the same brings it back before."""
    by = world.actor(world.trajce)
    add(world, "nest.png", made.png())
    for later in (0, 5):
        with db.writing():
            service.set_aside(row=row("nest.png"), by=by, at=AT + timedelta(days=later))
    assert row("nest.png").retired_at == AT
    assert add(world, "nest.png", made.png()).is_new is False
    assert row("nest.png").retired_at is None
    with db.writing():
        service.set_aside(row=row("nest.png"), by=by, at=AT)
    with db.writing():
        service.restore(row=row("nest.png"), by=by, at=AT + timedelta(days=89))
    assert row("nest.png").retired_at is None
    with db.writing():
        service.set_aside(row=row("nest.png"), by=by, at=AT)
    with pytest.raises(Conflict), db.writing():
        service.restore(row=row("nest.png"), by=by, at=AT + timedelta(days=91))


def test_where_it_is_shown(world: World, app: Flask) -> None:
    """The library names the activities."""
    listed = next(each for each in library(course().id) if each.row.name == "square.svg")
    assert [editor for _id, editor, _title in listed.uses] == ["lessons.edit"]


def test_only_its_authors(world: World, app: Flask) -> None:
    """Others do not find the library, nor files no edition shows."""
    digest = add(world, "nest.png", made.png()).row.digest
    for stranger in (world.amina, world.boris, world.carla):
        with pytest.raises(NotFound):
            library_course(world.actor(stranger), "small")
        with pytest.raises(NotFound):
            draft_medium_for(world.actor(stranger), "small", "nest.png")
        assert not may_see_medium(world.actor(stranger), digest)
    assert may_see_medium(world.actor(world.trajce), digest)
    assert may_see_medium(world.actor(world.ada), digest)
    with pytest.raises(NotFound):
        draft_medium_for(world.actor(world.trajce), "small", "no.png")


def test_what_nothing_shows_is_swept(world: World, app: Flask, tmp_path: Path) -> None:
    """After a day, so that an upload or an import under way loses nothing; what is shown or certified stays."""
    storage = Storage(tmp_path / "files")
    shown = add(world, "nest.png", made.png()).row.digest
    assert storage.put(accept("a.png", made.png()).content) == shown
    refused, young = storage.put(b"nobody registered this"), storage.put(b"just came")
    gone = accept("a.png", made.png(5))
    with db.writing():
        by = world.actor(world.trajce)
        added = service.add_medium(
            course=course(), name="old.png", file=gone, card=CARD, alt="", by=by, at=AT
        )
        service.set_aside(row=added.row, by=by, at=AT)
    storage.put(gone.content)
    for path in (tmp_path / "files").glob("*/*"):
        if path.name != young:
            os.utime(path, (0, 0))

    def kept(digests):
        return media_queries.known(digests) | certificate_queries.documents_kept(digests)

    late = AT + timedelta(days=100)
    with db.writing():
        forgetting.clear_out(at=late)
    with db.writing():
        assert service.forget_unshown(at=late) == 1
    assert storage.sweep(wanted=kept, before=datetime.now(UTC) - service.SPARED) == 2  # noqa: TID251
    assert storage.get(shown)
    assert storage.get(young)
    for digest in (refused, gone.digest):
        with pytest.raises(FileNotFoundError):
            storage.get(digest)
