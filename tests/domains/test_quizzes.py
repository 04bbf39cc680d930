"""Attempts at quizzes: begun, answered, handed in and marked by the server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from academy import db
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.errors import Conflict
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse
from academy.learning import queries
from academy.learning.models import Attempt, Enrolment, ItemResult
from academy.learning.service import Save
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import guess_score, may_start
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL_RIGHT = {
    "one": "a", "several": ["a", "b"], "truth": True, "order": ["a", "b", "c"], "match": {"a": "a", "b": "b"}, "number": "90",
}  # fmt: skip


def quiz_of(world: World, activity: str) -> tuple[Reading, QuizContent]:
    """Read a quiz of the small course."""
    read = reading(edition_id=world.edition.id, locale="en")
    found = read.course.activity(activity)
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    return read, found[1].content


def begin(world: World, activity: str, quiz: QuizContent | None = None) -> Attempt:
    """Begin an attempt."""
    read, authored = quiz_of(world, activity)
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        return service.start(
            enrolment=enrolment, activity=activity, quiz=quiz or authored, reading=read, at=AT
        )


def answer(world: World, attempt: Attempt, given: dict[str, Any]) -> None:
    """Save responses."""
    _read, quiz = quiz_of(world, attempt.activity)
    for key, payload in given.items():
        item = quiz.item(key)
        assert item is not None
        with db.writing():
            held = session.get_one(Attempt, attempt.id)
            service.save(
                attempt=held,
                quiz=quiz,
                item=item,
                save=Save(key, payload, "device-01", 1, uuid4().hex),
                at=AT,
            )


def hand_in(world: World, attempt: Attempt) -> Attempt:
    """Hand in an attempt."""
    _read, quiz = quiz_of(world, attempt.activity)
    with db.writing():
        return service.submit(
            attempt=session.get_one(Attempt, attempt.id), quiz=quiz, items=quiz.items, at=AT
        )


def test_all_right_passes(world: World) -> None:
    """Every kind's key is worth its point, and the activity is done."""
    _read, quiz = quiz_of(world, "kinds-quiz")
    from_kinds = {item.key: kind_named(item.kind).key_response(item) for item in quiz.items}
    attempt = begin(world, "kinds-quiz")
    answer(world, attempt, from_kinds)
    done = hand_in(world, attempt)
    assert (done.score, done.is_passed, done.gates_failed) == (1.0, True, [])
    assert queries.completions(world.enrolment.id) == {"kinds-quiz": 1.0}


def test_what_is_left_open_is_not_right(world: World) -> None:
    """An empty attempt can be handed in; it scores nothing, and every item has its result."""
    done = hand_in(world, begin(world, "kinds-quiz"))
    assert (done.score, done.is_passed) == (0.0, False)
    results = session.scalars(select(ItemResult).where(ItemResult.attempt_id == done.id)).all()
    assert {(each.item, each.score, each.is_right) for each in results} == {
        (key, 0.0, False) for key in ALL_RIGHT
    }


@pytest.mark.parametrize(
    ("given", "is_passed", "failed"),
    [
        ({"gloves": "a", "alone": False}, True, []),
        ({"gloves": "b", "alone": False}, False, ["gloves"]),
        ({"gloves": "a", "alone": True}, False, ["alone"]),
        ({"gloves": "a"}, False, ["alone"]),
        ({}, False, ["gloves", "alone"]),
    ],
)
def test_gate_items_must_be_right(
    world: World, given: dict[str, Any], is_passed: bool, failed: list[str]
) -> None:
    """One wrong gate item fails the quiz, and is named."""
    attempt = begin(world, "gate-quiz")
    answer(world, attempt, given)
    done = hand_in(world, attempt)
    assert (done.is_passed, sorted(done.gates_failed)) == (is_passed, sorted(failed))


def test_handing_in_twice_changes_nothing(world: World) -> None:
    """The second is refused and the first result stands."""
    attempt = begin(world, "gate-quiz")
    answer(world, attempt, {"gloves": "a", "alone": False})
    hand_in(world, attempt)
    with pytest.raises(Conflict):
        hand_in(world, attempt)


def test_attempts_run_out(world: World) -> None:
    """A quiz with one attempt is begun once; the open one can always be gone on with."""
    _read, authored = quiz_of(world, "gate-quiz")
    once = authored.model_copy(update={"attempts": 1})
    first = begin(world, "gate-quiz", once)
    assert begin(world, "gate-quiz", once).id == first.id
    hand_in(world, first)
    with pytest.raises(Conflict, match="attempts-used"):
        begin(world, "gate-quiz", once)


@pytest.mark.parametrize(
    ("key", "payload"),
    [
        ("gloves", "z"), ("gloves", ["a"]), ("gloves", 1), ("gloves", {}), ("alone", "true"), ("alone", "a"),
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused(world: World, key: str, payload: Any) -> None:
    """A response that does not fit its item is never stored."""
    attempt = begin(world, "gate-quiz")
    with pytest.raises(BadResponse):
        answer(world, attempt, {key: payload})
    session.expire_all()
    assert queries.responses(attempt.id) == {}


def test_the_attempt_remembers_what_was_shown(world: World) -> None:
    """Language, rendition and seed are those of the beginning."""
    read, _quiz = quiz_of(world, "gate-quiz")
    attempt = begin(world, "gate-quiz")
    assert (attempt.locale, attempt.rendition_digest) == ("en", read.rendition_digest)
    assert 0 <= attempt.seed < 2**31


def test_guessing_does_not_pass(world: World) -> None:
    """The small course's quizzes ask for more than luck."""
    for activity in ("gate-quiz", "kinds-quiz"):
        _read, quiz = quiz_of(world, activity)
        assert 0 < guess_score(quiz) < quiz.pass_mark
        assert may_start(quiz, 99)
