"""Appeals: once while open, decided by another person where there is one, upward only; all of it kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Attempt
from academy.quizzes import service
from academy.quizzes.models import Appeal
from academy.quizzes.queries import appeals as queries
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.service import Decision
from tests.marking import ESSAY, GLOVES, QUIZ, hand_in, mark, quiz, teach, trainer
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def appeal(
    world: World, by: Person, attempt_id: UUID, item: str, reason: str = "The hat protects too."
) -> Appeal:
    """Let a learner object."""
    with db.writing():
        attempt = queries.own_graded(world.actor(by), attempt_id)
        return service.appeal(attempt=attempt, item=item, reason=reason, by=world.actor(by), at=LATER)[0]


def decide(world: World, by: Person, made: Appeal, score: float | None, answer: str = "Seen anew.") -> None:
    """Let somebody answer."""
    with db.writing():
        found = queries.appeal_for(world.actor(by), made.id)
        service.decide(
            appeal=found, asked=asked_in(found.attempt), decision=Decision(score, answer), by=world.actor(by), at=clock.now()
        )  # fmt: skip


@pytest.fixture
def failed(app: Flask, world: World) -> UUID:
    """Amina's attempt with one of two items wrong."""
    teach(app, world, quiz(GLOVES, {**GLOVES, "key": "hat"}), at=AT)
    return hand_in(world.enrolment.id, {"gloves": "a", "hat": "b"}, at=AT)


def test_upheld_it_raises_the_mark_and_completes(failed: UUID, world: World) -> None:
    """The total, the pass and the completion follow; the former score, the reason and who stay on record."""
    made = appeal(world, world.amina, failed, "hat")
    assert [each.id for each in queries.open_appeals(world.actor(world.trajce))] == [made.id]
    decide(world, world.trajce, made, 1.0)
    attempt = session.get_one(Attempt, failed, populate_existing=True)
    assert (attempt.score, attempt.is_passed) == (1.0, True)
    assert learning.completions(world.enrolment.id) == {QUIZ: 1.0}
    (change,) = learning.changes_of(failed)
    assert (change.cause, change.cause_id, change.reason) == ("appeal", made.id, "Seen anew.")
    assert (change.score_before, change.score_after, change.total_before) == (0.0, 1.0, 0.5)
    ((kept, who),) = queries.own_appeals(failed, "hat")
    assert (kept.is_upheld, kept.answer, who) == (True, "Seen anew.", "trajce")
    assert queries.open_appeal_count(world.actor(world.trajce)) == 0


def test_dismissed_it_changes_nothing_and_history_is_kept(failed: UUID, world: World) -> None:
    made = appeal(world, world.amina, failed, "hat")
    decide(world, world.trajce, made, None, "A hat is no protection.")
    assert learning.changes_of(failed) == []
    again = appeal(world, world.amina, failed, "hat", "Once more.")
    assert again.id != made.id
    assert [each.is_upheld for each, _who in queries.own_appeals(failed, "hat")] == [None, False]


def test_once_while_open(failed: UUID, world: World) -> None:
    """A second click is the first appeal."""
    assert appeal(world, world.amina, failed, "hat").id == appeal(world, world.amina, failed, "hat", "And").id
    assert session.scalar(select(func.count()).select_from(Appeal)) == 1


def test_what_cannot_be_appealed(failed: UUID, world: World) -> None:
    """What is right, what was not asked, other people's, without a reason."""
    with pytest.raises(Conflict, match="nothing-to-appeal"):
        appeal(world, world.amina, failed, "gloves")
    with pytest.raises(NotFound):
        appeal(world, world.amina, failed, "nothing")
    with pytest.raises(NotFound):
        appeal(world, world.dina, failed, "hat")
    with pytest.raises(Invalid, match="appeal-reason-missing"):
        appeal(world, world.amina, failed, "hat", " ")


@pytest.mark.parametrize("score", [0.0, -0.5, 1.5])
def test_an_appeal_only_raises(failed: UUID, world: World, score: float) -> None:
    made = appeal(world, world.amina, failed, "hat")
    with pytest.raises(Invalid, match="appeal-score"):
        decide(world, world.trajce, made, score)
    with pytest.raises(Invalid, match="answer-missing"):
        decide(world, world.trajce, made, None, " ")
    assert queries.open_appeal_count(world.actor(world.trajce)) == 1


def test_who_decides(failed: UUID, world: World) -> None:
    """Whoever looks after her; nobody else finds it; the second of two is told."""
    made = appeal(world, world.amina, failed, "hat")
    for stranger in (world.amina, world.boris, world.carla):
        with pytest.raises(NotFound):
            decide(world, stranger, made, None)
    decide(world, world.ada, made, None)
    with pytest.raises(Conflict, match="appeal-decided"):
        decide(world, world.trajce, made, 1.0)


def test_who_marked_decides_only_where_nobody_else_could(app: Flask, world: World) -> None:
    teach(app, world, quiz(ESSAY), at=AT)
    made = hand_in(world.enrolment.id, {"report": "We left."}, at=AT)
    mark(world, world.trajce, made, (1, 1), at=AT)
    objection = appeal(world, world.amina, made, "report")
    with pytest.raises(Forbidden, match="marker-decides-not"):
        decide(world, world.trajce, objection, 1.0)
    with db.writing():
        session.get_one(Person, world.ada.id).disabled_at = AT
    decide(world, world.trajce, objection, 1.0)


def test_a_learner_who_trains_decides_nothing_of_her_own(failed: UUID, world: World) -> None:
    vida = trainer(world, "vida")
    made = appeal(world, world.amina, failed, "hat")
    with db.writing():
        session.get_one(Attempt, failed).enrolment.person_id = vida.id
    with pytest.raises(NotFound):
        decide(world, vida, made, 1.0)
