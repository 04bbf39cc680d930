"""Saving drafts: two authors come together, a repeated save is one save, and every text stays in the history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select

from academy import db
from academy.courses.models import ActivityDraft, DraftRevision
from academy.courses.queries import revisions
from academy.courses.rules.merging import LONGEST
from academy.courses.service.saving import Collision, Saved, collision_between, save_source
from academy.db import session
from academy.errors import Invalid, NotFound
from tests.world import World

pytestmark = pytest.mark.domains

AT = datetime(2026, 6, 2, 12, tzinfo=UTC)
LEAD, STRONG = "The lead of the first lesson.", "A paragraph with **strong** words."


def draft(slug: str = "first-lesson") -> ActivityDraft:
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == slug)).one()


def save(world: World, source: str, based_on: int, by: str = "trajce", slug: str = "first-lesson"):
    with db.writing():
        return save_source(
            activity=draft(slug), source=source, based_on=based_on, by=world.actor(getattr(world, by)), at=AT
        )


def texts(slug: str = "first-lesson") -> list[str]:
    rows = select(DraftRevision.source).where(DraftRevision.activity_id == draft(slug).id)
    return list(session.scalars(rows.order_by(DraftRevision.revision)))


def test_a_save_is_a_revision(world: World, app: Flask) -> None:
    before = draft().source
    saved = save(world, before.replace("Stay upwind", "Stay well upwind"), 1)
    assert saved == Saved(2, 2)
    found = draft()
    assert (found.revision, found.title, found.edited_at, found.edited_by_id) == (
        2, "Stay well upwind", AT, world.trajce.id,
    )  # fmt: skip
    assert texts() == [before, found.source]
    assert revisions.last_save(found.id).by == "trajce"


def test_the_same_again_changes_nothing(world: World, app: Flask) -> None:
    before = draft().source
    assert save(world, before, 1) == Saved(1, 1, is_new=False)
    changed = before.replace(LEAD, "Another lead.")
    save(world, changed, 1)
    assert save(world, changed.replace("\n", "\r\n"), 1) == Saved(2, 2, is_new=False)
    assert len(texts()) == 2


def test_what_differs_comes_together(world: World, app: Flask) -> None:
    before = draft().source
    save(world, before.replace(LEAD, "Trajče's lead."), 1)
    saved = save(world, before.replace(STRONG, "Ada's paragraph."), 1, "ada")
    assert saved == Saved(4, 3, is_merged=True)
    assert "Trajče's lead." in draft().source and "Ada's paragraph." in draft().source
    assert texts()[2] == before.replace(STRONG, "Ada's paragraph."), "what she typed is kept as she typed it"
    assert revisions.last_other(draft().id, world.ada.id, 4) == "trajce"


def test_she_goes_on_from_what_she_typed(world: World, app: Flask) -> None:
    """Her page does not show the other's change; further saves of hers keep it all the same."""
    before = draft().source
    save(world, before.replace(LEAD, "Trajče's lead."), 1)
    hers = before.replace(STRONG, "Ada's")
    saved = save(world, hers, 1, "ada")
    further = save(world, hers.replace("Ada's", "Ada's paragraph, longer."), saved.own, "ada")
    assert isinstance(further, Saved) and further.is_merged
    assert "Trajče's lead." in draft().source and "Ada's paragraph, longer." in draft().source


def test_a_lost_answer_is_no_second_save(world: World, app: Flask) -> None:
    """The save arrived, its answer did not, somebody else went on, and it is sent again."""
    before = draft().source
    mine = before.replace(LEAD, "Mine.")
    save(world, mine, 1)
    save(world, mine.replace("Mine.", "Theirs instead."), 2, "ada")
    assert save(world, mine, 1) == Saved(3, 2, is_merged=True, is_new=False)
    assert "Theirs instead." in draft().source


def test_the_same_paragraph_collides_and_nothing_is_saved(world: World, app: Flask) -> None:
    before = draft().source
    save(world, before.replace(LEAD, "Theirs."), 1)
    found = save(world, before.replace(LEAD, "Mine."), 1, "ada")
    assert isinstance(found, Collision)
    assert [(each.base, each.mine, each.theirs) for each in found.merge.conflicts] == [
        (LEAD, "Mine.", "Theirs.")
    ]
    assert (found.based_on, found.revision, draft().revision) == (1, 2, 2)
    again = collision_between(activity=draft(), mine=found.mine, based_on=1, revision=2)
    assert again == found, "the answer to a collision sees what its author saw"
    decided = save(world, found.merge.decided(["Ours."]), found.revision, "ada")
    assert isinstance(decided, Saved) and "Ours." in draft().source


def test_two_good_files_never_make_a_bad_one(world: World, app: Flask) -> None:
    """Both add an item of the same key, in different places: each entry fits, the file does not."""
    before = draft("gate-quiz").source
    item = "  - key: twice\n    kind: true-false\n    prompt: Is it?\n    answer: true\n"
    head, items, rest = before.partition("items:\n")
    save(world, head + items + item + rest, 1, slug="gate-quiz")
    found = save(world, before + item, 1, "ada", slug="gate-quiz")
    assert isinstance(found, Collision)
    assert found.merge.conflicts[0].mine == before + item
    assert collision_between(activity=draft("gate-quiz"), mine=before + item, based_on=1, revision=2) == found


def test_another_layout_is_no_change(world: World, app: Flask) -> None:
    """One wrote the YAML by hand, the other used the form: only what they say is compared."""
    before = draft("gate-quiz").source
    by_hand = before.replace("title: Gate", "title:   'Gate'")
    save(world, by_hand, 1, slug="gate-quiz")
    saved = save(world, before.replace("title: Gate", "title: The gate"), 1, "ada", slug="gate-quiz")
    assert isinstance(saved, Saved)
    assert draft("gate-quiz").title == "The gate"


def test_what_cannot_be_read_is_saved(world: World, app: Flask) -> None:
    """A file out of order keeps its last title, and can be mended by anyone."""
    assert save(world, "---\ntitle: [\n---\nText\n", 1) == Saved(2, 2)
    assert draft().title == "Stay upwind"
    assert save(world, "---\ntitle: Mended\nminutes: 3\n---\nText\n", 2, "ada") == Saved(3, 3)
    assert draft().title == "Mended"


def test_too_long(world: World, app: Flask) -> None:
    with pytest.raises(Invalid) as refusal:
        save(world, "a" * (LONGEST + 1), 1)
    assert (refusal.value.reason, refusal.value.field) == ("draft-too-long", "source")


def test_a_revision_nobody_knows(world: World, app: Flask) -> None:
    """Where the beginning is not known, the two texts are shown whole; a later number than there is means now."""
    before = draft().source
    with db.writing():
        session.execute(delete(DraftRevision).where(DraftRevision.activity_id == draft().id))
    save(world, before.replace(LEAD, "Theirs."), 1)
    assert texts()[0] == before, "what a save replaces is kept, wherever it came from"
    assert isinstance(save(world, before.replace(LEAD, "Mine."), 0, "ada"), Collision)
    assert isinstance(save(world, before.replace(LEAD, "Mine."), 99, "ada"), Saved)


def test_history(world: World, app: Flask) -> None:
    for number in range(1, revisions.PAGE + 3):
        save(world, draft().source.replace("words", "words words", 1) + f"\n{number}.\n", number)
    newest = revisions.history(draft().id)
    assert (len(newest), newest[0].revision, newest[0].by) == (
        revisions.PAGE + 1,
        revisions.PAGE + 3,
        "trajce",
    )
    older = revisions.history(draft().id, before=newest[revisions.PAGE - 1].revision)
    assert [each.revision for each in older] == [3, 2, 1]
    assert older[-1].by == "", "the academy itself"
    with pytest.raises(NotFound):
        revisions.revision_for(draft().id, 999)
