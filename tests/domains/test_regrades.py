"""Regrades: four policies, previewed and then done attempt by attempt, resumable, and in force for what comes later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.db import session
from academy.errors import Invalid
from academy.items.kinds import parse
from academy.learning import queries as learning
from academy.learning.models import Attempt, Cause, Enrolment, ResultChange
from academy.learning.service import Why
from academy.quizzes.models import Policy, Regrade
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.queries.marking import results_of
from academy.quizzes.queries.regrades import adjustment_of, adjustments_for, regrades_of, unfinished_regrades
from academy.quizzes.queries.regrading import Preview, preview
from academy.quizzes.service import Wish, decide_regrade, run_regrade
from academy.quizzes.service.results import put_score
from tests.marking import ESSAY, GLOVES, QUIZ, hand_in, mark, quiz, teach
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
NEW: dict[str, Any] = {
    **GLOVES,
    "choices": [{"text": "Gloves"}, {"text": "A hat", "right": True}, {"text": "Nothing"}],
}


def decided(world: World, policy: Policy, item: dict[str, Any] = NEW, *, at: datetime = LATER) -> UUID:
    """Decide, and write nothing else yet."""
    wish = Wish(policy, parse(item), "The key was wrong.")
    with db.writing():
        course = session.get_one(Enrolment, world.enrolment.id).course_id
        return decide_regrade(
            course_id=course, activity=QUIZ, wish=wish, by=world.actor(world.trajce), at=at
        ).id


def shown(world: World, policy: Policy, item: dict[str, Any] = NEW) -> Preview:
    """Preview."""
    adjustment = adjustment_of(policy, Wish(policy, parse(item), "").content)
    return preview(world.enrolment.course_id, QUIZ, item["key"], adjustment, at=LATER)


def score(attempt_id: UUID) -> float | None:
    """Return an attempt's total as it stands."""
    session.expire_all()
    return session.get_one(Attempt, attempt_id).score


@pytest.fixture
def two(app: Flask, world: World) -> tuple[UUID, UUID]:
    """Amina answered as the old key has it, Dina as the new one."""
    teach(app, world, quiz(GLOVES), at=AT)
    return (
        hand_in(world.enrolment.id, {"gloves": "a"}, at=AT),
        hand_in(world.foreign_enrolment.id, {"gloves": "b"}, at=AT),
    )


@pytest.mark.parametrize(
    ("policy", "after", "expected"),
    [
        (Policy.FULL_CREDIT, (1.0, 1.0), Preview(2, 1, 0, 0, 1, 0)),
        (Policy.BOTH_KEYS, (1.0, 1.0), Preview(2, 1, 0, 0, 1, 0)),
        (Policy.NEW_KEY, (0.0, 1.0), Preview(2, 1, 1, 0, 1, 1)),
        (Policy.NONE, (1.0, 0.0), Preview(2, 0, 0, 2, 0, 0)),
    ],
)
def test_the_policies(
    two: tuple[UUID, UUID], world: World, policy: Policy, after: tuple[float, float], expected: Preview
) -> None:
    """The preview writes nothing and says what then happens; each change is kept; earned completions stay."""
    assert shown(world, policy) == expected
    assert session.scalar(select(func.count()).select_from(Regrade)) == 0
    told: list[UUID] = []
    made = decided(world, policy)
    changed = run_regrade(regrade_id=made, at=LATER, seconds=60, tell=told.append)
    assert (score(two[0]), score(two[1])) == after
    assert changed == expected.rising + expected.falling == session.get_one(Regrade, made).changed
    assert len(told) == expected.passing + expected.no_longer_passing
    for change in session.scalars(select(ResultChange)):
        assert (change.cause, change.cause_id, change.reason) == ("regrade", made, "The key was wrong.")
        assert change.changed_by_id == world.trajce.id
        assert change.score_before != change.score_after
    assert learning.completions(world.enrolment.id) == {QUIZ: 1.0}, "what was earned is never taken back"
    assert (learning.completions(world.foreign_enrolment.id) == {QUIZ: 1.0}) == (after[1] == 1.0)


def test_running_again_changes_nothing(two: tuple[UUID, UUID], world: World) -> None:
    """It is done once a look that began a while after the decision finds nothing."""
    made = decided(world, Policy.NEW_KEY)
    assert run_regrade(regrade_id=made, at=LATER, seconds=60) == 2
    assert run_regrade(regrade_id=made, at=LATER, seconds=60) == 0
    assert unfinished_regrades() == [made]
    assert run_regrade(regrade_id=made, at=LATER + timedelta(minutes=2), seconds=60) == 0
    assert unfinished_regrades() == []
    assert session.scalar(select(func.count()).select_from(ResultChange)) == 2


def test_a_killed_one_is_finished(two: tuple[UUID, UUID], world: World) -> None:
    """Without time it changes one result in its own write unit; the next round does the rest, once each."""
    made = decided(world, Policy.NEW_KEY)
    assert run_regrade(regrade_id=made, at=LATER, seconds=-1) == 1
    session.expire_all()
    assert session.get_one(Regrade, made).changed == 1
    assert run_regrade(regrade_id=made, at=LATER, seconds=60) == 1
    assert (score(two[0]), score(two[1])) == (0.0, 1.0)
    assert session.scalar(select(func.count()).select_from(ResultChange)) == 2


def test_two_clicks_decide_once(two: tuple[UUID, UUID], world: World) -> None:
    assert decided(world, Policy.NEW_KEY) == decided(world, Policy.NEW_KEY)
    assert len(regrades_of(world.enrolment.course_id, QUIZ)) == 1


def test_it_holds_for_what_is_handed_in_later_but_not_for_later_editions(
    app: Flask, two: tuple[UUID, UUID], world: World
) -> None:
    """An edition that is published after the decision has its own key."""
    decided(world, Policy.NEW_KEY)
    late = hand_in(world.enrolment.id, {"gloves": "b"}, at=LATER)
    assert score(late) == 1.0
    assert learning.changes_of(late) == []
    edition = teach(app, world, quiz({**GLOVES, "prompt": "What comes first?"}), at=LATER + timedelta(days=1))
    assert adjustments_for(edition, QUIZ) == {}
    newest = hand_in(world.enrolment.id, {"gloves": "b"}, at=LATER + timedelta(days=1))
    assert score(newest) == 0.0


def test_the_latest_decision_holds(two: tuple[UUID, UUID], world: World) -> None:
    """One that is only recorded takes nothing's place; an overtaken one is not gone on with."""
    first = decided(world, Policy.FULL_CREDIT)
    second = decided(world, Policy.NEW_KEY, at=LATER + timedelta(minutes=5))
    decided(world, Policy.NONE, at=LATER + timedelta(minutes=6))
    assert run_regrade(regrade_id=first, at=LATER + timedelta(minutes=7), seconds=60) == 0
    assert unfinished_regrades() == [second]
    attempt = session.get_one(Attempt, two[0])
    assert adjustments_for(attempt.edition_id, QUIZ)["gloves"].policy == "new-key"


def test_what_was_asked_otherwise_is_not_touched(app: Flask, two: tuple[UUID, UUID], world: World) -> None:
    """In the edition before, letter b stood for other words."""
    other = {**NEW, "choices": [{"text": "Gloves"}, {"text": "A scarf", "right": True}, {"text": "Nothing"}]}
    assert shown(world, Policy.NEW_KEY, other) == Preview(2, 0, 0, 2, 0, 0)
    made = decided(world, Policy.NEW_KEY, other)
    assert run_regrade(regrade_id=made, at=LATER, seconds=60) == 0
    assert score(hand_in(world.foreign_enrolment.id, {"gloves": "b"}, at=LATER)) == 0.0


def test_an_appeal_is_not_taken_back(two: tuple[UUID, UUID], world: World) -> None:
    """What an appeal gave stays where the new key would give less."""
    with db.writing():
        attempt = session.get_one(Attempt, two[1])
        why = Why(Cause.APPEAL, two[1], world.trajce.id, "She is right.")
        put_score(attempt=attempt, asked=asked_in(attempt), item="gloves", score=0.5, why=why, at=LATER)
    third = {**NEW, "choices": [{"text": "Gloves"}, {"text": "A hat"}, {"text": "Nothing", "right": True}]}
    assert shown(world, Policy.NEW_KEY, third).falling == 1
    run_regrade(regrade_id=decided(world, Policy.NEW_KEY, third), at=LATER, seconds=60)
    assert (score(two[0]), score(two[1])) == (0.0, 0.5)


def test_every_edition_is_reached(app: Flask, two: tuple[UUID, UUID], world: World) -> None:
    teach(app, world, quiz(GLOVES, title="Again"), at=AT + timedelta(minutes=1))
    newer = hand_in(world.enrolment.id, {"gloves": "b"}, at=AT + timedelta(minutes=2))
    run_regrade(regrade_id=decided(world, Policy.NEW_KEY), at=LATER, seconds=60)
    assert (score(two[0]), score(two[1]), score(newer)) == (0.0, 1.0, 1.0)


def test_items_that_people_mark(app: Flask, world: World) -> None:
    """Full credit settles what waits; a new key there is none."""
    teach(app, world, quiz(ESSAY), at=AT)
    waiting = hand_in(world.enrolment.id, {"report": "We left."}, at=AT)
    marked = hand_in(world.foreign_enrolment.id, {"report": "We left too."}, at=AT)
    mark(world, world.trajce, marked, (1, 1), at=AT)
    with pytest.raises(Invalid, match="regrade-without-key"):
        decided(world, Policy.NEW_KEY, ESSAY)
    run_regrade(regrade_id=decided(world, Policy.FULL_CREDIT, ESSAY), at=LATER, seconds=60)
    assert (score(waiting), score(marked)) == (1.0, 1.0)
    assert results_of(waiting)["report"].is_right


def test_a_reason_is_needed(two: tuple[UUID, UUID], world: World) -> None:
    with pytest.raises(Invalid, match="regrade-reason-missing"), db.writing():
        decide_regrade(
            course_id=world.enrolment.course_id, activity=QUIZ, wish=Wish(Policy.NONE, parse(NEW), " "),
            by=world.actor(world.trajce), at=LATER,
        )  # fmt: skip
