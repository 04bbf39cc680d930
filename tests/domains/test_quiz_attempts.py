"""Attempts under their terms: deadlines without a browser, tries, certainty, practice, exams, and the barrier of handing in."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import caretaker, db
from academy.courses.models import Course
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict, DomainError, Forbidden, Invalid
from academy.items.kinds import parse
from academy.learning import queries
from academy.learning.models import (
    AnswerEvent,
    Attempt,
    AttemptState,
    Cohort,
    Enrolment,
    ItemResult,
    Override,
)
from academy.learning.rules import Act, Dates
from academy.learning.service import Receipt, Save, remove_override, set_override
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.models import Exam, ExamAttempt, Regrade
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.service.closing import items_of
from tests.editions import publish, with_activity
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUIZ = "gate-quiz"
RIGHT = {"gloves": "a", "alone": False}


def give(app: Flask, world: World, **terms: Any) -> QuizContent:
    """Put Amina into an edition whose quiz has other terms."""
    authored = _content(world.edition.id)
    quiz = QuizContent.model_validate({**authored.model_dump(), "pass_mark": 0.5, **terms})
    edition = publish(app, with_activity(QUIZ, content=quiz), at=AT - timedelta(days=1))
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).edition_id = edition.id
    return quiz


def _content(edition_id: UUID) -> QuizContent:
    found = reading(edition_id=edition_id, locale="en").course.activity(QUIZ)
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    return found[1].content


def begin(world: World, at: datetime = AT, **how: Any) -> UUID:
    """Begin an attempt, or go on with the open one."""
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        dates = queries.dates_of([enrolment])[enrolment.id].get(QUIZ, Dates())
        read = reading(edition_id=enrolment.edition_id, locale="en")
        quiz = _content(enrolment.edition_id)
        return service.start(
            enrolment=enrolment, activity=QUIZ, quiz=quiz, reading=read, at=at, dates=dates, **how
        ).id


def save(attempt_id: UUID, item: str, payload: Any, at: datetime = AT, **how: Any) -> Receipt:
    """Save, check or clear a response; each one is above all before it unless it says otherwise."""
    with db.writing():
        attempt = queries.attempt_in_turn(attempt_id)
        quiz = asked_in(attempt).quiz
        asked = quiz.item(item)
        assert asked is not None
        how = {
            "device": "device-01",
            "key": uuid4().hex,
            "sequence": queries.highest_sequence(attempt_id) + 1,
            **how,
        }
        return service.save(attempt=attempt, quiz=quiz, item=asked, save=Save(item, payload, **how), at=at)


def hand_in(attempt_id: UUID, at: datetime = AT) -> Attempt:
    """Hand in an attempt."""
    with db.writing():
        attempt = queries.attempt_in_turn(attempt_id)
        asked = asked_in(attempt)
        return service.submit(attempt=attempt, quiz=asked.quiz, items=items_of(attempt, asked), at=at)


def attempt_now(attempt_id: UUID) -> Attempt:
    """Return an attempt as the database has it."""
    session.expire_all()
    return session.get_one(Attempt, attempt_id)


def results(attempt_id: UUID) -> dict[str, ItemResult]:
    """Return the results by item."""
    return {
        each.item: each
        for each in session.scalars(select(ItemResult).where(ItemResult.attempt_id == attempt_id))
    }


def override(
    world: World, activity: str = QUIZ, at: datetime = AT, holder: Any = None, **stands: Any
) -> UUID:
    """Set something for Amina, or for her cohort."""
    holder = holder or world.enrolment
    with db.writing():
        return set_override(
            holder=session.get_one(type(holder), holder.id), activity=activity, stands=Dates(**stands), reason="Slow line",
            by=world.actor(world.trajce), at=at,
        ).id  # fmt: skip


def test_the_deadline_is_the_servers(app: Flask, world: World) -> None:
    """In time to the second; later is kept as late; the server hands in what was there, as of the deadline, once."""
    give(app, world, time_limit=10)
    attempt_id = begin(world)
    assert attempt_now(attempt_id).deadline_at == AT + 10 * MINUTE
    assert save(attempt_id, "gloves", "a", AT + 10 * MINUTE).counts
    late = save(attempt_id, "alone", False, AT + 10 * MINUTE + timedelta(microseconds=1))
    assert (late.is_late, late.why, late.counts) == (True, "deadline", False)
    done = attempt_now(attempt_id)
    assert (done.state, done.submitted_at, done.gates_failed) == (
        AttemptState.GRADED,
        AT + 10 * MINUTE,
        ["alone"],
    )
    assert done.score == 0.5
    assert results(attempt_id)["gloves"].seconds == 600
    again = save(attempt_id, "alone", False, AT + 12 * MINUTE)
    assert again.why == "handed-in"
    assert len(queries.all_answers(attempt_id)) == 3


def test_the_server_closes_what_nobody_touches(app: Flask, world: World) -> None:
    """Once its time is over, and once."""
    give(app, world, time_limit=10)
    attempt_id = begin(world)
    save(attempt_id, "gloves", "a")
    assert [service.close_overdue(AT + minutes * MINUTE) for minutes in (10, 11, 11)] == [0, 1, 0]
    done = attempt_now(attempt_id)
    assert (done.state, done.submitted_at, done.score) == (AttemptState.GRADED, AT + 10 * MINUTE, 0.5)


def test_what_a_browser_says_of_its_clock_decides_nothing(app: Flask, world: World) -> None:
    """It is stored, and that is all."""
    give(app, world, time_limit=10)
    attempt_id = begin(world)
    for minutes, is_late in ((1, False), (11, True)):
        for skew in (timedelta(days=-1), timedelta(days=1)):
            saved = save(attempt_id, "gloves", "a", AT + minutes * MINUTE, given_at=AT + skew)
            assert saved.is_late == is_late
    assert {each.given_at for each in queries.all_answers(attempt_id)} == {
        AT - timedelta(days=1),
        AT + timedelta(days=1),
    }


def test_a_grace_is_for_handing_in(app: Flask, world: World) -> None:
    """Nothing new counts in it; handed in, what was there by the deadline does."""
    give(app, world, time_limit=10, on_timeout="grace", grace=5)
    attempt_id = begin(world)
    save(attempt_id, "gloves", "a")
    save(attempt_id, "alone", False)
    assert service.close_overdue(AT + 11 * MINUTE) == 1
    assert attempt_now(attempt_id).state == AttemptState.OVERDUE
    assert service.close_overdue(AT + 12 * MINUTE) == 0
    assert save(attempt_id, "alone", True, AT + 12 * MINUTE).why == "deadline"
    assert begin(world, AT + 13 * MINUTE) == attempt_id
    done = hand_in(attempt_id, AT + 14 * MINUTE)
    assert (done.is_passed, done.submitted_at) == (True, AT + 14 * MINUTE)


def test_a_grace_that_nobody_uses_leaves_the_attempt(app: Flask, world: World) -> None:
    """It is used up without a result; handing in after it says the same."""
    give(app, world, time_limit=10, on_timeout="grace", grace=5, attempts=3)
    first = begin(world)
    assert service.close_overdue(AT + 16 * MINUTE) == 1
    done = attempt_now(first)
    assert (done.state, done.score, done.submitted_at) == (AttemptState.ABANDONED, None, None)
    second = begin(world, AT + 20 * MINUTE)
    assert hand_in(second, AT + 40 * MINUTE).state == AttemptState.ABANDONED
    with pytest.raises(Conflict, match="attempt-closed"):
        hand_in(second, AT + 40 * MINUTE)
    third = begin(world, AT + 60 * MINUTE)
    with pytest.raises(Conflict, match="attempts-used"):
        begin(world, AT + 90 * MINUTE)
    assert third not in (first, second)


def test_what_is_left_can_be_left(app: Flask, world: World) -> None:
    """With "abandon" the deadline takes the attempt, however much was answered; all of it stays on record."""
    give(app, world, time_limit=10, on_timeout="abandon")
    attempt_id = begin(world)
    save(attempt_id, "gloves", "a")
    assert service.close_overdue(AT + 11 * MINUTE) == 1
    assert attempt_now(attempt_id).state == AttemptState.ABANDONED
    assert results(attempt_id) == {}
    assert queries.responses(attempt_id) == {"gloves": "a"}


def test_the_last_day_closes_what_is_open(app: Flask, world: World) -> None:
    """Without a time limit too, at its end; an attempt begun before deadlines were kept is closed by the first click."""
    give(app, world)
    attempt_id = begin(world)
    save(attempt_id, "gloves", "a")
    override(world, closes_on=AT.date())
    midnight = datetime(2026, 6, 2, tzinfo=UTC)
    assert attempt_now(attempt_id).deadline_at == midnight
    with db.writing():
        held = session.get_one(Attempt, attempt_id)
        held.deadline_at = held.ends_at = None
    assert save(attempt_id, "gloves", "b", midnight).why == "last-day"
    done = attempt_now(attempt_id)
    assert (done.submitted_at, done.score) == (midnight, 0.5)


def test_more_time_comes_at_once(app: Flask, world: World) -> None:
    """To open attempts and to overdue ones, for a person and for a cohort; taking it away moves it back."""
    give(app, world, time_limit=10, on_timeout="grace", grace=5)
    attempt_id = begin(world)
    override(world, extra_minutes=5)
    assert attempt_now(attempt_id).deadline_at == AT + 15 * MINUTE
    service.close_overdue(AT + 16 * MINUTE)
    assert attempt_now(attempt_id).state == AttemptState.OVERDUE
    more = override(world, minutes=30, at=AT + 17 * MINUTE)
    found = attempt_now(attempt_id)
    assert (found.state, found.deadline_at, found.ends_at) == (
        AttemptState.IN_PROGRESS,
        AT + 30 * MINUTE,
        AT + 35 * MINUTE,
    )
    assert not save(attempt_id, "gloves", "a", AT + 18 * MINUTE).is_late
    override(world, holder=world.cohort, extra_minutes=10, activity="", at=AT + 18 * MINUTE)
    assert attempt_now(attempt_id).deadline_at == AT + 40 * MINUTE
    with db.writing():
        remove_override(
            override=session.get_one(Override, more), by=world.actor(world.trajce), at=AT + 19 * MINUTE
        )
    assert attempt_now(attempt_id).deadline_at == AT + 20 * MINUTE
    with pytest.raises(Invalid, match="minutes-of-one-activity"):
        override(world, minutes=5, activity="")


def test_a_linear_quiz_goes_forward_only(app: Flask, world: World) -> None:
    """What was passed takes no more answers that count; what is to come none at all."""
    give(app, world, navigation="linear", shuffle=False)
    attempt_id = begin(world)
    with pytest.raises(Conflict, match="not-yet"):
        save(attempt_id, "alone", False)
    assert save(attempt_id, "gloves", "a").counts
    for place in (3, 0, 2, 2, 1):
        with db.writing():
            held = queries.attempt_in_turn(attempt_id)
            service.move_on(attempt=held, quiz=asked_in(held).quiz, place=place)
    assert attempt_now(attempt_id).position == 2
    passed = save(attempt_id, "gloves", "b")
    assert (passed.why, passed.is_late) == ("passed", True)
    assert save(attempt_id, "alone", False).counts
    assert hand_in(attempt_id).score == 1


def test_checked_at_once(app: Flask, world: World) -> None:
    """One check settles an item; what comes later is kept and does not count, from whatever page."""
    give(app, world, feedback="immediate")
    attempt_id = begin(world)
    save(attempt_id, "gloves", "b", sequence=40, device="device-02")
    checked = save(attempt_id, "gloves", "a", sequence=3, act=Act.CHECK)
    assert (checked.counts, checked.sequence) == (True, 41), (
        "what was checked stands above all the server knew"
    )
    after = save(attempt_id, "gloves", "c", sequence=99)
    assert (after.why, after.is_late) == ("settled", True)
    assert save(attempt_id, "gloves", None, act=Act.CLEAR).why == "settled"
    for payload, act, reason in ((None, Act.CHECK, "nothing-to-check"), ("a", Act.CLEAR, "bad-envelope")):
        with pytest.raises(Invalid, match=reason):
            save(attempt_id, "alone" if payload is None else "gloves", payload, act=act)
    done = hand_in(attempt_id)
    assert (results(attempt_id)["gloves"].tries, done.score) == (1, 0.5)


def test_nothing_is_checked_where_feedback_comes_later(app: Flask, world: World) -> None:
    """The check is refused, and nothing is stored of it."""
    give(app, world)
    attempt_id = begin(world)
    with pytest.raises(Invalid, match="no-checks"):
        save(attempt_id, "gloves", "a", act=Act.CHECK)
    assert queries.all_answers(attempt_id) == []


def test_tries_cost(app: Flask, world: World) -> None:
    """A right second try is worth less by the penalty."""
    give(app, world, feedback="interactive", penalty=0.25)
    attempt_id = begin(world)
    save(attempt_id, "gloves", "b", act=Act.CHECK)
    save(attempt_id, "gloves", "a", act=Act.CHECK)
    assert save(attempt_id, "gloves", "b").why == "settled"
    save(attempt_id, "alone", False, act=Act.CHECK)
    assert hand_in(attempt_id).score == pytest.approx((0.75 + 1) / 2)
    found = results(attempt_id)
    assert (found["gloves"].score, found["gloves"].credit, found["gloves"].tries) == (1, 0.75, 2)


def test_certainty_counts(app: Flask, world: World) -> None:
    """Sure and right three thirds, sure and wrong minus six; never below nothing in all; nobody is surer than sure."""
    give(app, world, certainty=True)
    attempt_id = begin(world)
    save(attempt_id, "gloves", "a", certainty=3)
    save(attempt_id, "alone", True, certainty=2)
    with pytest.raises(Invalid, match="bad-envelope"):
        save(attempt_id, "alone", True, certainty=4)
    done = hand_in(attempt_id)
    found = results(attempt_id)
    assert (found["gloves"].credit, found["gloves"].certainty) == (1, 3)
    assert (found["alone"].credit, found["alone"].certainty) == (pytest.approx(-2 / 3), 2)
    assert done.score == pytest.approx((1 - 2 / 3) / 2)


def test_practice_counts_for_nothing(app: Flask, world: World) -> None:
    """Beside the attempt that counts, as often as she likes."""
    give(app, world, practice="always", attempts=1)
    practice, real = begin(world, is_practice=True), begin(world)
    assert begin(world, is_practice=True) == practice != real
    for item, payload in RIGHT.items():
        save(practice, item, payload)
    assert hand_in(practice).is_passed
    assert queries.completions(world.enrolment.id) == {}
    assert begin(world, is_practice=True) not in (practice, real)
    assert hand_in(real).score == 0
    with pytest.raises(Conflict, match="attempts-used"):
        begin(world)


def test_waiting_for_the_next(app: Flask, world: World) -> None:
    """Counted from handing in, by the server's clock."""
    give(app, world, wait_hours=2)
    hand_in(begin(world), AT + 5 * MINUTE)
    with pytest.raises(Conflict, match="wait"):
        begin(world, AT + 124 * MINUTE)
    assert begin(world, AT + 125 * MINUTE)


def test_an_exam_has_a_door(app: Flask, world: World) -> None:
    """Nobody begins without being let in; who is, is on its list, and has no longer than it lasts."""
    give(app, world, entry="password", time_limit=90)
    with pytest.raises(Forbidden, match="exam-entry"):
        begin(world)
    with db.writing():
        exam = Exam(
            cohort_id=world.cohort.id,
            activity=QUIZ,
            opens_at=AT,
            closes_at=AT + 60 * MINUTE,
            secret="s",
            made_at=AT,
        )
        session.add(exam)
    attempt_id = begin(world, admission=exam)
    assert begin(world) == attempt_id, "going on takes no door"
    assert session.get_one(ExamAttempt, attempt_id).exam_id == exam.id
    assert attempt_now(attempt_id).deadline_at == AT + 60 * MINUTE
    override(world, extra_minutes=15)
    assert attempt_now(attempt_id).deadline_at == AT + 75 * MINUTE


def test_a_person_marks_before_anything_is_passed(app: Flask, world: World) -> None:
    """The rest is marked at once; the attempt waits."""
    levels = [{"title": "No", "points": 0}, {"title": "Yes", "points": 4}]
    criteria = [{"key": "c", "title": "Clear", "levels": levels}]
    essay = {"key": "why", "kind": "essay", "prompt": "Why?", "criteria": criteria}
    authored = _content(world.edition.id)
    give(app, world, items=[*[each.model_dump() for each in authored.items], parse(essay).model_dump()])
    attempt_id = begin(world)
    for item, payload in RIGHT.items():
        save(attempt_id, item, payload)
    save(attempt_id, "why", "Because the wind turns.")
    done = hand_in(attempt_id)
    assert (done.state, done.score, done.is_passed) == (AttemptState.SUBMITTED, None, None)
    assert results(attempt_id)["why"].score is None
    assert results(attempt_id)["gloves"].score == 1
    assert queries.completions(world.enrolment.id) == {}


def test_a_regrade_in_force_holds_for_who_hands_in_later(app: Flask, world: World) -> None:
    """Full credit is given to a wrong response too."""
    give(app, world)
    attempt_id = begin(world)
    with db.writing():
        course_id = session.scalars(select(Course.id).where(Course.slug == "small")).one()
        session.add(
            Regrade(
                course_id=course_id,
                activity=QUIZ,
                item="gloves",
                policy="full-credit",
                content=None,
                reason="Two keys",
                made_at=AT,
            )
        )
    save(attempt_id, "gloves", "b")
    save(attempt_id, "alone", False)
    assert hand_in(attempt_id).score == 1


def test_the_paper_is_kept(app: Flask, world: World) -> None:
    """What was asked, in its order, as the attempt began; older attempts are asked what they were."""
    give(app, world)
    held = attempt_now(begin(world))
    assert held.paper is not None
    assert sorted(held.paper) == ["alone", "gloves"]
    kept = [item.key for item in items_of(held, asked_in(held))]
    with db.writing():
        session.get_one(Attempt, held.id).paper = None
    old = attempt_now(held.id)
    assert kept == [item.key for item in items_of(old, asked_in(old))]


def test_one_attempt_that_cannot_be_closed_stops_no_other(app: Flask, world: World) -> None:
    """It is logged; the others are closed; the caretaker goes on."""
    give(app, world, time_limit=10)
    with db.writing():
        other = Attempt(
            enrolment_id=world.foreign_enrolment.id, edition_id=world.edition.id, activity="gone", number=1, state="in-progress",
            seed=1, locale="en", rendition_digest="d", started_at=AT, deadline_at=AT, ends_at=AT,
        )  # fmt: skip
        session.add(other)
    attempt_id = begin(world)
    duties = [each for each in app.extensions["duties"] if each.name == "close-attempts"]
    assert caretaker.go_round(duties, at=AT + 11 * MINUTE) == {"close-attempts": 1}
    assert attempt_now(attempt_id).state == AttemptState.GRADED


def together(app: Flask, deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do everything at the same moment; what is refused is returned as its refusal."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait()
            try:
                return deed()
            except DomainError as refusal:
                return refusal
            finally:
                session.remove()

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return [each.result() for each in [pool.submit(run, deed) for deed in deeds]]


@pytest.mark.parametrize("seed", range(8))
def test_handing_in_is_a_barrier(app: Flask, world: World, seed: int) -> None:
    """Saves ∥ submit ∥ two caretakers ∥ more time: what was acknowledged as counting is what was marked."""
    chance = random.Random(seed)
    give(app, world, time_limit=10)
    attempt_id = begin(world)
    now = AT + 10 * MINUTE

    def saver(number: int) -> Callable[[], tuple[int, Receipt]]:
        answer = chance.choice("abc")
        moment = now + timedelta(seconds=chance.choice((-1, 0, 1)))
        return lambda: (
            number,
            save(attempt_id, "gloves", answer, moment, device=f"device-{number:02d}", sequence=number),
        )

    deeds: list[Callable[[], Any]] = [saver(number) for number in range(1, 9)]
    deeds += [
        lambda: hand_in(attempt_id, now),
        lambda: service.close_overdue(now + MINUTE),
        lambda: service.close_overdue(now + MINUTE),
    ]
    if seed % 2:
        deeds.append(lambda: override(world, extra_minutes=1, at=now))
    chance.shuffle(deeds)
    done = together(app, deeds)
    receipts = [each[1] for each in done if isinstance(each, tuple)]
    assert len(receipts) == 8, done
    session.remove()
    events = {each.idempotency_key: each for each in queries.all_answers(attempt_id)}
    assert {each.key: each.is_late for each in receipts} == {
        key: each.is_late for key, each in events.items()
    }
    assert attempt_now(attempt_id).state == AttemptState.GRADED
    counting = [each for each in events.values() if not each.is_late]
    marked = results(attempt_id)["gloves"].response
    assert marked == (max(counting, key=lambda each: each.sequence).payload if counting else None)


def test_every_event_is_kept(app: Flask, world: World) -> None:
    """Whatever was acknowledged, late or not, empty or not, is there."""
    give(app, world, time_limit=10)
    attempt_id = begin(world)
    said = [("a", 1), (None, 2), ("b", 3), ("a", 30)]
    for payload, minutes in said:
        save(attempt_id, "gloves", payload, AT + minutes * MINUTE)
    events = session.scalars(
        select(AnswerEvent).where(AnswerEvent.attempt_id == attempt_id).order_by(AnswerEvent.id)
    ).all()
    assert [(each.payload, each.is_late) for each in events] == [
        ("a", False),
        (None, False),
        ("b", False),
        ("a", True),
    ]
    assert session.get_one(Cohort, world.cohort.id)
