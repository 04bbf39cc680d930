"""The catalogue: searched, narrowed, turned page by page, and as cheap with many courses as with few."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from academy import db, i18n
from academy.courses import service
from academy.courses.models import Course, CourseText, Edition
from academy.courses.service.publishing import ready
from academy.db import session
from tests.domains.documents import course, lesson
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def shelf(world: World) -> World:
    """A course with a track beside the small one."""
    document = course("poison", title="Poisoning of eagles", level="advanced", track="rangers", activities=[
        lesson("carcass", "The carcass", "A carbofuran bait lies beside it."),
    ])  # fmt: skip
    service.publish_in_steps(ready=ready(document), by=None, at=AT)
    return world


def many(count: int) -> None:
    """Fill the catalogue with copies of the small course's words."""
    with db.writing():
        edition = session.scalars(select(Edition)).first()
        assert edition is not None
        for number in range(count):
            made = Course(
                slug=f"copy-{number:03d}",
                level="basic",
                source_locale="en",
                hours=1,
                live_edition_id=edition.id,
            )
            session.add(made)
            session.flush()
            session.add_all(
                CourseText(
                    course_id=made.id, locale=locale, activity="", title=f"Copy {number}", text="Words of a copy.",
                    folded_title=f"copy {number}", folded="words of a copy",
                )
                for locale in i18n.LANGUAGES
            )  # fmt: skip


def test_words_are_found(shelf: World, lens: Lens) -> None:
    """With the place, the words about it and a mark."""
    page = lens.get("/en/courses/?q=carbofuran")
    assert "The carcass" in page.text
    assert "<mark>carbofuran</mark>" in page.html
    assert page.follow("The carcass").title == "Poisoning of eagles"


def test_what_was_typed_stays(shelf: World, lens: Lens) -> None:
    """In the field, as text."""
    page = lens.get("/en/courses/?q=%22%3E%3Cpoison&level=advanced&track=rangers")
    assert "Poisoning of eagles" in page.text
    assert 'value="&#34;&gt;&lt;poison"' in page.html


def test_level_and_track(shelf: World, lens: Lens) -> None:
    """Narrow the list; what is not among the choices does nothing."""
    assert "A small course" not in lens.get("/en/courses/?level=advanced").text
    assert "Poisoning of eagles" in lens.get("/en/courses/?track=rangers").text
    assert "No course is like this" in lens.get("/en/courses/?level=supreme").text
    assert "A small course" in lens.get("/en/courses/?level=godlike&track=none").text


def test_nothing_found(shelf: World, lens: Lens) -> None:
    """Says what to try."""
    assert "Nothing was found" in lens.get("/en/courses/?q=zzzz").text
    assert "Nothing was found" in lens.get("/en/courses/?q=%21%21").text


@pytest.mark.parametrize(
    "query",
    [
        "q=%22",
        "q=*",
        "q=a%00b",
        "q=NEAR(",
        "page=-1",
        "page=0",
        "page=x",
        "page=999999999999999999999",
        "q=%F0%9F%98%80",
        "q=a&q=b",
    ],
)
def test_odd_queries(shelf: World, lens: Lens, query: str) -> None:
    """Answer as a page, or refuse a sign that no text has."""
    lens.get(f"/en/courses/?{query}", status=400 if "%00" in query else 200)


def test_pages(world: World, lens: Lens) -> None:
    """Twenty on each, with the way on and back; the words go along."""
    many(45)
    first = lens.get("/en/courses/")
    assert "1 to 20" in first.text
    second = first.follow("Further")
    assert "21 to 40" in second.text
    third = second.follow("Further")
    assert "41 to 46" in third.text
    assert not [link for link in third.links() if "page=4" in link]
    assert third.follow("Back").text == second.text
    found = lens.get("/en/courses/?q=copy").follow("Further")
    assert "q=copy" in found.url
    assert "21 to 40" in found.text


@pytest.mark.parametrize("query", ["", "?q=copy", "?q=wor&level=basic"])
def test_few_statements(world: World, lens: Lens, query: str) -> None:
    """As many with five hundred courses as with one."""
    many(3)
    lens.get(f"/en/courses/{query}")
    with statements() as few:
        lens.get(f"/en/courses/{query}")
    many_more = 497
    with db.writing():
        session.query(CourseText).filter(CourseText.title.like("Copy%")).delete()
        session.query(Course).filter(Course.slug.like("copy-%")).delete()
    many(many_more)
    with statements() as found:
        lens.get(f"/en/courses/{query}")
    assert len(found) == len(few) <= 6, "\n".join(found)
