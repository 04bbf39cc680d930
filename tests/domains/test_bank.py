"""The item bank: versions, reviews, what is done to many at once, and what goes into quizzes and comes out of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.audit.queries import events_about
from academy.courses import rules as course_rules
from academy.courses.models import ActivityDraft, DraftMedium
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.items.models import BankComment, BankItem, BankMedium, BankTag, BankVersion, Status
from academy.items.queries import bank as queries
from academy.items.queries.bank import Asked
from academy.items.queries.exporting import going_out
from academy.items.queries.item import comments_on, content_at, versions_of
from academy.items.queries.personal import personal_data
from academy.items.queries.usage import witness
from academy.items.service import bank as service
from academy.items.service import bulk
from academy.items.service.bank import File
from academy.items.service.erasing import erase_person
from academy.learning.models import Attempt, ItemResult
from academy.quizzes.content import QuizContent
from academy.quizzes.models import QuizItem
from academy.quizzes.queries.bank import standings
from academy.quizzes.rules import KIND
from academy.quizzes.service import bank as quiz_bank
from academy.quizzes.service.indexing import index_edition, index_missing
from tests.banking import AT, banked, unknown, written
from tests.world import World

LATER = AT + timedelta(hours=1)


def saved(world: World, item: BankItem, prompt: str, based_on: int, **more: Any) -> bool:
    with db.writing():
        held = session.get_one(BankItem, item.id)
        return service.save_version(
            item=held, content=written(prompt, **more), based_on=based_on, note="n", by=world.actor(world.trajce), at=LATER
        )  # fmt: skip


def now(item: BankItem) -> BankItem:
    session.expire_all()
    return session.get_one(BankItem, item.id)


def titles(world: World, **asked: Any) -> list[str]:
    found = queries.bank_page(world.actor(world.trajce), Asked(order="title", **asked), page=1)
    assert found.total == len(found.entries)
    return [entry.item.title for entry in found.entries]


def test_every_change_is_a_version_and_none_is_lost(world: World) -> None:
    """The same again is none; what was written before stays as it was."""
    (item,) = banked(written())
    assert saved(world, item, "Second?", 1, tags=["law", "sea"])
    assert not saved(world, item, "Second?", 1, tags=["law", "sea"])  # the answer to the first was lost
    assert [(each.number, each.by) for each in versions_of(item.id)] == [(2, "trajce"), (1, "")]
    assert content_at(item.id, 1)["prompt"] == "Who seals the bag?"
    assert (now(item).version, now(item).title) == (2, "Second?")
    assert set(session.scalars(select(BankTag.tag))) == {"law", "sea"}


def test_a_stale_save_is_refused_and_changes_nothing(world: World) -> None:
    """Two authors began from the same version."""
    (item,) = banked(written())
    assert saved(world, item, "Second?", 1)
    with pytest.raises(Conflict, match="bank-item-moved-on"):
        saved(world, item, "Mine?", 1)
    assert now(item).version == 2


def test_an_earlier_version_comes_back_as_the_newest(world: World) -> None:
    """The versions between stay."""
    (item,) = banked(written())
    saved(world, item, "Second?", 1)
    with db.writing():
        held = session.get_one(BankItem, item.id)
        service.restore_version(item=held, number=1, based_on=2, note="", by=world.actor(world.ada), at=LATER)
    assert now(item).version == 3
    assert content_at(item.id, 3) == content_at(item.id, 1)


def test_somebody_else_reviews_and_a_new_version_is_not_reviewed(world: World) -> None:
    """But for one that changes only tags."""
    trajce, ada = world.actor(world.trajce), world.actor(world.ada)
    (item,) = banked(written(), by=trajce)

    def review(by: Any, version: int = 1) -> None:
        with db.writing():
            service.review(item=session.get_one(BankItem, item.id), version=version, by=by, at=LATER)

    with pytest.raises(Conflict, match="bank-own-version"):
        review(trajce)
    with pytest.raises(Conflict, match="bank-item-moved-on"):
        review(ada, 7)
    review(ada)
    review(ada)  # a double click
    assert (now(item).status, now(item).reviewed_version) == (Status.REVIEWED, 1)
    saved(world, item, "Who seals the bag?", 1, tags=["law"])
    assert (now(item).status, now(item).reviewed_version) == (Status.REVIEWED, 2)
    saved(world, item, "Other?", 2, tags=["law"])
    assert (now(item).status, now(item).reviewed_version) == (Status.DRAFT, 2)
    assert titles(world, status="changed") == ["Other?"]


def test_retired_items_rest(world: World) -> None:
    """They do not change, and come back as they were."""
    (item,) = banked(written())
    with db.writing():
        service.review(item=session.get_one(BankItem, item.id), version=1, by=world.actor(world.ada), at=AT)
        service.retire(item=session.get_one(BankItem, item.id), by=world.actor(world.ada), at=AT)
    assert titles(world) == []
    assert titles(world, status="retired") == ["Who seals the bag?"]
    with pytest.raises(Conflict, match="bank-item-retired"):
        saved(world, item, "Other?", 1)
    with db.writing():
        service.bring_back(item=session.get_one(BankItem, item.id), by=world.actor(world.ada), at=AT)
    assert now(item).status == Status.REVIEWED


def test_comments_are_open_until_they_are_settled(world: World) -> None:
    """The same said twice by one person is said once."""
    (item,) = banked(written())
    by = world.actor(world.ada)
    for _again in range(2):
        with db.writing():
            said = service.comment(
                item=session.get_one(BankItem, item.id), version=1, text=" Why? ", by=by, at=AT
            )
    assert [(each.comment.text, each.by) for each in comments_on(item.id)] == [("Why?", "ada")]
    with db.writing():
        service.settle(comment=session.get_one(BankComment, said.id), is_open=False, by=by, at=LATER)
    assert comments_on(item.id)[0].settled_by == "ada"
    with pytest.raises(Invalid), db.writing():
        service.comment(item=session.get_one(BankItem, item.id), version=1, text=" \n ", by=by, at=AT)


def test_the_list_finds_by_everything(world: World) -> None:
    """Category with what lies below, kind, tag, competency, words in any script."""
    banked(written("Šta je trag?", competency="law"), category="Law/Fines")
    banked(written("What is a trace?", tags=["trace"]), category="Law")
    banked(written("What is lawful?"), category="Lawful")
    assert len(titles(world)) == 3
    assert titles(world, category="Law") == ["Šta je trag?", "What is a trace?"]
    assert titles(world, category="Law/Fines") == ["Šta je trag?"]
    assert titles(world, tag="trace") == ["What is a trace?"]
    assert titles(world, competency="law") == ["Šta je trag?"]
    assert titles(world, words="шта траг") == ["Šta je trag?"]
    assert titles(world, words="sta TRAG") == ["Šta je trag?"]
    assert titles(world, words="100% trag") == []
    assert titles(world, kind="numeric") == []
    assert titles(world, used="yes") == []
    assert len(titles(world, used="no")) == 3
    assert titles(world, flag="hard") == []
    options = queries.options(world.actor(world.trajce))
    assert (options.tags, options.competencies) == (["trace"], ["law"])
    assert [(each.path, each.count) for each in options.categories] == [
        ("Law", 2),
        ("Law/Fines", 1),
        ("Lawful", 1),
    ]


def test_an_agencys_items_are_its_authors(world: World) -> None:
    """The academy's people see all of them; whoever writes nowhere sees none."""
    (foreign,) = banked(written("Theirs?"), agency_id=world.inspectors.id)
    (own,) = banked(written("Ours?"))
    assert queries.item_for(world.actor(world.trajce), foreign.id).id == foreign.id
    for person in (world.amina, world.boris):
        with pytest.raises(NotFound):
            queries.item_for(world.actor(person), own.id)
        assert queries.bank_page(world.actor(person), Asked(), page=1).entries == []
    with pytest.raises(NotFound):
        queries.chosen(world.actor(world.trajce), [own.id, unknown()])


def test_many_are_changed_together_or_not_at_all(world: World) -> None:
    """Each deed is a new version only of what it changes, and twice is as once."""
    trajce, ada = world.actor(world.trajce), world.actor(world.ada)
    items = banked(written("One?"), written("Two?", tags=["law"]), by=trajce)
    ids = [item.id for item in items]

    def do(make: Any, by: Any, **words: Any) -> int:
        deed = make(ids=ids, **words)
        with db.writing():
            return bulk.carry_out(deed=deed, by=by, at=LATER)

    assert [do(bulk.move, category="A/ B", by=ada) for _ in range(2)] == [2, 0]
    assert {now(item).category for item in items} == {"A/B"}
    assert [do(bulk.tag, tag="law", is_added=True, by=trajce) for _ in range(2)] == [1, 0]
    assert do(bulk.tag, tag="law", is_added=False, by=trajce) == 2
    assert session.scalar(select(func.count()).select_from(BankTag)) == 0
    assert [do(bulk.align, competency="law", by=trajce) for _ in range(2)] == [2, 0]
    with pytest.raises(Invalid, match="bank-bad-word"):
        do(bulk.align, competency="No such word!", by=trajce)
    with pytest.raises(Conflict, match="bank-own-versions"):
        do(lambda **each: bulk.review(by=trajce, **each), by=trajce)
    assert [do(lambda **each: bulk.review(by=ada, **each), by=ada) for _ in range(2)] == [2, 0]
    assert [do(bulk.retire, by=ada) for _ in range(2)] == [2, 0]
    with pytest.raises(Conflict, match="bank-item-retired"):
        do(bulk.tag, tag="sea", is_added=True, by=ada)
    assert [do(bulk.bring_back, by=ada) for _ in range(2)] == [2, 0]
    assert {now(item).status for item in items} == {Status.REVIEWED}
    assert now(items[0]).version == 4
    assert session.scalar(select(func.count()).select_from(BankVersion)) == 4 + 3


def test_items_that_share_a_key_are_told_apart_in_a_file(world: World) -> None:
    """In the bank they may share one."""
    banked(written("One?"), written("Two?"), written("Three?", key="seal-2"))
    going = going_out(world.actor(world.trajce), None, Asked(), load=lambda _digest: b"")
    assert {each.item.prompt: each.item.key for each in going} == {
        "One?": "seal",
        "Three?": "seal-2",
        "Two?": "seal-3",
    }


def test_a_deed_on_many_is_refused_where_one_has_moved_on(world: World) -> None:
    """Nothing of it is done; a review holds as long as only tags change, and no longer."""
    trajce, ada = world.actor(world.trajce), world.actor(world.ada)
    items = banked(written("One?"), written("Two?"))
    ids = [item.id for item in items]

    def carried_out(deed: bulk.Deed) -> int:
        with db.writing():
            return bulk.carry_out(deed=deed, by=trajce, at=LATER)

    ready = [bulk.tag(ids=ids, tag="law", is_added=True), bulk.retire(ids=ids), bulk.review(ids=ids, by=ada)]
    saved(world, items[1], "Mine?", 1)
    for deed in ready:
        with pytest.raises(Conflict, match="bank-items-moved-on"):
            carried_out(deed)
    assert [(now(item).version, now(item).status) for item in items] == [(1, "draft"), (2, "draft")]
    assert session.scalar(select(func.count()).select_from(BankTag)) == 0
    assert carried_out(bulk.review(ids=ids[:1], by=ada)) == 1
    assert carried_out(bulk.tag(ids=ids, tag="law", is_added=True)) == 2
    assert [(now(item).status, now(item).reviewed_version) for item in items] == [
        ("reviewed", 2),
        ("draft", None),
    ]
    assert content_at(ids[1], 3) == {**content_at(ids[1], 2), "tags": ["law"]}
    late = bulk.align(ids=ids, competency="sea")
    assert carried_out(bulk.retire(ids=ids[:1])) == 1
    with pytest.raises(Conflict, match="bank-items-moved-on"):
        carried_out(late)
    assert carried_out(bulk.bring_back(ids=ids)) == 1
    assert carried_out(bulk.align(ids=ids, competency="sea")) == 2
    assert {(now(item).status, now(item).competency) for item in items} == {("draft", "sea")}
    assert carried_out(bulk.align(ids=ids, competency="")) == 2
    assert "competency" not in content_at(ids[0], 4)
    deeds = {event.verb for event in events_about("bank_item", str(ids[0]))}
    assert deeds == {"add", "tag", "review", "retire", "restore", "align"}


def gate(world: World) -> ActivityDraft:
    return session.scalars(
        select(ActivityDraft).where(
            ActivityDraft.slug == "gate-quiz", ActivityDraft.course_id == world.edition.course_id
        )
    ).one()


def quiz_of(draft: ActivityDraft) -> QuizContent:
    return KIND.read(draft.source)


def digest_of(world: World) -> str:
    return session.scalars(
        select(DraftMedium.digest).where(
            DraftMedium.course_id == world.edition.course_id, DraftMedium.name == "square.svg"
        )
    ).one()


def test_a_copy_brings_its_pictures_along(world: World) -> None:
    """The same bytes are the file there is; another file of the name makes it take a free one."""
    by, draft = world.actor(world.trajce), gate(world)
    shows = {"picture": {"file": "plan.svg", "alt": "A plan"}}
    same, other = banked(
        written(key="same", **shows), written("Other?", key="other", picture={"file": "square.svg", "alt": "No square"}),
        files={"plan.svg": File(digest_of(world), {"licence": "CC0-1.0"}), "square.svg": File(_another_digest(), {"credit": "Me"})},
    )  # fmt: skip
    with db.writing():
        quiz = quiz_bank.put_in(
            quiz=quiz_of(draft), activity=session.merge(draft), ids=[same.id, other.id], by=by, at=AT
        )
        again = quiz_bank.put_in(quiz=quiz, activity=session.merge(draft), ids=[same.id], by=by, at=AT)
    assert again == quiz
    first, second = quiz.items[-2:]
    assert first.picture is not None
    assert second.picture is not None
    assert (first.picture.file, second.picture.file) == ("square.svg", "square-2.svg")
    row = session.get_one(DraftMedium, (world.edition.course_id, "square-2.svg"))
    assert (row.digest, row.card["credit"]) == (_another_digest(), "Me")


def _another_digest() -> str:
    digest = "f" * 64
    from academy.media.models import Medium  # noqa: PLC0415

    if session.get(Medium, digest) is None:
        with db.writing():
            session.add(Medium(digest=digest, content_type="image/svg+xml", size=1, added_at=AT))
    return digest


def test_items_go_into_the_bank_once(world: World) -> None:
    """By their origin; afterwards the quiz says where each lies, and nothing else of it changed."""
    by, draft = world.actor(world.trajce), gate(world)
    before = quiz_of(draft)
    with db.writing():
        quiz = quiz_bank.deposit(
            quiz=before, activity=session.merge(draft), keys=[], category="Gate", by=by, at=AT
        )
        again = quiz_bank.deposit(
            quiz=quiz, activity=session.merge(draft), keys=[], category="Gate", by=by, at=AT
        )
    assert again == quiz
    assert len(titles(world, category="Gate")) == len(before.items)
    assert [item.model_copy(update={"origin": None}) for item in quiz.items] == before.items
    assert all(each.version == 1 and not each.is_behind for each in standings(by, quiz).values())


def test_a_newer_version_is_taken(world: World) -> None:
    """One or all; what is the quiz's own stays; a retired item is not put in anew."""
    by, draft = world.actor(world.trajce), gate(world)
    (item,) = banked(written())
    with db.writing():
        quiz = quiz_bank.put_in(
            quiz=quiz_of(draft), activity=session.merge(draft), ids=[item.id], by=by, at=AT
        )
    saved(world, item, "Second?", 1)
    assert standings(by, quiz)[item.id].is_behind
    with db.writing():
        none = quiz_bank.take_newer(quiz=quiz, activity=session.merge(draft), keys=["gloves"], by=by, at=AT)
        taken = quiz_bank.take_newer(quiz=quiz, activity=session.merge(draft), keys=[], by=by, at=AT)
        service.retire(item=session.get_one(BankItem, item.id), by=by, at=AT)
    assert none == quiz
    assert taken.items[-1].prompt == "Second?"
    assert not standings(by, taken)[item.id].is_behind
    with pytest.raises(Conflict, match="bank-put-in-retired"), db.writing():
        quiz_bank.put_in(quiz=quiz_of(draft), activity=session.merge(draft), ids=[item.id], by=by, at=AT)


def test_publication_notes_the_items(world: World) -> None:
    """Each edition has its index; what an earlier release lacks is made up for, and an unknown origin is none."""
    noted = session.scalars(select(QuizItem).where(QuizItem.edition_id == world.edition.id)).all()
    assert {row.item for row in noted if row.activity == "gate-quiz"} >= {"gloves", "alone"}
    (item,) = banked(written())
    course = course_rules.thaw(world.edition.document)
    strange = written(key="strange", origin={"item": str(unknown()), "version": 2})
    known = written(key="known", origin={"item": str(item.id), "version": 1})
    for _module, activity in course.activities():
        if isinstance(activity.content, QuizContent) and activity.slug == "gate-quiz":
            activity.content.items.extend([strange, known])
    with db.writing():
        session.query(QuizItem).delete()
    assert index_missing() == 1
    assert index_missing() == 0
    with db.writing():
        session.query(QuizItem).delete()
        index_edition(world.edition.id, course)
    found = {
        row.item: row.bank_item_id
        for row in session.scalars(select(QuizItem).where(QuizItem.activity == "gate-quiz"))
    }
    assert (found["strange"], found["known"]) == (None, item.id)
    uses = witness().uses_of(world.actor(world.trajce), item.id)
    assert [(use.edition, use.is_live, use.version) for use in uses] == [(1, True, 1)]
    assert titles(world, used="yes") == ["Who seals the bag?"]


def test_only_first_attempts_count(world: World) -> None:
    """By version; practice, later attempts and what waits for a person's mark are left out."""
    (item,) = banked(written())
    course = course_rules.thaw(world.edition.document)
    for _module, activity in course.activities():
        if isinstance(activity.content, QuizContent) and activity.slug == "gate-quiz":
            activity.content.items.append(written(origin={"item": str(item.id), "version": 1}))
    with db.writing():
        session.query(QuizItem).delete()
        index_edition(world.edition.id, course)
        for enrolment, number, score, more in (
            (world.enrolment, 1, 0.2, {"is_practice": True}), (world.enrolment, 2, 0.5, {}), (world.enrolment, 3, 1.0, {}),
            (world.foreign_enrolment, 1, None, {}),
        ):  # fmt: skip
            attempt = Attempt(
                enrolment_id=enrolment.id, edition_id=world.edition.id, activity="gate-quiz", number=number, state="graded",
                seed=1, locale="en", rendition_digest="d", started_at=AT, **more,
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            session.add(ItemResult(attempt_id=attempt.id, item="seal", score=score, is_right=False, tries=0))
    assert witness().first_scores(item.id) == {1: [0.5]}
    assert session.execute(witness().means()).all() == []


def test_a_person_is_exported_and_erased(world: World) -> None:
    """Her words stay, her name goes."""
    by = world.actor(world.trajce)
    (item,) = banked(written(), by=by)
    with db.writing():
        service.comment(item=session.get_one(BankItem, item.id), version=1, text="Why?", by=by, at=AT)
    held = personal_data(world.trajce.id)
    assert [
        len(held[name]) for name in ("items_saved", "items_edited_last", "items_reviewed", "item_comments")
    ] == [1, 1, 0, 1]  # type: ignore[arg-type]
    with db.writing():
        erase_person(person_id=world.trajce.id, at=LATER)
    assert not any(personal_data(world.trajce.id).values())
    assert comments_on(item.id)[0].by == ""


def test_pictures_of_the_bank_are_kept(app: Flask, world: World) -> None:
    """What nothing but the bank shows is not forgotten."""
    banked(written(picture={"file": "a.svg", "alt": "A"}), files={"a.svg": File(_another_digest())})
    assert queries.digests_held() == {_another_digest()}
    with pytest.raises(Invalid, match="bank-picture-missing"):
        banked(written(picture={"file": "b.svg", "alt": "B"}))
    assert session.scalar(select(func.count()).select_from(BankMedium)) == 1
    assert isinstance(session.scalar(select(BankItem.id)), UUID)
