"""The learning record: enrolling, attempting, answering and completing, once each, whatever is sent twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.audit.models import AuditEvent
from academy.db import session
from academy.errors import Conflict, Forbidden, NotFound
from academy.learning import queries, service
from academy.learning.models import AnswerEvent, Attempt, AttemptState, Completion, Enrolment
from academy.learning.rules import Act
from academy.learning.service import Grade, ItemMark, Save
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
THREADS = 20
T = TypeVar("T")


def begin(enrolment_id: UUID, at: datetime = AT, activity: str = "gate-quiz") -> Attempt:
    """Begin an attempt, or go on."""
    with db.writing():
        enrolment = session.get_one(Enrolment, enrolment_id, with_for_update=True)
        return service.start_attempt(
            enrolment=enrolment, activity=activity, begun=service.Begun("en", "d", 7), at=at
        )


def save(
    attempt_id: UUID, payload: Any, *, key: str, device: str = "A", sequence: int = 1, at: datetime = AT
) -> service.Receipt:
    """Save one response to the item "gloves"."""
    with db.writing():
        attempt = session.get_one(Attempt, attempt_id, with_for_update=True)
        return service.save_response(
            attempt=attempt, save=Save("gloves", payload, device, sequence, key), at=at
        )


def grade(attempt_id: UUID, *, score: float = 1.0, at: datetime = AT) -> Attempt:
    """Close an attempt."""
    with db.writing():
        attempt = session.get_one(Attempt, attempt_id, with_for_update=True)
        marks = {"gloves": ItemMark("a", score, score == 1)}
        return service.grade_attempt(attempt=attempt, grade=Grade(score, score == 1, marks), at=at)


def together(app: Flask, work: Callable[[int], T]) -> list[T]:
    """Do the same in twenty threads at the same moment; a failure of one is a failure."""
    gate = threading.Barrier(THREADS)

    def one(number: int) -> T:
        gate.wait()
        with app.app_context():
            try:
                return work(number)
            finally:
                session.remove()

    session.rollback()
    with ThreadPoolExecutor(THREADS) as threads:
        return [each.result() for each in [threads.submit(one, number) for number in range(THREADS)]]


def count(model: Any, *conditions: Any) -> int:
    """Count rows."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_enrolling_twice_enrols_once(world: World) -> None:
    """A running enrolment is returned as it is, with its cohort and dates."""
    with db.writing():
        again = service.enrol(
            person_id=world.amina.id,
            agency_id=world.north.id,
            edition=world.edition,
            by=None,
            at=AT,
            due_on=AT.date(),
        )
    assert again.id == world.enrolment.id
    assert (again.agency_id, again.due_on) == (world.rangers.id, None)


def test_twenty_clicks_enrol_once(app: Flask, world: World) -> None:
    """The learner's own button, pressed in twenty tabs."""
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = AT
    amina, edition_id = world.actor(world.amina), world.edition.id

    def enrol(_number: int) -> UUID:
        with db.writing():
            return service.enrol_self(
                by=amina, edition=session.get_one(type(world.edition), edition_id), at=AT
            ).id

    assert len(set(together(app, enrol))) == 1


def test_retaking_is_a_new_enrolment(world: World) -> None:
    """A completed course can be taken again; the record of the first stays."""
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).completed_at = AT
    with db.writing():
        again = service.enrol(
            person_id=world.amina.id, agency_id=world.north.id, edition=world.edition, by=None, at=AT
        )
    assert again.id != world.enrolment.id
    place = queries.place(world.actor(world.amina), "small", locale="en")
    assert place.enrolment_id == again.id


def test_who_learns_nowhere_cannot_enrol(world: World) -> None:
    """An enrolment belongs to an agency."""
    with pytest.raises(Forbidden, match="no-agency"), db.writing():
        service.enrol_self(by=world.actor(world.trajce), edition=world.edition, at=AT)


def test_completing_counts_in_the_same_transaction(world: World) -> None:
    """Four required activities; the last one completes the course, with one line in the trail."""
    slugs = ["first-lesson", "gate-quiz", "second-lesson", "kinds-quiz"]
    for number, slug in enumerate(slugs, start=1):
        with db.writing():
            enrolment = session.get_one(Enrolment, world.enrolment.id)
            assert service.complete(enrolment=enrolment, activity=slug, at=AT) is (number == 4)
            assert enrolment.done_count == number
    enrolment = session.get_one(Enrolment, world.enrolment.id)
    assert enrolment.completed_at == AT
    assert count(AuditEvent, AuditEvent.verb == "complete") == 1


def test_done_is_done(world: World) -> None:
    """A second completion changes nothing but a better score."""
    scores = []
    for score in (0.8, 0.6, 0.9, None):
        with db.writing():
            enrolment = session.get_one(Enrolment, world.enrolment.id)
            service.complete(enrolment=enrolment, activity="gate-quiz", at=AT, score=score)
        scores.append(queries.completions(world.enrolment.id)["gate-quiz"])
    assert scores == [0.8, 0.8, 0.9, 0.9]


def test_a_rolled_back_completion_completes_nothing(world: World) -> None:
    """Count, completion and date are one transaction."""
    with pytest.raises(ZeroDivisionError), db.writing():
        service.complete(
            enrolment=session.get_one(Enrolment, world.enrolment.id), activity="first-lesson", at=AT
        )
        _ = 1 / 0
    session.expire_all()
    assert session.get_one(Enrolment, world.enrolment.id).done_count == 0
    assert count(Completion) == 0


def test_twenty_clicks_complete_once(app: Flask, world: World) -> None:
    """ "Mark as read" in twenty tabs, by the way the page goes."""
    amina, enrolment_id = world.actor(world.amina), world.enrolment.id

    def finish(_number: int) -> bool:
        with db.writing():
            enrolment = queries.own_enrolment(amina, enrolment_id)
            return service.complete(enrolment=enrolment, activity="first-lesson", at=AT)

    together(app, finish)
    session.expire_all()
    assert count(Completion) == 1
    assert session.get_one(Enrolment, enrolment_id).done_count == 1


def test_starting_twice_starts_once(world: World) -> None:
    """A double click goes on with the open attempt; after handing in, the next one is new."""
    first, second = begin(world.enrolment.id), begin(world.enrolment.id, AT + timedelta(hours=1))
    assert (first.id, first.started_at, first.seed) == (second.id, AT, second.seed)
    grade(first.id, score=0.0)
    assert begin(world.enrolment.id).number == 2


def test_twenty_clicks_start_once(app: Flask, world: World) -> None:
    """The button of the overview in twenty tabs, by the way the page goes."""
    amina, enrolment_id = world.actor(world.amina), world.enrolment.id

    def start(_number: int) -> UUID:
        with db.writing():
            enrolment = queries.own_enrolment(amina, enrolment_id)
            return service.start_attempt(
                enrolment=enrolment, activity="gate-quiz", begun=service.Begun("en", "d", 7), at=AT
            ).id

    assert len(set(together(app, start))) == 1


def test_a_retry_gets_the_first_receipt(world: World) -> None:
    """The same key is the same save, however late the retry comes."""
    attempt = begin(world.enrolment.id)
    first = save(attempt.id, "a", key="key-00000001")
    again = save(attempt.id, "a", key="key-00000001", at=AT + timedelta(minutes=5))
    assert first == again
    assert count(AnswerEvent) == 1


def test_another_answer_under_the_same_key_is_a_conflict(world: World) -> None:
    """Neither answer is lost in silence: the second is refused, and the first stays."""
    attempt = begin(world.enrolment.id)
    save(attempt.id, "a", key="key-00000001")
    with pytest.raises(Conflict, match="key-reused"):
        save(attempt.id, "b", key="key-00000001")
    assert queries.responses(attempt.id) == {"gloves": "a"}


def test_the_same_key_in_another_attempt_is_another_save(world: World) -> None:
    """Keys are opaque and belong to an attempt: nobody blocks anybody else's."""
    mine, hers = begin(world.enrolment.id), begin(world.foreign_enrolment.id)
    save(mine.id, "a", key="key-00000001")
    save(hers.id, "b", key="key-00000001")
    assert queries.responses(hers.id) == {"gloves": "b"}


def test_a_late_save_is_kept_and_does_not_count(world: World) -> None:
    """What arrives after handing in is on disk and marked; the graded answers stay."""
    attempt = begin(world.enrolment.id)
    save(attempt.id, "a", key="key-00000001")
    grade(attempt.id)
    assert save(attempt.id, "b", key="key-00000002", sequence=2).is_late
    assert not save(attempt.id, "a", key="key-00000001").is_late, (
        "a retry of what arrived in time is not late"
    )
    assert queries.responses(attempt.id) == {"gloves": "a"}
    assert count(AnswerEvent, AnswerEvent.is_late) == 1


def test_handing_in_twice_is_a_conflict(world: World) -> None:
    """The first result stands."""
    attempt = begin(world.enrolment.id)
    grade(attempt.id, score=0.0)
    with pytest.raises(Conflict, match="attempt-closed"):
        grade(attempt.id, score=1.0)
    session.expire_all()
    assert session.get_one(Attempt, attempt.id).score == 0.0


def test_a_passed_attempt_completes_its_activity(world: World) -> None:
    """A failed one does not."""
    failed = begin(world.enrolment.id)
    grade(failed.id, score=0.5)
    assert queries.completions(world.enrolment.id) == {}
    passed = begin(world.enrolment.id)
    grade(passed.id)
    assert queries.completions(world.enrolment.id) == {"gate-quiz": 1.0}


def test_twenty_saves_at_once_are_twenty_saves(app: Flask, world: World) -> None:
    """No "database is locked", and every acknowledged save is there."""
    attempt = begin(world.enrolment.id).id
    receipts = together(
        app,
        lambda number: save(
            attempt, "a", key=f"key-{number:08d}", device=f"device-{number}", sequence=number
        ),
    )
    assert len(receipts) == THREADS == count(AnswerEvent)


def test_twenty_retries_at_once_are_one_save(app: Flask, world: World) -> None:
    """One effect, and the same receipt for everybody."""
    attempt = begin(world.enrolment.id).id
    receipts = together(app, lambda _number: save(attempt, "a", key="key-00000001"))
    assert len(set(receipts)) == 1 == count(AnswerEvent)


def test_handing_in_is_a_barrier(app: Flask, world: World) -> None:
    """Saves and a hand-in at the same moment: whatever was acknowledged in time is counted, the rest marked late."""
    attempt = begin(world.enrolment.id).id

    def save_or_grade(number: int) -> service.Receipt | None:
        if number == THREADS // 2:
            grade(attempt)
            return None
        return save(attempt, "a", key=f"key-{number:08d}", device=f"device-{number}")

    receipts = [each for each in together(app, save_or_grade) if each is not None]
    assert count(AnswerEvent, AnswerEvent.is_late) == sum(each.is_late for each in receipts)
    assert session.get_one(Attempt, attempt).state == AttemptState.GRADED


def test_devices_that_overtake_each_other(world: World) -> None:
    """Through the database as in the rules: the highest count stands, in whatever order they arrived."""
    attempt = begin(world.enrolment.id)
    receipts = [
        save(attempt.id, payload, key=f"key-{device}-{sequence:06d}", device=device, sequence=sequence)
        for device, sequence, payload in (("A", 2, "b"), ("B", 3, "c"), ("A", 1, "a"), ("C", 4, None))
    ]
    assert [each.counts for each in receipts] == [True, True, False, False]
    assert [each.sequence for each in receipts] == [2, 3, 3, 4]
    assert queries.responses(attempt.id) == {"gloves": "c"}
    with db.writing():
        clear = Save("gloves", None, "B", 5, "key-of-clear", act=Act.CLEAR)
        cleared = service.save_response(attempt=session.get_one(Attempt, attempt.id), save=clear, at=AT)
    assert cleared.counts
    assert queries.responses(attempt.id) == {}
    assert count(AnswerEvent) == 5


def test_a_retry_of_what_was_overtaken_gets_its_own_receipt(world: World) -> None:
    """Byte for byte what it got at first, whatever has come since."""
    attempt = begin(world.enrolment.id)
    first = save(attempt.id, "a", key="key-00000001")
    save(attempt.id, "b", key="key-00000002", device="B", sequence=9)
    grade(attempt.id)
    late = save(attempt.id, "c", key="key-00000003", sequence=10)
    assert save(attempt.id, "a", key="key-00000001", at=AT + timedelta(days=1)) == first
    assert save(attempt.id, "c", key="key-00000003", sequence=10, at=AT + timedelta(days=1)) == late
    assert (late.why, late.counts) == ("handed-in", False)


def test_only_her_own(world: World) -> None:
    """Somebody else's enrolment and attempt do not exist for her."""
    theirs, amina = begin(world.foreign_enrolment.id), world.actor(world.amina)
    for find in (
        lambda: queries.own_attempt(amina, theirs.id),
        lambda: queries.own_enrolment(amina, world.foreign_enrolment.id),
        lambda: queries.own_attempt(amina, uuid4()),
        lambda: queries.cohort_for(world.actor(world.boris), world.cohort.id),
    ):
        with pytest.raises(NotFound):
            find()


def test_erasing_a_person_leaves_the_others(world: World) -> None:
    """Her whole record goes, in the order the foreign keys ask for; nobody else's."""
    for enrolment in (world.enrolment, world.foreign_enrolment):
        attempt = begin(enrolment.id)
        save(attempt.id, "a", key="key-00000001")
        grade(attempt.id)
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=AT)
    assert queries.personal_data(world.amina.id)["enrolments"] == []
    assert (count(Attempt), count(AnswerEvent), count(Completion), count(Enrolment)) == (1, 1, 1, 1)
