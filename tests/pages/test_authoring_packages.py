"""Packages in the browser: one comes in whole or not at all, with a report by file and line; one goes out."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.courses import package
from academy.courses.models import ActivityDraft, Course, Edition
from academy.courses.queries import drafts
from academy.db import session
from academy.media.models import Medium
from tests.lens import Lens
from tests.world import PACKAGES, World

IMPORT = "/en/author/import"
EXPORT = "/en/author/courses/small/export"
LensOf = Callable[[Person], Lens]


@pytest.fixture
def anja(world: World) -> Person:
    """An author of the rangers."""
    with db.writing():
        person = Person(
            id=uuid4(), call_sign="anja", legal_name="Anja Autor", email="anja@example.org", email_key="anja@example.org",
            password_hash="x", password_changed_at=clock.now(), created_at=clock.now(),
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(
            Membership(
                person_id=person.id,
                agency_id=world.rangers.id,
                role=Role.AUTHOR,
                starts_on=clock.now().date(),
            )
        )
    return person


def small(**changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the files of the small package with some places of its manifest changed."""
    folder = PACKAGES / "small"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    for old, new in changes.values():
        assert old.encode() in files["course.yaml"]
        files["course.yaml"] = files["course.yaml"].replace(old.encode(), new.encode(), 1)
    return files


def packed(files: dict[str, bytes]) -> bytes:
    """Pack files into a zip."""
    made = io.BytesIO()
    package.write_zip(made, files.items())
    return made.getvalue()


def sent(content: bytes, **fields: str) -> dict[str, object]:
    """Return what the form sends."""
    return {"package": (io.BytesIO(content), "course.zip"), **fields}


def counts() -> list[int]:
    """Count what an import writes."""
    session.rollback()
    found = [
        session.scalar(select(func.count()).select_from(each)) or 0
        for each in (Course, Edition, ActivityDraft, Medium)
    ]
    session.rollback()
    return found


def test_a_new_course_comes_in(lens_of: LensOf, world: World, anja: Person) -> None:
    """It belongs to the agency its author chose, and waits to be published."""
    lens = lens_of(anja)
    page = lens.get(IMPORT).submit(IMPORT, sent(packed(small(slug=("slug: small", "slug: fresh")))))
    assert page.url == "/en/author/courses/fresh/"
    assert "in the working copy" in page.text
    course = session.scalars(select(Course).where(Course.slug == "fresh")).one()
    assert (course.agency_id, course.live_edition_id) == (world.rangers.id, None)
    assert len(drafts.assemble(course.id).modules) == 2


def test_a_working_copy_is_replaced_only_if_asked(lens_of: LensOf, world: World) -> None:
    """Sent again with the tick it is taken; twice is as once."""
    lens, content = (
        lens_of(world.trajce),
        packed(small(title=("title: A small course", "title: A better course"))),
    )
    page = lens.get(IMPORT).submit(IMPORT, sent(content), status=422)
    assert "is here already" in page.text
    assert drafts.assemble(world.edition.course_id).title == "A small course"
    session.rollback()
    for _ in range(2):
        page = lens.get(IMPORT).submit(IMPORT, sent(content, replaces="y"))
        assert page.url == "/en/author/courses/small/"
    assert drafts.assemble(world.edition.course_id).title == "A better course"


def test_somebody_else_s_course_is_not_touched(lens_of: LensOf, world: World, anja: Person) -> None:
    """The academy's course is not for an agency's author to replace."""
    before = counts()
    page = lens_of(anja).get(IMPORT).submit(IMPORT, sent(packed(small()), replaces="y"), status=422)
    assert "belongs to somebody else" in page.text
    assert counts() == before


def test_a_course_is_not_begun_in_another_s_name(lens_of: LensOf, world: World, anja: Person) -> None:
    """Only agencies in which she writes can be chosen."""
    lens, content = lens_of(anja), packed(small(slug=("slug: small", "slug: fresh")))
    page = lens.get(IMPORT)
    for agency in ("", str(world.inspectors.id), "nonsense"):
        page = lens.get(IMPORT).submit(IMPORT, sent(content, agency=agency), status=422)
    assert "Not a valid choice" in page.text


def test_a_broken_package_is_reported_by_file_and_line(lens_of: LensOf, world: World, app: Flask) -> None:
    """Nothing of it is kept, on disk neither."""
    before, kept = counts(), _stored(app)
    files = small(hours=("hours: 1", "hours: many"), slug=("slug: small", "slug: fresh"))
    files["modules/one/gate-quiz.quiz.yaml"] = b"title: [open\n"
    files["media/new.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="3" height="3"/></svg>'
    page = lens_of(world.trajce).get(IMPORT).submit(IMPORT, sent(packed(files)), status=422)
    assert "Nothing was taken: 2 things to mend" in page.text
    assert "course.yaml Line 7 “hours” must be a whole number." in page.text
    assert "modules/one/gate-quiz.quiz.yaml Line 2" in page.text
    assert (counts(), _stored(app)) == (before, kept)


def _stored(app: Flask) -> set[str]:
    folder: Path = app.extensions["storage"].folder
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_what_is_no_package_is_refused(lens_of: LensOf, world: World) -> None:
    """Nothing chosen, a text, an empty zip."""
    lens = lens_of(world.trajce)
    assert "Choose a zip file first" in lens.get(IMPORT).submit(IMPORT, {}, status=422).text
    assert "no zip that can be read" in lens.get(IMPORT).submit(IMPORT, sent(b"Hello"), status=422).text
    assert "course.yaml" in lens.get(IMPORT).submit(IMPORT, sent(packed({})), status=422).text


def test_a_large_upload_is_for_authors_alone(lens_of: LensOf, lens: Lens, world: World) -> None:
    """Three megabytes arrive here and nowhere else, and from nobody who is not signed in."""
    author = lens_of(world.trajce)
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{author.token()}\r\n--x\r\n'
    file = 'Content-Disposition: form-data; name="package"; filename="a.zip"\r\n\r\n'
    body = (head + file).encode() + os.urandom(3_000_000) + b"\r\n--x--\r\n"

    def answer(who: Lens, address: str) -> int:
        return who.client.post(address, data=body, content_type="multipart/form-data; boundary=x").status_code

    assert answer(lens, IMPORT) == 413
    assert answer(author, IMPORT) == 422
    assert answer(author, EXPORT) == 413


def test_the_working_copy_and_an_edition_go_out(lens_of: LensOf, world: World) -> None:
    """As zips that hold the very files the course came from."""
    lens = lens_of(world.trajce)
    for data, name in (({}, "small.zip"), ({"edition": "1"}, "small-1.zip")):
        page = lens.post(EXPORT, {**data, "csrf_token": lens.token()})
        assert page.response.mimetype == "application/zip"
        assert page.response.headers["Content-Disposition"] == f"attachment; filename={name}"
        with zipfile.ZipFile(io.BytesIO(page.response.get_data())) as opened:
            assert {each: opened.read(each) for each in opened.namelist()} == small()
    lens.post(EXPORT, {"edition": "9", "csrf_token": lens.token()}, status=404)


def test_who_may_not_write_neither_brings_nor_takes(
    lens_of: LensOf, lens: Lens, world: World, anja: Person
) -> None:
    """A coordinator is refused at the door; another agency's author finds nothing."""
    lens_of(world.boris).get(IMPORT, status=403)
    outsider = lens_of(anja)
    outsider.post(EXPORT, {"csrf_token": outsider.token()}, status=404)
    assert "/sign-in" in lens.get(IMPORT).url


def test_agencies_exist(world: World) -> None:
    """The fixture's premise: the small course is the academy's own."""
    assert session.scalars(select(Agency).where(Agency.parent_id.is_(None))).one().name == "Academy"
