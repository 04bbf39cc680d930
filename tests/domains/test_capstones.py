"""Capstones for the record: the closed inventory, receipts, two markers at once, a third, erased people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from academy import db
from academy.capstones import queries as capstones
from academy.capstones import service
from academy.capstones.models import CapstoneMark
from academy.capstones.queries import marking as queries
from academy.capstones.queries.asked import asked_in
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Enrolment
from academy.learning.queries import attempt_in_turn, responses
from academy.learning.rules import Act
from tests.capstones import (
    ANSWER,
    BAG,
    ROW,
    attempt_now,
    begin,
    close,
    describe_all,
    hand_in,
    keep,
    mark,
    teach,
)
from tests.marking import trainer
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
BEST, HALF, NOTHING = (3, 3), (2, 1), (0, 0)


def test_the_inventory_comes_first_and_stays_closed(app: Flask, world: World) -> None:
    """No finding before it is closed, nothing in it changes after; each acknowledged save is kept."""
    teach(app, world, at=AT)
    made = begin(world.enrolment.id, at=AT)
    assert begin(world.enrolment.id, at=LATER) == made
    with pytest.raises(Conflict, match="still-in-the-bag"):
        keep(made, "object:jar", {"what": "A jar"}, at=AT)
    for item, payload in (("row:1", ROW), ("question:who", ANSWER)):
        with pytest.raises(Conflict, match="inventory-open"):
            keep(made, item, payload, at=AT)
    with pytest.raises(Conflict, match="not-all-described"):
        close(made, at=AT)
    describe_all(made, at=AT)
    again = uuid4().hex
    first = keep(made, "object:jar", {"what": "A glass jar"}, at=AT, sequence=9, key=again)
    assert close(made, at=AT).counts
    assert close(made, at=LATER) is None
    assert keep(made, "object:jar", {"what": "A glass jar"}, at=LATER, sequence=9, key=again) == first
    late = keep(made, "object:jar", {"what": "Gold"}, at=LATER, sequence=99)
    assert (late.is_late, late.counts, late.why) == (True, False, "passed")
    assert responses(made)["object:jar"] == {"what": "A glass jar"}
    with pytest.raises(Invalid):
        keep(made, "closed", None, at=LATER, act=Act.CLEAR)


def test_rows_come_and_go_and_it_is_handed_in_whole(app: Flask, world: World) -> None:
    teach(app, world, at=AT)
    made = begin(world.enrolment.id, at=AT)
    describe_all(made, at=AT)
    close(made, at=AT)
    keep(made, "row:1", ROW, at=AT, sequence=10)
    keep(made, "row:1", None, at=AT, sequence=11, act=Act.CLEAR)
    keep(made, "question:who", ANSWER, at=AT, sequence=12)

    def hand_it_in() -> None:
        with db.writing():
            attempt = attempt_in_turn(made)
            service.hand_in(attempt=attempt, capstone=asked_in(attempt).capstone, at=LATER)

    with pytest.raises(Conflict, match="not-finished"):
        hand_it_in()
    keep(made, "row:2", ROW, at=AT, sequence=13)
    hand_it_in()
    with pytest.raises(Conflict, match="attempt-closed"):
        hand_it_in()
    assert (attempt_now(made).state, attempt_now(made).score) == ("submitted", None)
    assert keep(made, "row:2", {"fact": "x"}, at=LATER, sequence=14).why == "handed-in"
    with pytest.raises(Conflict, match="no-more-bags"):
        begin(world.enrolment.id, at=LATER)


def test_two_who_agree_make_the_mean(app: Flask, world: World) -> None:
    teach(app, world, at=AT)
    made, vida = hand_in(world.enrolment.id, at=AT), trainer(world, "vida")
    (waiting,) = queries.waiting_for(world.actor(vida), locale="en")
    assert (waiting.attempt_id, waiting.marks, waiting.is_marked_by_actor) == (made, 0, False)
    assert not mark(world, world.trajce, made, BEST, at=LATER, comment="").is_settled
    with pytest.raises(Conflict, match="capstone-marked-by-you"):
        mark(world, world.trajce, made, BEST, at=LATER)
    assert mark(world, vida, made, (3, 2), at=LATER).is_settled
    now = attempt_now(made)
    assert (now.state, round(now.score or 0, 3), now.is_passed) == ("graded", round(11 / 12, 3), True)
    assert BAG in learning.completions(world.enrolment.id)
    assert queries.waiting_for(world.actor(vida), locale="en") == []
    (figures,) = queries.figures(world.actor(vida), locale="en")
    assert (figures.agreement.pairs, figures.agreement.within, figures.settled) == (1, 1, 0)


def test_a_third_settles(app: Flask, world: World) -> None:
    teach(app, world, at=AT)
    made = hand_in(world.enrolment.id, at=AT)
    vida, zora = trainer(world, "vida"), trainer(world, "zora")
    mark(world, world.trajce, made, BEST, at=LATER)
    assert not mark(world, vida, made, NOTHING, at=LATER).is_settled
    with pytest.raises(Conflict, match="capstone-settling-now"):
        mark(world, zora, made, HALF, at=LATER)
    assert mark(world, zora, made, HALF, at=LATER, has_seen_both=True).is_settled
    assert (attempt_now(made).score, attempt_now(made).is_passed) == (0.5, False)
    with pytest.raises(Conflict, match="capstone-settled"):
        mark(world, trainer(world, "ula"), made, HALF, at=LATER, has_seen_both=True)


def test_two_mark_at_once(app: Flask, world: World) -> None:
    """Each gets a place of her own, and the capstone its result once; neither a double click nor a race breaks it."""
    teach(app, world, at=AT)
    made, vida = hand_in(world.enrolment.id, at=AT), trainer(world, "vida")
    people = [world.trajce, vida, world.trajce, vida]
    session.rollback()
    for each in {*people, world.enrolment}:
        session.refresh(each)
        session.expunge(each)
    session.rollback()

    def go(person: object) -> str:
        with app.app_context():
            try:
                return str(mark(world, person, made, HALF, at=LATER).is_settled)  # type: ignore[arg-type]
            except Conflict as refusal:
                return refusal.reason
            finally:
                session.remove()

    with ThreadPoolExecutor(max_workers=4) as pool:
        found = sorted(pool.map(go, people))
    assert found == ["False", "True", "capstone-marked-by-you", "capstone-marked-by-you"]
    assert attempt_now(made).score == 0.5


def test_who_may_mark_and_what_must_be_said(app: Flask, world: World) -> None:
    teach(app, world, at=AT)
    made = hand_in(world.enrolment.id, at=AT)
    for stranger in (world.carla, world.boris, world.dina, world.amina):
        with pytest.raises(NotFound):
            mark(world, stranger, made, BEST, at=LATER)
    for bad, reason in (((9, 0), "levels-missing"), (HALF, "comment-missing")):
        with pytest.raises(Invalid, match=reason):
            mark(world, world.trajce, made, bad, at=LATER, comment=" ")
    with db.writing():
        attempt = attempt_in_turn(made)
        judged = service.Judgement({"facts": 3, "doubt": 3}, "")
        with pytest.raises(Forbidden):
            service.mark(
                attempt=attempt,
                capstone=asked_in(attempt).capstone,
                judgement=judged,
                by=world.actor(world.amina),
                at=AT,
            )


def test_an_erased_marker_and_an_erased_learner(app: Flask, world: World) -> None:
    """A marker's name goes and her mark stays; a learner's marks go with her."""
    teach(app, world, at=AT)
    made, vida = hand_in(world.enrolment.id, at=AT), trainer(world, "vida")
    mark(world, world.trajce, made, HALF, at=LATER, muddles={"1": "too-sure"})
    own = capstones.personal_data(world.amina.id)
    assert own["marks"][0]["muddles"] == {"1": "too-sure"}  # type: ignore[index]
    with db.writing():
        service.erase_person(person_id=world.trajce.id, at=LATER)
    (left,) = queries.marks_of(made)
    assert left.marker_id is None
    session.rollback()
    assert mark(world, vida, made, HALF, at=LATER).is_settled
    with db.writing():
        service.erase_person(person_id=session.get_one(Enrolment, world.enrolment.id).person_id, at=LATER)
    assert session.query(CapstoneMark).count() == 0
