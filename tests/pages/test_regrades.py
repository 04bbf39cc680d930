"""Marking an item anew: policies, figures before anything is written, the caretaker's rest, what learners read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.caretaker import go_round
from academy.courses.models import ActivityDraft
from academy.db import session
from academy.learning.models import Attempt
from academy.quizzes.models import Regrade
from academy.quizzes.rules import KIND
from tests.lens import Lens
from tests.marking import GLOVES, hand_in, quiz, teach
from tests.world import World

LensOf = Callable[[Person], Lens]
NEW: dict[str, Any] = {
    **GLOVES,
    "choices": [{"text": "Gloves"}, {"text": "A hat", "right": True}, {"text": "Nothing"}],
}


@pytest.fixture
def url(app: Flask, world: World) -> str:
    """The desk of a quiz whose working copy has the new key; Amina answered as the old one has it, Dina as the new."""
    teach(app, world, quiz(GLOVES), at=clock.now() - timedelta(hours=1))
    for enrolment, answer in ((world.enrolment, "a"), (world.foreign_enrolment, "b")):
        hand_in(enrolment.id, {"gloves": answer}, at=clock.now() - timedelta(minutes=30))
    draft = session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "gate-quiz")).one()
    with db.writing():
        session.get_one(ActivityDraft, draft.id).source = KIND.write(quiz(NEW))
    return f"/en/author/quizzes/{draft.id}"


def scores() -> list[float | None]:
    """Return both totals, Amina's first."""
    session.expire_all()
    return list(session.scalars(select(Attempt.score).order_by(Attempt.score)))


def count() -> int:
    """Return how many regrades there are."""
    return session.scalar(select(func.count()).select_from(Regrade)) or 0


def test_from_the_quiz_to_the_result(url: str, app: Flask, world: World, lens_of: LensOf) -> None:
    """Choose, see, confirm; results change at once, both learners are written to, each reads what was and why."""
    spool = app.extensions["post"].spool
    before = set(spool.rglob("*.eml"))
    desk = lens_of(world.trajce).get(url).follow("Mark items anew")
    page = desk.follow("What do you put on first?")
    shown = lens_of(world.trajce).get(f"{page.url}?policy=new-key")
    for words in ("Rise 1", "Fall 1", "pass now 1", "no longer pass 1"):
        assert words in shown.text
    assert count() == 0
    assert scores() == [0.0, 1.0]
    shown.submit("regrade", {"reason": " "}, status=422)
    assert count() == 0
    done = shown.submit("regrade", {"reason": "Both protect, the hat comes first."})
    assert "It is decided" in done.text
    assert "Both protect, the hat comes first." in done.text
    made = session.scalars(select(Regrade)).one()
    assert (made.changed, made.done_at) == (2, None)
    written = [path.read_text() for path in set(spool.rglob("*.eml")) - before]
    assert len([text for text in written if "A result of yours has changed" in text]) == 2
    attempt = session.scalars(select(Attempt).where(Attempt.enrolment_id == world.enrolment.id)).one()
    result = lens_of(world.amina).get(f"/en/attempts/{attempt.id}/result")
    assert "Both protect, the hat comes first." in result.text
    assert "What you had earned stays yours" in result.text
    go_round(app.extensions["duties"], at=clock.now() + timedelta(minutes=5))
    session.expire_all()
    assert session.scalars(select(Regrade)).one().done_at is not None


def test_figures_that_moved_are_shown_again(url: str, world: World, lens_of: LensOf) -> None:
    """What was handed in between looking and confirming is looked at first."""
    lens = lens_of(world.trajce)
    shown = lens.get(f"{url}/items/gloves/regrade?policy=full-credit")
    hand_in(world.foreign_enrolment.id, {"gloves": "c"}, at=clock.now())
    again = shown.submit("regrade", {"reason": "Wrong key."}, status=422)
    assert "Something has changed since this was counted" in again.text
    assert count() == 0
    again.submit("regrade", {"reason": "Wrong key."})
    assert count() == 1
    assert scores() == [1.0, 1.0, 1.0]


def test_two_clicks_are_one(url: str, world: World, lens_of: LensOf) -> None:
    shown = lens_of(world.trajce).get(f"{url}/items/gloves/regrade?policy=none")
    shown.submit("regrade", {"reason": "For the record."})
    assert count() == 1
    assert scores() == [0.0, 1.0]


@pytest.mark.parametrize(
    "rest", ["/regrades", "/items/gloves/regrade", "/items/gloves/regrade?policy=new-key"]
)
def test_only_its_authors(url: str, world: World, lens_of: LensOf, rest: str) -> None:
    for person in (world.amina, world.boris):
        lens_of(person).get(url + rest, status=403)
    lens_of(world.trajce).get(f"/en/author/quizzes/{UUID(int=1)}{rest}", status=404)
    lens_of(world.trajce).get(f"{url}/items/nothing/regrade", status=404)
    lens_of(world.trajce).get(f"{url}/items/gloves/regrade?policy=other")
