"""Writing a lesson: saving, colliding, previewing, questions, and a file that cannot be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses import service as courses
from academy.courses.models import ActivityDraft, CourseDraft, DraftRevision
from academy.db import session
from academy.learning.models import Enrolment
from tests.lens import Lens, Page
from tests.pages.ladder import statements
from tests.world import PACKAGES, World

pytestmark = pytest.mark.pages

LEAD = "The lead of the first lesson."


@pytest.fixture
def trajce(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """The browser of a trainer of the academy, who may write its courses."""
    return lens_of(world.trajce)


@pytest.fixture
def ada(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.ada)


def draft(slug: str = "first-lesson") -> ActivityDraft:
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == slug)).one()


def address(slug: str = "first-lesson") -> str:
    return f"/en/author/lessons/{draft(slug).id}"


def body(page: Page) -> str:
    area = next(each for each in page.tree.iter("textarea") if each.get("name") == "body")
    return "".join(area.itertext()).lstrip("\n")


def write(page: Page, *, status: int = 200, **values: Any) -> Page:
    return page.submit("/author/lessons/", values, status=status)


def by_script(lens: Lens, url: str, **values: Any) -> Any:
    """Post as the self-saving draft does."""
    return lens.client.post(
        url, data={"csrf_token": lens.token(), **values}, headers={"X-Requested-With": "draft"}
    )


def typed(page: Page, **values: Any) -> dict[str, Any]:
    """Return the fields of the editor with ``values`` in their place."""
    found = {
        each.get("name"): each.get("value", "")
        for each in page.form("/author/lessons/").iter("input")
        if each.get("type") not in ("radio", "checkbox") or "checked" in each.attrib
    }
    return (
        {name: value for name, value in found.items() if name != "csrf_token"} | {"body": body(page)} | values
    )


def test_writing(trajce: Lens) -> None:
    page = trajce.get(address())
    assert (page.title, "A circle stands" in page.text, "Where do you stand?" in page.text) == (
        "Stay upwind",
        True,
        True,
    )
    saved = write(
        page, title="  Stay well   upwind ", minutes="6", body=body(page).replace(LEAD, "A new lead.")
    )
    assert (saved.title, "Saved." in saved.text, "A new lead." in saved.text) == (
        "Stay well upwind",
        True,
        True,
    )
    assert draft().source.startswith("---\ntitle: Stay well upwind\nminutes: 6\nchecks:\n  - key: upwind\n")
    assert "Nothing has changed" in write(saved).text


def test_few_statements(trajce: Lens) -> None:
    trajce.get(address())
    with statements() as found:
        trajce.get(address())
    assert len(found) <= 12, "\n".join(found)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": " "}, "Type the title."),
        ({"minutes": "0"}, "Type a number from 1 to 600."),
        ({"minutes": "soon"}, "Not a valid integer"),
        ({"body": " \n "}, "Type the text of the lesson."),
    ],
)
def test_refused(trajce: Lens, values: dict[str, str], words: str) -> None:
    page = write(trajce.get(address()), status=422, **{"title": "Kept as typed", **values})
    assert words in page.text
    assert draft().revision == 1
    answer = by_script(trajce, address(), **typed(trajce.get(address()), **values))
    assert (answer.status_code, "Not saved yet" in answer.json["text"]) == (422, True)


def test_a_lesson_that_cannot_be_shown_is_saved_and_says_where(trajce: Lens) -> None:
    page = write(trajce.get(address()), body="First.\n\n::: safety\nNever closed.")
    assert "Line 3" in page.text and "not closed" in page.text
    assert "Never closed." in draft().source


def test_it_saves_itself(trajce: Lens) -> None:
    page = trajce.get(address())
    answer = by_script(trajce, address(), **typed(page, body=body(page).replace(LEAD, "Typed.")))
    assert answer.status_code == 200
    assert (answer.json["revision"], answer.json["text"][:6]) == (2, "Saved ")
    assert answer.json["saved_at"]


def test_two_authors_of_different_paragraphs(trajce: Lens, ada: Lens) -> None:
    hers, his = ada.get(address()), trajce.get(address())
    write(his, body=body(his).replace(LEAD, "His lead."))
    page = write(hers, body=body(hers).replace("A paragraph with", "Her paragraph with"))
    assert "both are here now" in page.text
    assert "His lead." in body(page) and "Her paragraph with" in body(page)


def test_by_script_they_come_together_too(trajce: Lens, ada: Lens) -> None:
    hers, his = ada.get(address()), trajce.get(address())
    write(his, body=body(his).replace(LEAD, "His lead."))
    answer = by_script(ada, address(), **typed(hers, body=body(hers).replace("A paragraph", "Her paragraph")))
    assert (answer.json["revision"], draft().revision) == (3, 4)
    assert "what others changed" in answer.json["text"]


def collide(trajce: Lens, ada: Lens) -> Page:
    hers, his = ada.get(address()), trajce.get(address())
    write(his, body=body(his).replace(LEAD, "His <b>lead</b>."))
    return write(hers, status=409, body=body(hers).replace(LEAD, "Her lead."))


def test_the_same_paragraph_is_decided_side_by_side(trajce: Lens, ada: Lens) -> None:
    merge = collide(trajce, ada)
    assert merge.title == "Bring two versions together"
    for words in (
        "trajce saved a change",
        "Her lead.",
        "His <b>lead</b>.",
        LEAD,
        "[different:",
        "Place 1 of 1",
    ):
        assert words in merge.text
    page = merge.submit("/merge", {"choice-0": "own", "own-0": "Our lead."})
    assert "Saved." in page.text and "Our lead." in body(page)
    kept = session.scalars(select(DraftRevision.source).where(DraftRevision.activity_id == draft().id))
    assert any("His <b>lead</b>." in source for source in kept)


@pytest.mark.parametrize(
    ("choice", "stays", "goes"),
    [("mine", ["Her lead."], ["His"]), ("theirs", ["His <b>lead</b>."], ["Her"]), ("both", ["Her lead.", "His <b>"], [])],
)  # fmt: skip
def test_mine_theirs_or_both(trajce: Lens, ada: Lens, choice: str, stays: list[str], goes: list[str]) -> None:
    page = collide(trajce, ada).submit("/merge", {"choice-0": choice})
    assert all(words in body(page) for words in stays)
    assert not any(f"{words} lead" in body(page) for words in goes)


@pytest.mark.parametrize("choice", ["", "nonsense"])
def test_nothing_is_saved_before_all_is_decided(trajce: Lens, ada: Lens, choice: str) -> None:
    page = collide(trajce, ada).submit("/merge", {"choice-0": choice, "own-0": "Half done"}, status=422)
    assert "Choose what stays here." in page.text and "Half done" in page.html
    assert draft().revision == 2
    assert "Her lead." in body(page.submit("/merge", {"choice-0": "mine"}))


def test_a_third_author_meanwhile(trajce: Lens, ada: Lens) -> None:
    merge = collide(trajce, ada)
    his = trajce.get(address())
    write(his, body=body(his).replace("lead</b>", "third</b>"))
    again = merge.submit("/merge", {"choice-0": "mine"}, status=409)
    assert "third" in again.text and "Her lead." in again.text
    assert "Her lead." in body(again.submit("/merge", {"choice-0": "mine"}))


def test_a_script_that_collides_is_told(trajce: Lens, ada: Lens) -> None:
    hers, his = ada.get(address()), trajce.get(address())
    write(his, body=body(his).replace(LEAD, "His."))
    answer = by_script(ada, address(), **typed(hers, body=body(hers).replace(LEAD, "Hers.")))
    assert (answer.status_code, answer.json["is_collision"]) == (409, True)
    assert draft().revision == 2


def test_preview_without_script_saves_nothing(trajce: Lens) -> None:
    page = trajce.get(address())
    shown = write(
        page, preview="1", body="Only a *look*.\n\n::: jurisdiction emergency\n:::\n\n::: check nothing\n:::"
    )
    assert "Only a look" in shown.text and "nothing" in shown.text and "Only a *look*." in body(shown)
    assert "data-unsaved" in shown.html
    assert draft().revision == 1


def test_preview_by_script(trajce: Lens) -> None:
    answer = by_script(
        trajce, f"{address()}/preview", **typed(trajce.get(address()), body="## Fine\n\nText & more")
    )
    assert answer.status_code == 200
    assert "Text &amp; more" in answer.json["html"] and "3 words" in answer.json["html"]
    broken = by_script(trajce, f"{address()}/preview", body="![x](nothing.png)")
    assert "data-line" in broken.json["html"] and "not among the media" in broken.json["html"]
    hostile = by_script(
        trajce, f"{address()}/preview", body="[x](javascript:alert(1)) <script>alert(1)</script>"
    )
    assert "<script" not in hostile.json["html"] and "javascript:" not in hostile.json["html"]


def test_pictures_words_and_entries_are_offered(trajce: Lens) -> None:
    with db.writing():
        settings = session.get_one(CourseDraft, draft().course_id)
        term = {"key": "necropsy", "term": "Necropsy", "definition": "Opening a dead animal."}
        settings.settings = {**settings.settings, "glossary": [term]}
    page = trajce.get(address())
    for words in (
        "](square.svg)",
        "[Necropsy](term:necropsy)",
        "::: jurisdiction emergency",
        "::: check upwind",
    ):
        assert words in page.html
    page = write(page, body="A [necropsy](term:necropsy), and [more](term:bait).")
    assert "Opening a dead animal." in page.text and "The glossary lacks a word" in page.text
    assert 'href="#term-necropsy"' in page.html


def test_a_new_question(trajce: Lens) -> None:
    page = write(trajce.get(address()), **{"add-check": "1", "new-kind": "true-false"})
    assert "::: check question-1\n:::" in body(page) and draft().revision == 1
    refused = write(page, status=422)
    assert "question-1" in refused.text and "not complete" in refused.text
    filled = {"check-question-1.prompt": "Is bait ever safe?", "check-question-1.answer": "false"}
    saved = write(refused, **filled)
    assert "Saved." in saved.text and "key: question-1" in draft().source
    gone = write(saved, **{"remove-check": "question-1"})
    assert "::: check question-1" not in body(gone)
    assert "key: question-1" not in (write(gone) and draft().source)


def test_a_question_half_written_does_not_hold_the_text_back(trajce: Lens) -> None:
    """What saves itself leaves an unfinished question for later, and keeps a stored one as it was."""
    page = write(trajce.get(address()), **{"add-check": "1", "new-kind": "true-false"})
    values = typed(page, body="Saved all the same.", **{"check-upwind.prompt": ""})
    values["check"] = ["upwind:single-choice", "question-1:true-false"]
    assert by_script(trajce, address(), **values).status_code == 200
    assert "Saved all the same." in draft().source
    assert "question-1" not in draft().source and "Where do you stand?" in draft().source


@pytest.mark.parametrize("named", ["upwind:nonsense", "No Key:true-false", ":", "x:"])
def test_questions_of_no_kind_are_passed_over(trajce: Lens, named: str) -> None:
    assert "Saved." in write(trajce.get(address()), check=[named]).text


def test_nonsense_in_new_kind_adds_nothing(trajce: Lens) -> None:
    page = write(trajce.get(address()), **{"add-check": "1", "new-kind": "nonsense"})
    assert "question-1" not in page.html


def test_a_file_that_cannot_be_read(trajce: Lens) -> None:
    source = f"/en/author/activities/{draft().id}/source"
    page = trajce.get(source).submit("/source", {"source": "---\ntitle: [\n---\nText"})
    assert "cannot be read yet" in page.text and "Line" in page.text and "title: [" in page.html
    assert trajce.get(address()).url.endswith("/source"), "its editor leads to the text"
    page = page.submit("/source", {"source": "---\ntitle: Mended\nminutes: 4\n---\nText"})
    assert "cannot be read yet" not in page.text
    assert trajce.get(address()).title == "Mended"
    empty = page.submit("/source", {"source": " "}, status=422)
    assert "An empty file holds nothing" in empty.text
    assert "longer" in page.submit("/source", {"source": "a" * 200_001}, status=422).text.casefold()


def test_an_editor_opened_before_the_file_broke(trajce: Lens, ada: Lens) -> None:
    """What she typed meets the broken file on the merge page instead of being lost."""
    hers = ada.get(address())
    source = f"/en/author/activities/{draft().id}/source"
    trajce.get(source).submit("/source", {"source": draft().source.replace("minutes: 5", "minutes: [")})
    merge = write(hers, minutes="7", status=409)
    assert "minutes: [" in merge.text and "minutes: 7" in merge.text


def test_history(trajce: Lens) -> None:
    page = trajce.get(address())
    write(page, body=body(page).replace(LEAD, "Second."))
    history = trajce.get(address()).follow("Earlier versions")
    assert "Version 2" in history.text and "trajce" in history.text
    version = history.follow("Version 1")
    assert LEAD in version.text and "Second." in version.text
    page = version.submit("/bring-back")
    assert LEAD in body(page) and draft().revision == 3
    assert "says the same today" in trajce.get(f"/en/author/activities/{draft().id}/history/3").text
    trajce.get(f"/en/author/activities/{draft().id}/history/99", status=404)


def test_a_long_history_has_pages(trajce: Lens) -> None:
    with db.writing():
        session.add_all(
            DraftRevision(activity_id=draft().id, revision=number, source="x", saved_at=draft().edited_at)
            for number in range(2, 60)
        )
    page = trajce.get(f"/en/author/activities/{draft().id}/history")
    assert "Version 59" in page.text and "Version 9 " not in page.text
    assert "Version 1" in page.follow("Further").text


@pytest.mark.parametrize("who", ["amina", "boris"])
def test_not_for_others(world: World, lens_of: Callable[[Person], Lens], who: str) -> None:
    lens = lens_of(getattr(world, who))
    lens.get(address(), status=403)
    lens.get(f"/en/author/activities/{draft().id}/source", status=403)


def test_unknown_and_of_another_kind(trajce: Lens) -> None:
    trajce.get(f"/en/author/lessons/{UUID(int=0)}", status=404)
    trajce.get(address("gate-quiz"), status=404)


def test_set_aside_it_is_not_found(trajce: Lens) -> None:
    where = address()
    with db.writing():
        draft().retired_at = draft().edited_at
    trajce.get(where, status=404)


@pytest.mark.parametrize("revision", ["", "x", "-5", "0", "999999"])
def test_odd_revisions(trajce: Lens, revision: str) -> None:
    page = trajce.get(address())
    answer = by_script(trajce, address(), **typed(page, body="Odd.", revision=revision))
    assert answer.status_code in (200, 409)
    kept = session.scalars(select(DraftRevision.source).where(DraftRevision.activity_id == draft().id))
    assert any(LEAD in source for source in kept)


def test_readers_find_the_words_explained(
    app: Flask, world: World, lens_of: Callable[[Person], Lens], tmp_path: Path
) -> None:
    """The explanation stands at the end of the lesson, and the word leads to it without a script."""
    shutil.copytree(PACKAGES / "small", tmp_path / "small")
    lesson = tmp_path / "small" / "modules" / "one" / "first-lesson.md"
    lesson.write_text(lesson.read_text().replace(LEAD, "A [necropsy](term:necropsy) shows it."))
    (tmp_path / "small" / "glossary.yaml").write_text(
        "- key: necropsy\n  term: Necropsy\n  definition: Opening a *dead* animal.\n"
        "- key: bait\n  term: Bait\n  definition: Not met here.\n"
    )
    package = courses.prepare(tmp_path / "small", keep=app.extensions["storage"].put)
    with db.writing():
        edition = courses.publish(package=package, by=None, at=clock.now()).edition
        session.get_one(Enrolment, world.enrolment.id).edition_id = edition.id
    page = lens_of(world.amina).get("/en/courses/small/lessons/first-lesson")
    assert "Words in this lesson" in page.text and "Opening a" in page.text
    assert "Not met here" not in page.text
    assert page.link("necropsy") == "#term-necropsy"
