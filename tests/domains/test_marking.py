"""People's marks: one, two that do not see each other, a third who decides; what follows for the attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Attempt, Enrolment, ItemResult, ResultChange
from academy.quizzes.models import PersonMark
from academy.quizzes.queries import marking as queries
from tests.marking import ESSAY, GLOVES, QUIZ, TWICE, hand_in, mark, quiz, teach, trainer
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
BEST, HALF, NOTHING = (2, 2), (1, 1), (0, 0)
ANSWERS = {"gloves": "a", "report": "First we closed the area."}


def attempt(attempt_id: UUID) -> Attempt:
    """Return an attempt as it stands now."""
    return session.scalars(
        select(Attempt).where(Attempt.id == attempt_id).execution_options(populate_existing=True)
    ).one()


def result(attempt_id: UUID) -> ItemResult:
    """Return what the essay came to."""
    return queries.results_of(attempt_id)["report"]


def test_it_waits_and_is_graded_with_the_last_mark(app: Flask, world: World) -> None:
    """State, score, gates and completion follow from the mark; what it was before is kept."""
    teach(app, world, quiz(GLOVES, {**ESSAY, "gate": True}), at=AT)
    made = hand_in(world.enrolment.id, ANSWERS, at=AT)
    assert (attempt(made).state, attempt(made).score, attempt(made).is_passed) == ("submitted", None, None)
    assert learning.completions(world.enrolment.id) == {}
    waiting = queries.waiting_for(world.actor(world.trajce))
    assert [(row.id, row.item, row.is_marked_by_actor) for row in waiting] == [(made, "report", False)]
    done = mark(world, world.trajce, made, BEST, at=LATER, comment="")
    assert (done.is_settled, done.is_graded) == (True, True)
    assert (attempt(made).state, attempt(made).score, attempt(made).is_passed) == ("graded", 1.0, True)
    assert learning.completions(world.enrolment.id) == {QUIZ: 1.0}
    (change,) = learning.changes_of(made)
    assert (change.cause, change.score_before, change.score_after) == ("mark", None, 1.0)
    assert (change.total_before, change.total_after, change.changed_by_id) == (None, 1.0, world.trajce.id)
    assert queries.waiting_for(world.actor(world.trajce)) == []


def test_a_mark_below_the_best_fails_a_gate(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES, {**ESSAY, "gate": True}, pass_mark=0.5), at=AT)
    made = hand_in(world.enrolment.id, ANSWERS, at=AT)
    mark(world, world.trajce, made, HALF, at=LATER)
    assert (attempt(made).score, attempt(made).is_passed) == (0.75, False)
    assert attempt(made).gates_failed == ["report"]


def test_two_who_are_near_make_the_mean(app: Flask, world: World) -> None:
    """The first mark settles nothing; the second within the agreement does."""
    teach(app, world, quiz(TWICE, pass_mark=0.5), at=AT)
    made, vida = hand_in(world.enrolment.id, {"report": "We left."}, at=AT), trainer(world, "vida")
    first = mark(world, world.trajce, made, (2, 1), at=LATER)
    assert not first.is_settled
    assert attempt(made).state == "submitted"
    assert [row.is_marked_by_actor for row in queries.waiting_for(world.actor(world.trajce))] == [True]
    assert [row.is_marked_by_actor for row in queries.waiting_for(world.actor(vida))] == [False]
    assert mark(world, vida, made, (1, 1), at=LATER).is_graded
    assert result(made).score == 0.625


def test_a_third_decides(app: Flask, world: World) -> None:
    """Two far apart wait for another person, who must have seen both; hers counts, and nobody marks twice."""
    teach(app, world, quiz(TWICE, pass_mark=0.5), at=AT)
    made, vida, zora = (
        hand_in(world.enrolment.id, {"report": "We left."}, at=AT),
        trainer(world, "vida"),
        trainer(world, "zora"),
    )
    mark(world, world.trajce, made, BEST, at=LATER)
    assert not mark(world, vida, made, NOTHING, at=LATER).is_settled
    for again in (world.trajce, vida):
        with pytest.raises(Conflict, match="marked-by-you"):
            mark(world, again, made, HALF, at=LATER, has_seen_both=True)
    with pytest.raises(Conflict, match="deciding-now"):
        mark(world, zora, made, HALF, at=LATER)
    assert mark(world, zora, made, HALF, at=LATER, has_seen_both=True).is_graded
    assert result(made).score == 0.5
    with pytest.raises(Conflict, match="marked-meanwhile"):
        mark(world, trainer(world, "ula"), made, HALF, at=LATER, has_seen_both=True)
    turns = [
        each.turn
        for each in session.scalars(select(PersonMark).order_by(PersonMark.marked_at, PersonMark.turn))
    ]
    assert sorted(turns) == ["deciding", "first", "second"]


def test_what_a_mark_must_say(app: Flask, world: World) -> None:
    """A level of each criterion that the rubric has; a word to the learner where something is missing."""
    teach(app, world, quiz(ESSAY), at=AT)
    made = hand_in(world.enrolment.id, {"report": "We left."}, at=AT)
    with pytest.raises(Invalid, match="comment-missing"):
        mark(world, world.trajce, made, HALF, at=LATER, comment="  ")
    for wrong in ((3, 0), (-1, 0)):
        with pytest.raises(Invalid, match="levels-missing"):
            mark(world, world.trajce, made, wrong, at=LATER)
    assert queries.marks_of(made) == []


def test_nobody_marks_her_own_or_other_peoples_classes(app: Flask, world: World) -> None:
    """A trainer of the cohort who learns in it finds nothing of her own, nor does who runs another cohort."""
    teach(app, world, quiz(ESSAY), at=AT)
    made, vida = hand_in(world.enrolment.id, {"report": "We left."}, at=AT), trainer(world, "vida")
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).person_id = vida.id
    assert queries.waiting_for(world.actor(vida)) == []
    with pytest.raises(NotFound):
        queries.attempt_to_mark(world.actor(vida), made)
    with pytest.raises(Forbidden, match="own-response"):
        mark(world, vida, made, BEST, at=LATER)
    for stranger in (world.carla, world.boris, world.dina):
        assert queries.waiting_for(world.actor(stranger)) == []
    assert [row.id for row in queries.waiting_for(world.actor(world.ada))] == [made]


def test_without_a_cohort_the_branch_marks(app: Flask, world: World) -> None:
    """Trainers and administrators above her agency find it; without a role there nobody does."""
    teach(app, world, quiz(ESSAY), at=AT)
    made = hand_in(world.enrolment.id, {"report": "We left."}, at=AT)
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).cohort_id = None
    found = session.get_one(Enrolment, world.enrolment.id, populate_existing=True)
    assert [row.id for row in queries.waiting_for(world.actor(world.trajce))] == [made]
    assert {each.call_sign for each in queries.overseers_of(found, on=AT.date() + timedelta(days=400))} >= {
        "ada",
        "trajce",
    }
    assert queries.waiting_for(world.actor(world.boris)) == []


def test_practice_and_empty_responses_wait_for_nobody(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES, ESSAY, practice="always"), at=AT)
    hand_in(world.enrolment.id, ANSWERS, at=AT, is_practice=True)
    empty = hand_in(world.foreign_enrolment.id, {"gloves": "a"}, at=AT)
    assert queries.waiting_for(world.actor(world.trajce)) == []
    assert (attempt(empty).state, attempt(empty).score) == ("graded", 0.5)


def test_an_item_tried_out_is_marked_too_and_changes_no_total(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES, {**ESSAY, "pilot": True}), at=AT)
    made = hand_in(world.enrolment.id, ANSWERS, at=AT)
    assert (attempt(made).state, attempt(made).score) == ("graded", 1.0)
    assert not mark(world, world.trajce, made, NOTHING, at=LATER).is_graded
    assert (attempt(made).score, result(made).score) == (1.0, 0.0)


def test_the_order_is_that_of_handing_in(app: Flask, world: World) -> None:
    teach(app, world, quiz(ESSAY), at=AT)
    late = hand_in(world.enrolment.id, {"report": "Late."}, at=LATER)
    early = hand_in(world.foreign_enrolment.id, {"report": "Early."}, at=AT)
    assert [row.id for row in queries.waiting_for(world.actor(world.trajce))] == [early, late]
    assert session.scalars(select(ResultChange)).all() == []
