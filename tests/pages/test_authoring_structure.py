"""The desk, the outline of a course, its settings and conditions, programmes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.courses.models import (
    ActivityDraft,
    Course,
    CourseDraft,
    ModuleDraft,
    Programme,
    ProgrammeCourse,
)
from academy.courses.service import drafts, structure
from academy.db import session
from academy.learning.models import Enrolment
from tests.lens import Lens, Page
from tests.pages.ladder import statements
from tests.world import World

Browse = Callable[..., Lens]
AUTHOR = "/en/author"
HERE = f"{AUTHOR}/courses/fresh"


@pytest.fixture
def course(world: World) -> Course:
    """A course of the academy: One (A, B), Two (C)."""
    said: dict[str, Any] = {"by": world.actor(world.trajce), "at": clock.now() - timedelta(days=1)}
    with db.writing():
        made = drafts.begin(
            slug="fresh", title="Fresh tracks", agency_id=None, source_locale="en", level="basic", track=None, **said
        )  # fmt: skip
        for title, inside in (("One", "AB"), ("Two", "C")):
            module = structure.add_module(course_id=made.id, title=title, based_on=0, **said)
            for each in inside:
                structure.add_activity(module=module, kind="lesson", title=each, based_on=0, **said)
    return made


@pytest.fixture
def trajce(lens_of: Browse, world: World) -> Lens:
    return lens_of(world.trajce)


@pytest.fixture
def stranger(lens_of: Browse, world: World) -> Lens:
    """An author of another agency."""
    with db.writing():
        session.add(
            Membership(
                person_id=world.dina.id, agency_id=world.inspectors.id, role=Role.AUTHOR, starts_on=clock.now().date()
            )
        )  # fmt: skip
    return lens_of(session.get_one(Person, world.dina.id))


def of(slug: str) -> ModuleDraft | ActivityDraft:
    """Find a module or an activity in use."""
    session.rollback()
    for model in (ModuleDraft, ActivityDraft):
        if found := session.scalar(
            select(model)
            .join(Course, Course.id == model.course_id)
            .where(Course.slug == "fresh", model.slug == slug, model.retired_at.is_(None))
        ):
            return found
    raise AssertionError(f"nothing is called {slug}")


def rows(page: Page) -> str:
    """Read the outline of a page as the titles in their order."""
    found = [each for each in page.tree.iter("li") if "outline-" in (each.get("class") or "")]
    links = [next(link for link in each.iter("a")) for each in found]
    return " ".join("".join(link.itertext()).strip() for link in links)


def pressed(page: Page, action: str, name: str, value: str, **typed: Any) -> Page:
    """Press a button of a form."""
    status = typed.pop("status", None)
    return page.submit(action, {name: value, **typed}, status=status)


# --- who comes in ----------------------------------------------------------------------------------------


PAGES = ["", "courses/new", "courses/fresh/", "courses/fresh/settings", "courses/fresh/glossary", "courses/fresh/copy",
         "programmes/new"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_is_for_authors(lens_of: Browse, world: World, course: Course, path: str) -> None:
    for who in (world.amina, world.boris):
        lens_of(who).get(f"{AUTHOR}/{path}", status=403)
    for who in (world.trajce, world.ada):
        lens_of(who).get(f"{AUTHOR}/{path}")


def test_what_belongs_to_others_is_nothing(stranger: Lens, course: Course, world: World) -> None:
    """An author of another agency finds neither the course nor its parts, and changes nothing."""
    one, a = of("one"), of("a")
    with db.writing():
        session.add(_programme(world))
    for path in (
        "courses/fresh/", "courses/fresh/settings", "courses/fresh/glossary", "courses/fresh/copy", f"modules/{one.id}",
        f"modules/{one.id}/activities/new", f"activities/{a.id}/settings", "programmes/road/",
    ):  # fmt: skip
        stranger.get(f"{AUTHOR}/{path}", status=404)
    token = {"csrf_token": stranger.token(), "title": "Mine", "revision": "1"}
    for path in (
        "courses/fresh/order", "courses/fresh/modules", "courses/fresh/retire", "courses/fresh/restore",
        "courses/fresh/settings", f"modules/{one.id}/copy", f"modules/{one.id}/retire", f"modules/{one.id}/restore",
        f"activities/{a.id}/copy", f"activities/{a.id}/retire", f"activities/{a.id}/restore", "programmes/road/copy",
        "programmes/road/courses", "programmes/road/place", "programmes/road/retire", "programmes/road/restore", f"modules/{uuid4()}/retire",
    ):  # fmt: skip
        stranger.post(f"{AUTHOR}/{path}", token, status=404)
    assert "Fresh tracks" not in stranger.get(f"{AUTHOR}/").text


def _programme(world: World, **other: Any) -> Programme:
    academy = session.scalars(
        select(Membership.agency_id).where(Membership.person_id == world.trajce.id)
    ).one()
    return Programme(
        slug="road", agency_id=academy, source_locale="en", title="The road", summary="From first to last.", position=0,
        **other,
    )  # fmt: skip


# --- desk -------------------------------------------------------------------------------------------------


def test_the_desk_says_how_courses_stand(trajce: Lens, course: Course, world: World) -> None:
    page = trajce.get(f"{AUTHOR}/")
    assert "Never published" in page.text and "by trajce" in page.text
    with db.writing():
        session.get_one(Course, course.id).live_edition_id = world.edition.id
    assert "Edition 1 live Changes since" in trajce.get(f"{AUTHOR}/").text
    with db.writing():
        for model in (CourseDraft, ActivityDraft):
            for row in session.scalars(select(model).where(model.course_id == course.id)):
                row.edited_at = world.edition.published_at
    assert "Changes since" not in trajce.get(f"{AUTHOR}/").text


def test_the_desk_costs_the_same_for_many_courses(trajce: Lens, world: World) -> None:
    counts = []
    for start in (0, 25):
        with db.writing():
            for number in range(start, start + 25):
                drafts.begin(
                    slug=f"c{number}", title=f"C {number}", agency_id=None, source_locale="en", level="basic", track=None,
                    by=world.actor(world.trajce), at=clock.now(),
                )  # fmt: skip
        with statements() as found:
            page = trajce.get(f"{AUTHOR}/")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12, counts
    assert "of 5" in page.text and trajce.get(f"{AUTHOR}/?page=3").follow("Authoring")


def test_a_course_is_begun_once(trajce: Lens) -> None:
    """Two presses of one form begin one course; a title in any script makes an address."""
    form = trajce.get(f"{AUTHOR}/courses/new")
    assert "Type a title" in form.submit("courses/new", {"title": " "}, status=422).text
    typed = {
        "title": "Трагови у снегу",
        "level": "advanced",
        "track": "",
        "source_locale": "sr-Cyrl",
        "agency": "",
    }
    for _press in (1, 2):
        assert form.submit("courses/new", typed).title == "Трагови у снегу"
    assert session.scalars(select(Course.slug).where(Course.slug.startswith("tragovi"))).all() == [
        "tragovi-u-snegu"
    ]


def test_a_course_belongs_where_its_author_may_write(stranger: Lens, world: World) -> None:
    page = stranger.get(f"{AUTHOR}/courses/new")
    page.submit("courses/new", {"title": "X", "agency": str(world.rangers.id)}, status=422)
    page.submit("courses/new", {"title": "X", "agency": ""}, status=422)
    page.submit("courses/new", {"title": "Ours", "agency": str(world.inspectors.id)})
    assert session.scalars(select(Course.agency_id).where(Course.slug == "ours")).one() == world.inspectors.id


def test_a_course_is_copied(trajce: Lens, course: Course) -> None:
    form = trajce.get(f"{HERE}/copy")
    for _press in (1, 2):
        page = form.submit("copy", {"title": "Fresh tracks"})
        assert rows(page) == "One A B Two C" and page.url.endswith("/fresh-tracks/")
    form.submit("copy", {"title": ""}, status=422)


def test_a_course_is_set_aside_and_comes_back(trajce: Lens, course: Course) -> None:
    page = trajce.get(f"{HERE}/").submit("fresh/retire")
    assert "Course, kept until" in page.text
    assert "Set aside" in trajce.get(f"{HERE}/").text
    page.submit("fresh/restore")
    assert session.get_one(Course, course.id).retired_at is None
    with db.writing():
        session.get_one(Course, course.id).retired_at = clock.now() - timedelta(days=91)
    assert "kept until" not in trajce.get(f"{AUTHOR}/").text
    trajce.post(f"{HERE}/restore", {"csrf_token": trajce.token()}, status=404)


# --- outline ----------------------------------------------------------------------------------------------


def test_modules_are_added(trajce: Lens, course: Course) -> None:
    page = trajce.get(f"{HERE}/")
    assert "Type a title" in page.submit("fresh/modules", {"title": ""}, status=422).text
    for _press in (1, 2):
        after = page.submit("fresh/modules", {"title": "Three"})
    assert rows(after) == "One A B Two C Three"


def test_activities_are_added(trajce: Lens, course: Course) -> None:
    """A kind, a title, on to its editor; a second press finds what the first one made."""
    address = f"{AUTHOR}/modules/{of('two').id}/activities/new"
    form = trajce.get(address)
    form.submit(address, {"kind": "quiz", "title": ""}, status=422)
    form.submit(address, {"kind": "dance", "title": "X"}, status=422)
    for _press in (1, 2):
        form.submit(address, {"kind": "quiz", "title": "Проба"})
    assert of("proba").kind == "quiz"  # type: ignore[union-attr]
    assert rows(trajce.get(f"{HERE}/")) == "One A B Two C Проба"


@pytest.mark.parametrize(
    ("button", "slug", "after", "words"),
    [
        ("down", "a", "One B A Two C", "“A” is now at place 2 of 2 in “One”."),
        ("down", "b", "One A Two B C", "“B” is now at place 1 of 2 in “Two”."),
        ("up", "two", "Two C One A B", "Module “Two” is now at place 1 of 2."),
        ("up", "one", "One A B Two C", "Module “One” is now at place 1 of 2."),
    ],
)
def test_buttons_move(trajce: Lens, course: Course, button: str, slug: str, after: str, words: str) -> None:
    """Each press moves one place, says where to, and comes back to the row."""
    page = pressed(trajce.get(f"{HERE}/"), "order", "move", f"{button}:{of(slug).id}")
    assert rows(page) == after and words in page.text


def test_an_order_is_saved_as_dragged(trajce: Lens, course: Course) -> None:
    page = trajce.get(f"{HERE}/")
    ids = {slug: of(slug).id for slug in ("one", "two", "a", "b", "c")}
    order = [f"m:{ids['two']}", f"a:{ids['b']}", f"a:{ids['c']}", f"m:{ids['one']}", f"a:{ids['a']}"]
    after = page.submit("order", {"order": order, "moved": str(ids["b"])})
    assert rows(after) == "Two B C One A" and "“B” is now at place 1 of 2 in “Two”." in after.text


def test_a_stale_order_loses_nothing(trajce: Lens, course: Course) -> None:
    """Whoever moves on an old page is shown the outline as it is now."""
    old = trajce.get(f"{HERE}/")
    old.submit("fresh/modules", {"title": "Three"})
    page = pressed(old, "order", "move", f"down:{of('a').id}", status=409)
    assert rows(page) == "One A B Two C Three" and "your last step was not done" in page.text
    assert rows(pressed(page, "order", "move", f"down:{of('a').id}")) == "One B A Two C Three"
    page.submit("order", {"order": ["m:x"], "moved": str(uuid4())}, status=404)


def test_a_circle_is_refused_by_name(trajce: Lens, course: Course) -> None:
    """A move into a module that waits for what is moved."""
    with db.writing():
        two = session.get_one(ModuleDraft, of("two").id)
        two.settings = {**two.settings, "requires": {"done": "b"}}
    page = pressed(trajce.get(f"{HERE}/"), "order", "move", f"down:{of('b').id}", status=422)
    assert "“B” → “Two” → “B”" in page.text and rows(page) == "One A B Two C"


def test_parts_are_copied_set_aside_and_restored(trajce: Lens, course: Course) -> None:
    page = trajce.get(f"{HERE}/")
    typed = {"csrf_token": trajce.token(), "revision": _revision(page)}
    for _press in (1, 2):
        after = trajce.post(f"{AUTHOR}/activities/{of('a').id}/copy", typed)
    assert rows(after) == "One A A (2) B Two C"
    typed["revision"] = _revision(after)
    for _press in (1, 2):
        after = trajce.post(f"{AUTHOR}/modules/{of('two').id}/copy", typed)
    assert rows(after) == "One A A (2) B Two C Two (2) C"
    one, b = of("one").id, of("b").id
    for _press in (1, 2):
        trajce.post(f"{AUTHOR}/activities/{b}/retire", typed)
    after = trajce.post(f"{AUTHOR}/modules/{one}/retire", typed)
    assert rows(after) == "Two C Two (2) C" and "Module, kept until" in after.text
    trajce.get(f"{AUTHOR}/modules/{one}", status=404)
    trajce.get(f"{AUTHOR}/activities/{b}/settings", status=404)
    after = after.submit(f"modules/{one}/restore")
    assert rows(after) == "One A A (2) Two C Two (2) C"
    assert rows(after.submit(f"activities/{b}/restore")) == "One A A (2) B Two C Two (2) C"
    trajce.post(f"{AUTHOR}/modules/{one}/restore", typed)


def test_what_is_too_old_is_said(trajce: Lens, course: Course) -> None:
    one = of("one").id
    page = trajce.post(f"{AUTHOR}/modules/{one}/retire", {"csrf_token": trajce.token()})
    with db.writing():
        long_ago = clock.now() - timedelta(days=91)
        for row in (session.get_one(ModuleDraft, one), *session.scalars(select(ActivityDraft).where(ActivityDraft.module_id == one))):  # fmt: skip
            row.retired_at = long_ago
    assert "not kept any more" in page.submit(f"modules/{one}/restore", status=422).text
    assert "kept until" not in trajce.get(f"{HERE}/").text


def _revision(page: Page) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page.html)
    assert found
    return found[1]


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_of_a_course_are_saved(trajce: Lens, course: Course) -> None:
    page = trajce.get(f"{HERE}/settings")
    assert "Type a number" in page.submit("settings", {"hours": "many"}, status=422).text
    page.submit(
        "settings",
        {"title": "Old tracks", "hours": "12", "needs_approval": "y", "track": "unheard-of"},
        status=422,
    )
    page.submit("settings", {"title": "Old tracks", "hours": "12", "needs_approval": "y", "valid_months": ""})
    settings = session.scalars(select(CourseDraft.settings).where(CourseDraft.course_id == course.id)).one()
    assert (settings["title"], settings["hours"], settings["needs_approval"]) == ("Old tracks", 12, True)
    assert settings["valid_months"] is None and settings["track"] is None
    assert settings["renews"] is None
    page.submit("settings", {"renews_course": "small", "renews_opens_days": "0"}, status=422)
    page.submit("settings", {"renews_course": "small", "renews_opens_days": "60"}, status=409)
    trajce.get(f"{HERE}/settings").submit("settings", {"renews_course": "small", "renews_opens_days": "60"})
    session.expire_all()
    settings = session.scalars(select(CourseDraft.settings).where(CourseDraft.course_id == course.id)).one()
    assert settings["renews"] == {"course": "small", "opens_days": 60, "grace_days": 30, "months": None}


def test_a_stale_form_is_noticed_and_kept(trajce: Lens, course: Course) -> None:
    """What was typed stays, what is saved is shown, and saving once more is a decision."""
    mine, theirs = trajce.get(f"{HERE}/settings"), trajce.get(f"{HERE}/settings")
    theirs.submit("settings", {"title": "Theirs"})
    page = mine.submit("settings", {"title": "Mine"}, status=409)
    assert "What is saved now Title Theirs" in page.text and 'value="Mine"' in page.html
    assert page.submit("settings").title == "Mine"


def test_conditions_are_built_row_by_row(trajce: Lens, course: Course) -> None:
    """Every button shows the page again with what was typed; Save saves the tree."""
    address = f"{AUTHOR}/activities/{of('c').id}/settings"
    page = trajce.get(address)
    page = pressed(page, "settings", "requires-do", "add-0", **{"requires-0-new": "done", "slug": "see"})
    assert 'value="see"' in page.html and "Opens as soon as its module does" in page.text
    page = pressed(
        page, "settings", "requires-do", "add-0", **{"requires-1-value": "a", "requires-0-new": "any"}
    )
    assert "Opens once “A” is done." in page.text
    page = pressed(page, "settings", "requires-do", "add-2", **{"requires-2-new": "score"})
    page = pressed(page, "settings", "requires-do", "add-2", **{"requires-2-new": "until"})
    wrong = page.submit("settings", {"requires-4-value": "soon"}, status=422)
    assert "Choose from the list" in wrong.text or "Type a score" in wrong.text
    assert "Type a day" in wrong.text
    typed = {"requires-3-value": "b", "requires-3-at_least": "80", "requires-4-value": "2026-12-31"}
    page = pressed(wrong, "settings", "requires-do", "remove-9", **typed)
    said = "“A” is done and (“B” is done with at least 80% or it is not later than 31 December 2026)."
    assert said in page.text
    page.submit("settings")
    assert of("see").settings["requires"] == {
        "all": [{"done": "a"}, {"any": [{"score": "b", "at_least": 0.8}, {"until": "2026-12-31"}]}]
    }
    page = pressed(trajce.get(address), "settings", "requires-do", "remove-2")
    page.submit("settings")
    assert of("see").settings["requires"] == {"done": "a"}
    assert "Opens once “A” is done." in trajce.get(f"{HERE}/").text


def test_settings_of_a_place(trajce: Lens, course: Course) -> None:
    address = f"{AUTHOR}/activities/{of('c').id}/settings"
    page = trajce.get(address)
    for typed in ({"slug": "a"}, {"slug": "No!"}, {"due_days": "0"}, {"module_id": str(uuid4())}):
        page.submit("settings", typed, status=422)
    form = page.form("settings")
    assert form is not None
    after = page.submit("settings", {"module_id": str(of("one").id), "due_days": "14"})
    assert rows(after) == "One A B C Two" and "due after 14 days" in after.text
    circle = trajce.get(f"{AUTHOR}/activities/{of('a').id}/settings")
    circle = pressed(circle, "settings", "requires-do", "add-0", **{"requires-0-new": "done"})
    circle.submit("settings", {"requires-1-value": "one"}, status=422)


def test_settings_of_a_module(trajce: Lens, course: Course) -> None:
    """Gate, name, sources; rows come and go; a source without a title is not taken."""
    address = f"{AUTHOR}/modules/{of('one').id}"
    page = pressed(trajce.get(address), "/modules/", "source-do", "add", title="First")
    page = pressed(
        page, "/modules/", "source-do", "add", **{"source-0-title": "A guide", "source-0-year": "2024"}
    )
    assert 'value="First"' in page.html
    bad = page.submit("/modules/", {"source-1-by": "Somebody", "source-0-year": "long ago"}, status=422)
    assert "Type a year" in bad.text and "remove the row" in bad.text
    page = pressed(bad, "/modules/", "source-do", "remove-1", **{"source-0-year": "2024"})
    page.submit("/modules/", {"gate": "y", "slug": "first"})
    settings = of("first").settings
    assert settings["gate"] and settings["title"] == "First"
    assert [source["title"] for source in settings["sources"]] == ["A guide"]
    stale = trajce.get(address)
    trajce.get(address).submit("/modules/", {"title": "Other"})
    assert "What is saved now" in stale.submit("/modules/", {"title": "Mine"}, status=409).text


def test_a_glossary(trajce: Lens, course: Course) -> None:
    page = pressed(trajce.get(f"{HERE}/glossary"), "glossary", "term-do", "add")
    page = pressed(
        page, "glossary", "term-do", "add", **{"term-0-term": "Мамац", "term-0-definition": "Bait"}
    )
    assert "remove the row" in page.submit("glossary", {"term-1-term": "Snare"}, status=422).text
    twice = {"term-1-term": "Bait", "term-1-definition": "x", "term-1-key": "mamac"}
    assert "Another term has this key" in page.submit("glossary", twice, status=422).text
    page.submit("glossary")
    kept = trajce.get(f"{HERE}/glossary")
    assert 'value="mamac"' in kept.html
    trajce.get(f"{HERE}/glossary").submit("glossary", {"term-0-definition": "What draws it"})
    stale = kept.submit("glossary", {"term-0-definition": "Food"}, status=409)
    assert "What draws it" in stale.text
    stale.submit("glossary")
    assert "Food" in trajce.get(f"{HERE}/glossary").text


# --- programmes -------------------------------------------------------------------------------------------


def test_a_programme_from_its_founding_to_its_return(trajce: Lens, course: Course, world: World) -> None:
    form = trajce.get(f"{AUTHOR}/programmes/new")
    form.submit("programmes/new", {"title": ""}, status=422)
    for _press in (1, 2):
        page = form.submit("programmes/new", {"title": "The road", "summary": "All of it."})
    assert session.scalars(select(Programme.slug)).all() == ["the-road"]
    for each in (course.id, world.edition.course_id):
        page = _put(page, each)
    ids = [course.id, world.edition.course_id]
    assert _order(page) == ids and "not published yet" in page.text
    stale = page
    page = pressed(page, "the-road/courses", "move", f"up:{ids[1]}")
    assert _order(page) == ids[::-1]
    assert (
        "your last step was not done"
        in pressed(stale, "the-road/courses", "move", f"up:{ids[1]}", status=409).text
    )
    page = page.submit("the-road/courses", {"order": [str(each) for each in ids], "moved": str(ids[0])})
    assert _order(page) == ids
    page = pressed(page, "the-road/courses", "move", f"remove:{ids[0]}")
    assert _order(page) == ids[1:]
    typed = {"summary": "", "source_locale": "en", "revision": _revision(page), "agency": _academy(world)}
    said = {"csrf_token": trajce.token(), **typed}
    trajce.post(f"{AUTHOR}/programmes/the-road/", {**said, "title": " "}, status=422)
    again = trajce.post(f"{AUTHOR}/programmes/the-road/", {**said, "title": "The long road"})
    assert again.title == "The long road"
    trajce.post(f"{AUTHOR}/programmes/the-road/", {**said, "title": "The short road"}, status=409)
    copy = again.submit("the-road/copy")
    assert copy.title == "The long road (2)" and _order(copy) == ids[1:]
    desk = copy.submit("/retire")
    assert "Programme, kept until" in desk.text
    assert desk.submit("/restore").title == "The long road (2)"


def test_programmes_among_each_other(trajce: Lens, course: Course, world: World, lens: Lens) -> None:
    """By buttons; pressed twice it is done once; whoever saw another order is told."""
    form = trajce.get(f"{AUTHOR}/programmes/new")
    for title in ("First road", "Second road", "Third road"):
        form.submit("programmes/new", {"title": title})
    desk = trajce.get(f"{AUTHOR}/")
    assert "Move up: First road" not in desk.html and "Move down: Third road" not in desk.html
    for _press in (1, 2):
        moved = desk.submit("third-road/place")
        assert "“Third road” is now at place 2 of 3." in moved.text
    assert _programmes_in_order() == ["first-road", "third-road", "second-road"]
    stale = desk.submit("first-road/place", status=409)
    assert "Somebody else changed the order of the programmes" in stale.text
    assert _programmes_in_order() == ["first-road", "third-road", "second-road"]
    moved.submit("first-road/place")
    assert _programmes_in_order() == ["third-road", "first-road", "second-road"]
    shown = lens.get("/en/programmes/").text
    assert shown.index("Third road") < shown.index("First road") < shown.index("Second road")
    said = {"csrf_token": trajce.token()}
    for past in ("", "up:", "up:nowhere", "down:first-road"):
        trajce.post(f"{AUTHOR}/programmes/first-road/place", {**said, "past": past}, status=409)


def _programmes_in_order() -> list[str]:
    session.rollback()
    return list(session.scalars(select(Programme.slug).order_by(Programme.position)))


def _academy(world: World) -> str:
    return str(
        session.scalars(select(Membership.agency_id).where(Membership.person_id == world.trajce.id)).one()
    )


def _put(page: Page, course_id: Any) -> Page:
    data = {
        "csrf_token": page.lens.token(), "revision": _revision(page), "move": "add:", "course": str(course_id),
    }  # fmt: skip
    return page.lens.post(f"{AUTHOR}/programmes/the-road/courses", data)


def _order(page: Page) -> list[Any]:
    session.rollback()
    slug = page.url.rstrip("/").rpartition("/")[2]
    return list(
        session.scalars(
            select(ProgrammeCourse.course_id)
            .join(Programme, Programme.id == ProgrammeCourse.programme_id)
            .where(Programme.slug == slug)
            .order_by(ProgrammeCourse.position)
        )
    )


def test_anybody_sees_the_way(lens: Lens, lens_of: Browse, world: World, course: Course) -> None:
    """Published courses by level; whoever is on the way sees how far she is."""
    with db.writing():
        programme = _programme(world)
        session.add(programme)
        session.flush()
        for place, each in enumerate((course.id, world.edition.course_id)):
            session.add(ProgrammeCourse(programme_id=programme.id, course_id=each, position=place))
    assert "The road" in lens.get("/en/programmes/").text
    page = lens.get("/en/programmes/road/")
    assert "Fresh tracks" not in page.text and "Basic" in page.text and "completed" not in page.text
    amina = lens_of(world.amina)
    assert "Under way" in amina.get("/en/programmes/road/").text
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).completed_at = clock.now()
    assert "1 of 1 courses completed" in amina.get("/en/programmes/road/").text
    assert 'lang="en"' in lens.get("/sq/programmes/road/").html
    with db.writing():
        session.scalars(select(Programme)).one().retired_at = clock.now()
    lens.get("/en/programmes/road/", status=404)
