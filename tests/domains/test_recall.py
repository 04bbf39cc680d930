"""The review queue: what comes into it, what never does, and that it is each learner's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Attempt, Cohort
from academy.learning.rules import Dates
from academy.learning.service import set_override
from academy.quizzes.content import Review
from academy.quizzes.models import Exam
from academy.recall import queries, service
from academy.recall.models import RecallCard
from academy.recall.rules import Answer
from academy.recall.service import PAUSE, Gatherer
from tests.marking import ESSAY, GLOVES, QUIZ, begin, hand_in, quiz, teach
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=1, hours=1)
TRUTH = {"key": "truth", "kind": "true-false", "prompt": "You may go alone.", "answer": False}
PILOT = {**TRUTH, "key": "pilot", "pilot": True}
ALL_WRONG = {"gloves": "b", "truth": True, "pilot": True}


@pytest.fixture(autouse=True)
def june() -> Iterator[None]:
    """Set the clock to the day of the tests."""
    with time_machine.travel(AT, tick=False):
        yield


def gathered(at: datetime = LATER) -> set[str]:
    """Let the caretaker look; return whose items there are cards of by now."""
    Gatherer()(at)
    return set(session.scalars(select(RecallCard.item)))


def one(world: World) -> RecallCard:
    return session.scalars(select(RecallCard).where(RecallCard.person_id == world.amina.id)).one()


def asked(world: World, at: datetime = LATER) -> queries.Question | None:
    return queries.question(one(world), locale="en", at=at)


def test_what_was_missed_and_released_comes_in_once(app: Flask, world: World) -> None:
    """Right items, pilots and items that people mark stay out; looking again makes nothing twice."""
    teach(app, world, quiz(GLOVES, TRUTH, PILOT, ESSAY), at=AT)
    hand_in(world.enrolment.id, {**ALL_WRONG, "gloves": "a", "report": "I came at eight."}, at=AT)
    assert gathered() == set(), "a person has still to mark it"
    with db.writing():
        session.scalars(select(Attempt)).one().state = "graded"
    assert gathered() == {"truth"}
    gatherer = Gatherer()
    assert (gatherer(LATER), gatherer(LATER + PAUSE)) == (0, 0)
    with db.writing():
        assert service.gather(person_id=world.amina.id, at=LATER) == 0
    assert one(world).due_at == AT + timedelta(days=1)


def test_practice_comes_not_in(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES, practice="always"), at=AT)
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT, is_practice=True)
    assert gathered() == set()


def test_what_is_not_released_stays_out_until_it_is(app: Flask, world: World) -> None:
    """Shown for the minutes after handing in only is not released; once the quiz is closed to her it is."""
    review = Review(later=frozenset({"response"}))
    teach(app, world, quiz(GLOVES, review=review, attempts=2), at=AT)
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT)
    assert gathered(AT + timedelta(minutes=1)) == set()
    assert gathered() == set()
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT)
    assert gathered() == {"gloves"}


def test_no_exam_before_it_is_closed(app: Flask, world: World) -> None:
    """Whatever its rules release."""
    teach(app, world, quiz(GLOVES, entry="password"), at=AT)
    with db.writing():
        exam = Exam(
            cohort_id=world.cohort.id, activity=QUIZ, opens_at=AT, closes_at=AT + timedelta(hours=2), secret="s", made_at=AT
        )  # fmt: skip
        session.add(exam)
        session.flush()
        exam_id = exam.id
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT, admission=session.get_one(Exam, exam_id))
    assert gathered() == set()
    with db.writing():
        set_override(
            holder=session.get_one(Cohort, world.cohort.id), activity=QUIZ, stands=Dates(closes_on=AT.date()), reason="R",
            by=world.actor(world.trajce), at=AT,
        )  # fmt: skip
    assert gathered() == {"gloves"}


def test_nothing_is_asked_while_she_sits_the_quiz(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES), at=AT)
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT)
    gathered()
    assert asked(world) is not None
    begin(world.enrolment.id, at=AT)
    assert asked(world) is None


def test_the_newest_edition_is_asked_and_what_is_gone_retires(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES), at=AT)
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT)
    gathered()
    teach(app, world, quiz({**GLOVES, "prompt": "What comes first?"}), at=AT + timedelta(hours=1))
    question = asked(world)
    assert question is not None
    assert str(question.item.prompt) == "What comes first?"
    teach(app, world, quiz(TRUTH), at=AT + timedelta(hours=2))
    assert asked(world) is None
    with db.writing():
        service.retire_gone(person_id=world.amina.id, at=LATER)
    assert one(world).done_at == LATER


def answered(world: World, response: Any, *, seen: int, at: datetime) -> Answer:
    with db.writing():
        card = queries.own_card(world.actor(world.amina), one(world).id)
        question = queries.question(card, locale="en", at=at)
        assert question is not None
        return service.answer(card=card, question=question, response=response, seen=seen, at=at)


@pytest.fixture
def card(app: Flask, world: World) -> UUID:
    teach(app, world, quiz(GLOVES), at=AT)
    hand_in(world.enrolment.id, {"gloves": "b"}, at=AT)
    gathered()
    return one(world).id


def test_an_answer_counts_once_and_no_grade_changes(card: UUID, world: World) -> None:
    """A double click changes nothing more; hard comes back sooner; the attempt stays as it was."""
    before = session.scalars(select(Attempt.score)).one()
    assert answered(world, "a", seen=0, at=LATER) is Answer.RIGHT
    due = one(world).due_at
    assert answered(world, "b", seen=0, at=LATER) is Answer.RIGHT
    assert (one(world).due_at, one(world).seen_count, one(world).right_count) == (due, 1, 1)
    with db.writing():
        service.call_hard(card=one(world), at=LATER)
    assert one(world).due_at < due
    with db.writing(), pytest.raises(Conflict):
        service.call_hard(card=one(world), at=LATER)
    assert answered(world, None, seen=1, at=LATER) is Answer.WRONG
    assert one(world).due_at == LATER + timedelta(days=1)
    session.expire_all()
    assert session.scalars(select(Attempt.score)).one() == before


def test_put_away_and_brought_back(card: UUID, world: World) -> None:
    with db.writing():
        service.put_away(card=one(world), at=LATER)
    assert queries.due(world.amina.id, at=LATER) == []
    assert gathered() == {"gloves"}, "it is not gathered anew either"
    assert queries.counts(world.amina.id, at=LATER).done == 1
    with db.writing():
        service.bring_back(person_id=world.amina.id)
    assert queries.due_count(world.amina.id, at=LATER) == 1


def test_erasing_and_export(card: UUID, world: World) -> None:
    assert len(queries.personal_data(world.amina.id)["cards"]) == 1  # type: ignore[arg-type]
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=LATER)
    assert queries.personal_data(world.amina.id) == {"cards": []}
