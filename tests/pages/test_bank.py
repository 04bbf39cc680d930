"""The pages of the item bank, and of a quiz's editor beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.courses.models import ActivityDraft
from academy.db import session
from academy.items.models import BankComment, BankItem, BankMedium, BankVersion, Status
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import KIND
from tests import media_files as made
from tests.banking import banked, deep, unknown, written
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[[Person], Lens]
BANK = "/en/author/bank/"


@pytest.fixture
def author(world: World, lens_of: LensOf) -> Lens:
    return lens_of(world.trajce)


@pytest.fixture
def gate(world: World) -> ActivityDraft:
    """The draft of the small course's gate quiz."""
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "gate-quiz")).one()


def url(item: BankItem, rest: str = "") -> str:
    return f"{BANK}{item.id}{rest}"


def now(item: BankItem) -> BankItem:
    session.expire_all()
    return session.get_one(BankItem, item.id)


def quiz_of(draft: ActivityDraft) -> QuizContent:
    session.expire_all()
    return KIND.read(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)) or "")


def post(lens: Lens, address: str, *, status: int = 200, **data: Any) -> Any:
    return lens.post(address, {"csrf_token": lens.token(), **data}, status=status)


def test_the_ladder(world: World, lens: Lens, lens_of: LensOf) -> None:
    """Nobody is asked to sign in, other roles are refused, what is not there is not found."""
    (item,) = banked(written())
    assert "sign-in" in lens.get(BANK).url
    for person in (world.amina, world.boris):
        lens_of(person).get(BANK, status=403)
        lens_of(person).get(url(item), status=403)
    author = lens_of(world.trajce)
    author.get(url(item))
    for rest in ("", "/edit", "/compare", "/pictures/add", "/pictures/a.svg"):
        author.get(f"{BANK}{unknown()}{rest}", status=404)
    author.get(url(item, "/pictures/a.svg"), status=404)
    author.get(url(item, "/compare?from=1&to=9"), status=404)
    for rest in ("review", "retire", "bring-back", "comments", "restore"):
        post(author, f"{BANK}{unknown()}/{rest}", status=404)
    post(author, f"{BANK}comments/{unknown()}", status=404)
    author.get(f"{BANK}new?kind=nothing", status=404)


def test_an_item_is_written_and_written_anew(author: Lens) -> None:
    """The first save is its first version; a refused form loses nothing; the same again is no version."""
    page = author.get(f"{BANK}new?kind=true-false&category=Law")
    page = page.submit("/bank/new", {"item.prompt": "", "note": "the first"}, status=422)
    assert "the first" in page.html
    page = page.submit("/bank/new", {"item.prompt": "A seal has a number.", "item.answer": "true"})
    assert "The item is in the bank" in page.text
    item = session.scalars(select(BankItem)).one()
    assert (item.category, item.kind, item.version, item.source_locale) == ("Law", "true-false", 1, "en")
    edit = author.get(url(item, "/edit"))
    edit.submit(
        "/edit", {"item.prompt": "Every seal has a number.", "note": "Clearer", "category": "Law/ Seals"}
    )
    assert (now(item).version, now(item).category) == (2, "Law/Seals")
    assert "Clearer" in author.get(url(item)).text
    edit.submit(
        "/edit", {"item.prompt": "Every seal has a number.", "note": "Clearer", "category": "Law/Seals"}
    )
    assert now(item).version == 2
    compared = author.get(url(item, "/compare?from=1&to=2"))
    assert "Every" in compared.text


def test_a_stale_form_shows_both(author: Lens, world: World, lens_of: LensOf) -> None:
    """Nothing is overwritten and nothing that was typed is lost; saved again, it is the newest version."""
    (item,) = banked(written())
    mine, theirs = author.get(url(item, "/edit")), lens_of(world.ada).get(url(item, "/edit"))
    theirs.submit("/edit", {"item.prompt": "Who seals the crate?"})
    page = mine.submit("/edit", {"item.prompt": "Who seals the box?"}, status=409)
    assert "crate?" in page.text
    assert "Who seals the box?" in page.html
    assert now(item).version == 2
    page.submit("/edit", {})
    assert (now(item).version, now(item).title) == (3, "Who seals the box?")
    assert session.get_one(BankVersion, (item.id, 2)).content["prompt"] == "Who seals the crate?"


def test_rows_are_added_without_saving(author: Lens) -> None:
    """The buttons of the form post it."""
    (item,) = banked(written())
    page = author.get(url(item, "/edit")).submit("/edit", {"item.do": "choices.add", "note": "kept"})
    assert "item.choices.2.text" in page.html
    assert "kept" in page.html
    assert now(item).version == 1


def test_reviews_and_comments(author: Lens, world: World, lens_of: LensOf) -> None:
    """Nobody reviews her own version; what is said stands beside the item until it is settled."""
    (item,) = banked(written(), by=world.actor(world.trajce))
    assert "somebody else reviews it" in author.get(url(item)).text
    refused = post(author, url(item, "/review"), version=1, status=409)
    assert "Somebody else has to review it" in refused.text
    second = lens_of(world.ada)
    page = second.get(url(item)).submit(f"{item.id}/comments", {"text": "Why only whoever found it?"})
    assert "1 open comment" in page.text
    assert "Write what you have to say" in page.submit(f"{item.id}/comments", {"text": " "}, status=422).text
    page = second.get(url(item)).submit("/review", {})
    assert now(item).status == Status.REVIEWED
    comment = session.scalars(select(BankComment)).one()
    author.get(url(item)).submit(f"/comments/{comment.id}", {})
    assert session.get_one(BankComment, comment.id, populate_existing=True).settled_at is not None
    author.get(url(item)).submit(f"/comments/{comment.id}", {})
    assert session.get_one(BankComment, comment.id, populate_existing=True).settled_at is None


def test_an_item_is_restored_retired_and_brought_back(author: Lens) -> None:
    """By the buttons of its page."""
    (item,) = banked(written())
    author.get(url(item, "/edit")).submit("/edit", {"item.prompt": "Second?"})
    author.get(url(item)).submit("/restore", {})
    assert (now(item).version, now(item).title) == (3, "Who seals the bag?")
    post(author, url(item, "/restore"), number=1, version=2, status=200)  # says that already
    post(author, url(item, "/restore"), number=2, version=2, status=409)
    post(author, url(item, "/restore"), number=9, version=3, status=422)
    author.get(url(item)).submit("/retire", {})
    assert now(item).status == Status.RETIRED
    author.get(url(item)).submit("/bring-back", {})
    assert now(item).status == Status.DRAFT


def test_many_at_once(author: Lens) -> None:
    """Ticked or all that match; nothing ticked and nothing to do are said; retiring many is asked twice."""
    items = banked(written("One?"), written("Two?"), written("Three?"))
    ids = [str(item.id) for item in items]
    assert "Tick at least one item" in post(author, f"{BANK}bulk", do="move", word="Law", status=422).text
    assert "Choose what to do" in post(author, f"{BANK}bulk", item=ids[0], status=422).text
    post(author, f"{BANK}bulk", do="move", word="Law", item=[ids[0], str(unknown())], status=404)
    assert now(items[0]).category == ""
    page = post(author, f"{BANK}bulk", do="move", word="Law", item=ids[:2])
    assert "2 items were changed" in page.text
    page = post(author, f"{BANK}bulk", do="tag", word="sea", all="1", category="Law")
    assert "2 items were changed" in page.text
    assert "in small letters" not in page.text
    refused = post(author, f"{BANK}bulk", do="tag", word="No tag!", item=ids, status=422)
    assert "small letters" in refused.text
    look = post(author, f"{BANK}bulk", do="retire", item=ids)
    assert "Retire 3 items?" in look.text
    assert now(items[0]).status == Status.DRAFT
    look.submit("/bulk", {})
    assert {now(item).status for item in items} == {Status.RETIRED}
    assert "import" in author.get(BANK).html


def test_the_list_takes_few_statements_however_long_it_is(author: Lens) -> None:
    """Six for the page, one more where its use is asked for, and the two of the door."""
    deep(2000)
    author.get(BANK)
    for query in ("", "?q=of+many&category=Evidence&tag=t-3&order=title&page=2", "?used=no&status=draft"):
        with statements() as found:
            page = author.get(f"{BANK}{query}")
        asked = [each for each in found if each.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert len([each for each in asked if "bank_" in each or "activity_draft" in each]) <= 6 + (
            "used" in query
        )
        assert len(asked) <= 8 + ("used" in query), asked
    assert "2000 items" in author.get(BANK).text.replace(",", "").replace(" ", " ")
    assert "Further" in page.text


def test_a_picture_is_added_and_shown(author: Lens, world: World, lens_of: LensOf) -> None:
    """To whoever may change the item; a film is none."""
    (item,) = banked(written())
    said = {"alt": "A nest", "licence": "CC-BY-4.0", "origin": "synthetic"}
    for name, content, status in (
        ("a.mp3", made.mp3(3), 422),
        ("Nest.PNG", made.png(), 200),
        ("nest.png", made.png(), 200),
    ):
        post(author, url(item, "/pictures/add"), file=(io.BytesIO(content), name), status=status, **said)
    row = session.scalars(select(BankMedium)).one()
    assert (row.name, row.card["alt"]) == ("nest.png", "A nest")
    author.get(url(item, "/edit")).submit(
        "/edit", {"item.picture.file": "nest.png", "item.picture.alt": "A nest"}
    )
    page = author.get(url(item))
    assert url(item, "/pictures/nest.png") in page.html
    response = author._open("GET", url(item, "/pictures/nest.png"))
    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert lens_of(world.amina)._open("GET", url(item, "/pictures/nest.png")).status_code == 403
    refused = author.get(url(item, "/edit")).submit("/edit", {"item.picture.file": "no.png"}, status=422)
    assert "not among its pictures" in refused.text


def test_a_picture_is_replaced_and_taken_out(author: Lens) -> None:
    """The next version shows the new one; the former keeps its own until that is taken out."""
    (item,) = banked(written("Who **seals** the bag?"))
    said = {"alt": "A nest", "licence": "CC-BY-4.0", "origin": "synthetic"}
    post(author, url(item, "/pictures/add"), file=(io.BytesIO(made.png()), "nest.png"), **said)
    author.get(url(item, "/edit")).submit(
        "/edit", {"item.picture.file": "nest.png", "item.picture.alt": "A nest"}
    )
    page = author.get(url(item))
    assert "<strong>seals</strong>" in page.html
    refused = post(author, url(item, "/pictures/nest.png/remove"), status=409)
    assert "Write it anew without the picture first" in refused.text
    assert "As it is now" in page.follow("Replace it").text
    for _click in range(2):
        post(
            author,
            url(item, "/pictures/nest.png/replace"),
            file=(io.BytesIO(made.png(9)), "egg.png"),
            **{**said, "alt": "An egg"},
        )
    assert now(item).version == 3
    shown = session.get_one(BankVersion, (item.id, 3)).content["picture"]
    assert (shown["alt"], shown["file"] != "nest.png") == ("An egg", True)
    assert session.get_one(BankVersion, (item.id, 2)).content["picture"]["file"] == "nest.png"
    author.get(url(item)).submit("/nest.png/remove", {})
    assert [row.name for row in session.scalars(select(BankMedium))] == [shown["file"]]
    post(author, url(item, "/restore"), number=2, version=3, status=422)
    post(author, url(item, "/pictures/nest.png/remove"))  # a second click
    author.get(url(item, "/pictures/nest.png/replace"), status=404)


def test_items_go_from_the_bank_into_a_quiz(author: Lens, gate: ActivityDraft) -> None:
    """From the quiz or from the bank; a double click puts in one copy; then the quiz says where it lies."""
    first, second, retired = banked(
        written("First?"), written("Second?", key="second"), written("Old?", key="old")
    )
    before = len(quiz_of(gate).items)
    choosing = author.get(f"/en/author/quizzes/{gate.id}/bank?q=first")
    assert "Second?" not in choosing.text
    for _click in range(2):
        choosing.submit("/bank", {"item": str(first.id)})
    assert len(quiz_of(gate).items) == before + 1
    post(author, "/en/author/quizzes/from-bank", quiz=str(gate.id), item=[str(first.id), str(second.id)])
    quiz = quiz_of(gate)
    assert [item.origin.item for item in quiz.items if item.origin] == [first.id, second.id]
    page = author.get(f"/en/author/quizzes/{gate.id}")
    assert "Version 1 of the bank" in page.text
    assert "In this quiz" in author.get(f"/en/author/quizzes/{gate.id}/bank").text
    assert gate.title in author.get(url(first)).text
    post(author, url(retired, "/retire"))
    refused = post(
        author, "/en/author/quizzes/from-bank", quiz=str(gate.id), item=str(retired.id), status=409
    )
    assert "is retired and cannot be put in" in refused.text
    post(author, "/en/author/quizzes/from-bank", quiz=str(gate.id), status=422)
    post(author, "/en/author/quizzes/from-bank", quiz=str(unknown()), item=str(first.id), status=404)


def test_a_quiz_takes_newer_versions(author: Lens, gate: ActivityDraft) -> None:
    """It sees the difference first; an item edited in the quiz keeps its origin."""
    items = banked(written("First?", key="first"), written("Second?", key="second"))
    post(author, "/en/author/quizzes/from-bank", quiz=str(gate.id), item=[str(item.id) for item in items])
    for item in items:
        author.get(url(item, "/edit")).submit("/edit", {"item.prompt": f"{item.title} Better."})
    page = author.get(f"/en/author/quizzes/{gate.id}")
    assert "Version 1 of the bank; version 2 is there" in page.text
    newer = author.get(f"/en/author/quizzes/{gate.id}/bank/newer/first")
    assert "Better." in newer.text
    newer.submit("/bank/newer", {})
    assert [item.prompt for item in quiz_of(gate).items][-2:] == ["First? Better.", "Second?"]
    author.get(f"/en/author/quizzes/{gate.id}").submit("/bank/newer", {})
    assert quiz_of(gate).items[-1].prompt == "Second? Better."
    author.get(f"/en/author/quizzes/{gate.id}/items/second").submit(
        "/items/second", {"item.prompt": "Mine now?"}
    )
    changed = quiz_of(gate).item("second")
    assert changed is not None
    assert changed.origin is not None
    author.get(f"/en/author/quizzes/{gate.id}/bank/newer/gloves", status=404)


def test_a_changed_copy_is_sent_back(author: Lens, gate: ActivityDraft) -> None:
    """The list says that it differs; sent, it is the newest version, but not over what somebody saved meanwhile."""
    (item,) = banked(written("First?", key="first", points=3.0))
    post(author, "/en/author/quizzes/from-bank", quiz=str(gate.id), item=str(item.id))
    address, newer = f"/en/author/quizzes/{gate.id}", f"/en/author/quizzes/{gate.id}/bank/newer/first"
    assert "Differs from" not in author.get(address).text
    author.get(f"{address}/items/first").submit("/items/first", {"item.points": "5"})
    assert "Differs from" not in author.get(address).text  # its points are the quiz's own
    author.get(f"{address}/items/first").submit(
        "/items/first",
        {"item.prompt": "Mine?", "item.picture.file": "square.svg", "item.picture.alt": "A square"},
    )
    assert "Differs from version 1 of the bank" in author.get(address).text
    page = author.get(newer)
    assert "They differ in" in page.text
    for _click in range(2):
        page.submit("/send-back", {})
    assert (now(item).version, now(item).title) == (2, "Mine?")
    said = session.get_one(BankVersion, (item.id, 2))
    assert (said.content["points"], said.note, said.content["picture"]["file"]) == (
        3.0,
        gate.title,
        "square.svg",
    )
    assert session.scalars(select(BankMedium.name)).all() == ["square.svg"]
    copy = quiz_of(gate).item("first")
    assert copy is not None
    assert copy.origin is not None
    assert (copy.points, copy.origin.version) == (5.0, 2)
    assert "Differs from" not in author.get(address).text
    author.get(f"{address}/items/first").submit("/items/first", {"item.prompt": "Mine again?"})
    page = author.get(newer)
    author.get(url(item, "/edit")).submit("/edit", {"item.prompt": "Theirs?"})
    page.submit("/send-back", {}, status=409)
    assert "Send to the bank as version 4" in author.get(newer).text
    author.get(url(item)).submit("/retire", {})
    page = author.get(newer)
    assert "takes no new version" in page.text
    assert "Send to the bank" not in page.text


def test_the_items_of_a_quiz_leave_as_a_file(author: Lens, gate: ActivityDraft) -> None:
    """After a page that says what each format would not keep; nothing says where they lie in our bank."""
    author.get(f"/en/author/quizzes/{gate.id}").submit("/deposit", {"key": "gloves"})
    page = author.get(f"/en/author/quizzes/{gate.id}").follow("Export these items")
    assert f"Export {len(quiz_of(gate).items)} items" in page.text
    response = author._open("GET", f"/en/author/quizzes/{gate.id}/export/file?format=moodle")
    assert response.status_code == 200
    assert b"<quiz>" in response.data
    assert b"origin" not in response.data
    author.get(f"/en/author/quizzes/{gate.id}/export/file?format=none", status=404)


def test_use_in_a_draft_is_use(author: Lens, gate: ActivityDraft) -> None:
    """Each save of the quiz is looked at anew."""
    (item,) = banked(written("First?", key="first"))
    assert "First?" in author.get(f"{BANK}?used=no").text
    post(author, "/en/author/quizzes/from-bank", quiz=str(gate.id), item=str(item.id))
    assert "First?" in author.get(f"{BANK}?used=yes").text
    assert "First?" not in author.get(f"{BANK}?used=no").text
    author.get(f"/en/author/quizzes/{gate.id}")
    post(author, f"/en/author/quizzes/{gate.id}/items", do="remove:first", revision=str(gate_revision(gate)))
    assert "First?" not in author.get(f"{BANK}?used=yes").text


def gate_revision(draft: ActivityDraft) -> int:
    session.expire_all()
    return session.scalar(select(ActivityDraft.revision).where(ActivityDraft.id == draft.id)) or 0


def test_items_of_a_quiz_go_into_the_bank_once(author: Lens, gate: ActivityDraft) -> None:
    """One, or all that are left; the same form sent twice puts in nothing more."""
    page = author.get(f"/en/author/quizzes/{gate.id}")
    for _click in range(2):
        page.submit("/deposit", {"key": "gloves", "category": "Safety"})
    assert session.scalars(select(BankItem.category)).all() == ["Safety"]
    for _click in range(2):
        page.submit("/deposit", {"category": "Safety"})
    assert session.scalar(select(func.count()).select_from(BankItem)) == len(quiz_of(gate).items)
    assert all(item.origin for item in quiz_of(gate).items)
