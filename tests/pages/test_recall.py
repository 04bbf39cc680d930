"""A round of the review queue, page by page; without a script, for the learner alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.db import session
from academy.recall.models import RecallCard
from tests.lens import Lens
from tests.marking import GLOVES, hand_in, quiz, teach
from tests.world import World

LensOf = Callable[[Person], Lens]
SAID = {"right": "CANARY Gloves, always.", "wrong": "CANARY Gloves first."}
TRUTH = {
    "key": "truth",
    "kind": "true-false",
    "prompt": "You may go alone.",
    "answer": False,
    "feedback": SAID,
}


@pytest.fixture
def amina(app: Flask, world: World, lens_of: LensOf) -> Lens:
    """Amina's browser, two days after she got both items wrong."""
    at = clock.now() - timedelta(days=2)
    teach(app, world, quiz({**GLOVES, "feedback": SAID}, TRUTH), at=at)
    hand_in(world.enrolment.id, {"gloves": "b", "truth": True}, at=at)
    return lens_of(world.amina)


def begun(lens: Lens):
    """Begin a round and come to its first item."""
    return lens.get("/en/recall/").submit("recall/rounds")


def test_a_round(amina: Lens) -> None:
    """From home to the queue, two items, their verdicts, and the end of the round."""
    page = amina.get("/en/home").follow("To the queue")
    assert "Nothing is due" in page.text, "the caretaker has not looked yet"
    first = page.submit("recall/rounds")
    for _ in range(2):
        assert "CANARY" not in first.html, "the key stays until the answer"
        right = {"answer": "a"} if "put on first" in first.text else {"answer": "true"}
        verdict = first.submit("recall/cards", right)
        assert "CANARY" in verdict.html
        assert "It comes back" in verdict.text
        if "put on first" in verdict.text:
            verdict = verdict.submit("hard")
            assert "Noted: it comes back sooner." in verdict.text
            assert "That was hard" not in verdict.text
        else:
            assert "Not right yet" in verdict.text
            assert "It comes back tomorrow." in verdict.text
        first = verdict.follow("Next item")
    assert "Nothing is due" in first.text
    assert "Nothing here is graded" in first.text


def test_no_answer_is_an_answer(amina: Lens) -> None:
    """Who does not know sees the right answer."""
    verdict = begun(amina).submit("recall/cards")
    assert "Not right yet" in verdict.text
    assert "You gave no answer." in verdict.text


def test_what_no_form_gives_is_refused(amina: Lens) -> None:
    page = begun(amina)
    answer = amina.client.post(
        page.url, data={"csrf_token": page.csrf if hasattr(page, "csrf") else "", "answer": "zzz"}
    )
    assert answer.status_code in (400, 422)


def test_put_away(amina: Lens) -> None:
    """An item that was put away does not come back until she brings it back."""
    page = begun(amina).submit("put-away").submit("put-away")
    assert "Nothing is due" in page.text
    assert "2 items are due." in page.submit("brought-back").text


def test_only_her_own(amina: Lens, world: World, lens_of: LensOf) -> None:
    """Nobody else finds the card, and no page of her trainer or coordinator speaks of it."""
    begun(amina)
    card = session.scalars(select(RecallCard.id)).first()
    for other in (world.dina, world.trajce, world.boris, world.ada):
        assert lens_of(other).get(f"/en/recall/cards/{card}", status=404)


def test_a_verdict_before_an_answer_leads_to_the_item(amina: Lens) -> None:
    begun(amina)
    card = session.scalars(select(RecallCard.id)).first()
    session.rollback()
    assert "not graded" in amina.get(f"/en/recall/cards/{card}/verdict").text.lower()
    with db.writing():
        for each in session.scalars(select(RecallCard)):
            each.seen_count = 5
    stale = amina.client.post(f"/en/recall/cards/{card}", data={"seen": "0", "answer": "a"})
    assert stale.status_code in (400, 409)
