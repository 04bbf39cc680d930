"""Exams: set up before an invigilator, entered with a password or the code on the wall, signed for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from academy import clock, db
from academy.accounts.models import Person
from academy.accounts.rules.passwords import hash_password
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning.models import Attempt, Cohort
from academy.quizzes.models import Exam
from academy.quizzes.queries.exams import exam_for, exam_of_attempt, exam_to_run, sitters
from academy.quizzes.service import exams as service
from academy.quizzes.service.exams import Arrangement
from tests.marking import GLOVES, QUIZ, begin, hand_in, quiz, teach, trainer
from tests.world import World

AT = clock.now().replace(microsecond=0)
HOUR = timedelta(hours=1)
SECRET = "secret"


def arrangement(
    world: World, *, opens: datetime = AT - HOUR, hours: float = 2, password: str = ""
) -> Arrangement:
    """Plan an exam."""
    hashed = hash_password(password) if password else None
    return Arrangement(opens, opens + hours * HOUR, world.trajce.id, hashed)


def set_up(world: World, wanted: Arrangement, entry: str = "code") -> Exam:
    """Set one up."""
    with db.writing():
        cohort = session.get_one(Cohort, world.cohort.id)
        return service.set_up(
            cohort=cohort, activity=QUIZ, entry=entry, wanted=wanted, by=world.actor(world.trajce), at=AT
        )


def admit(world: World, typed: str, entry: str = "code", *, at: datetime = AT) -> Exam:
    """Try the door."""
    return service.admit(
        cohort_id=world.cohort.id, activity=QUIZ, entry=entry, typed=typed, secret_key=SECRET, at=at
    )


def sign(world: World, exam_id: UUID, by: Person, record: str = "Nothing happened.") -> None:
    """Sign the record."""
    with db.writing():
        found = exam_to_run(world.actor(by), exam_id)
        service.sign(exam=found, record=record, by=world.actor(by), at=AT)


def test_the_code_opens_it_for_a_minute(world: World) -> None:
    """The code of now and of the half minute before; small letters and spaces do not matter; others do not open it."""
    exam = set_up(world, arrangement(world))
    code = service.code_of(exam, secret_key=SECRET, at=AT)
    for typed in (code, code.lower(), f"{code[:3]} {code[3:]}"):
        assert admit(world, typed).id == exam.id
    assert admit(world, code, at=AT + timedelta(seconds=29)).id == exam.id
    for wrong in ("", "000000", code[::-1] + "X"):
        with pytest.raises(Invalid, match="exam-code-wrong"):
            admit(world, wrong)
    with pytest.raises(Invalid, match="exam-code-wrong"):
        admit(world, code, at=AT + timedelta(seconds=75))


def test_the_password_opens_it_and_is_not_kept(world: World) -> None:
    exam = set_up(world, arrangement(world, password="carcass-17"), entry="password")
    assert exam.password_hash is not None
    assert exam.password_hash.startswith("$argon2id$")
    assert admit(world, " carcass-17 ", "password").id == exam.id
    for wrong in ("", "carcass-18", "x" * 10_000):
        with pytest.raises(Invalid, match="exam-password-wrong"):
            admit(world, wrong, "password")
    with pytest.raises(Invalid, match="exam-password-missing"):
        set_up(world, arrangement(world, opens=AT + 5 * HOUR), entry="password")


@pytest.mark.parametrize("moment", [AT - 2 * HOUR, AT + 2 * HOUR])
def test_it_is_closed_before_and_after(world: World, moment: datetime) -> None:
    exam = set_up(world, arrangement(world))
    with pytest.raises(Forbidden, match="no-exam-now"):
        admit(world, service.code_of(exam, secret_key=SECRET, at=moment), at=moment)


def test_an_attempt_names_its_exam(app: Flask, world: World) -> None:
    """Learners see who invigilates before and after; the exam's end is the attempt's."""
    teach(app, world, quiz(GLOVES, entry="code"), at=AT - 3 * HOUR)
    exam = set_up(world, arrangement(world))
    assert exam_for(world.enrolment.id, QUIZ, at=AT) == (exam, "trajce")
    with pytest.raises(Forbidden, match="exam-entry"):
        hand_in(world.enrolment.id, {}, at=AT)
    made = hand_in(world.enrolment.id, {"gloves": "a"}, at=AT, admission=exam)
    assert session.get_one(Attempt, made).deadline_at == exam.closes_at
    assert exam_of_attempt(made) == (exam, "trajce")
    assert {row.call_sign: row.Attempt is not None for row in sitters(exam)} == {"amina": True, "dina": False}


def test_what_cannot_be_set_up(world: World) -> None:
    """Over already, ends first, too long, before nobody's trainer, at the same time as another."""
    for wrong, reason in (
        (arrangement(world, opens=AT - 3 * HOUR), "exam-in-past"), (arrangement(world, hours=-1), "exam-ends-first"),
        (arrangement(world, hours=72), "exam-too-long"),
        (Arrangement(AT, AT + HOUR, world.boris.id), "invigilator-unknown"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=reason):
            set_up(world, wrong)
    first = set_up(world, arrangement(world))
    assert set_up(world, arrangement(world)).id == first.id, "two clicks set up one"
    with pytest.raises(Conflict, match="exam-overlaps"):
        set_up(world, arrangement(world, hours=3))


def test_a_stale_form_changes_nothing(world: World) -> None:
    exam = set_up(world, arrangement(world))
    seen = service.mark_of(exam)
    by = world.actor(world.ada)
    with db.writing():
        service.change(
            exam=exam_to_run(by, exam.id), wanted=arrangement(world, hours=3), seen=seen, by=by, at=AT
        )
    with pytest.raises(Conflict, match="exam-changed"), db.writing():
        service.change(
            exam=exam_to_run(by, exam.id), wanted=arrangement(world, hours=4), seen=seen, by=by, at=AT
        )


def test_extra_time_counts_at_once_and_adds_up(app: Flask, world: World) -> None:
    """Two clicks of five minutes are ten, on top of what her override says otherwise."""
    teach(app, world, quiz(GLOVES, entry="code", time_limit=20), at=AT - 3 * HOUR)
    exam = set_up(world, arrangement(world))
    made = begin(world.enrolment.id, at=AT, admission=exam)
    assert session.get_one(Attempt, made).deadline_at == AT + timedelta(minutes=20)
    for _click in range(2):
        with db.writing():
            service.give_time(
                exam=exam_to_run(world.actor(world.trajce), exam.id), enrolment_id=world.enrolment.id, minutes=5,
                reason="Line was down", by=world.actor(world.trajce), at=AT,
            )  # fmt: skip
    session.expire_all()
    assert session.get_one(Attempt, made).deadline_at == AT + timedelta(minutes=30)
    assert [row.extra_minutes for row in sitters(exam)] == [10, None]
    for wrong in (0, 121):
        with pytest.raises(Invalid, match="extra-minutes"), db.writing():
            service.give_time(
                exam=exam, enrolment_id=world.enrolment.id, minutes=wrong, reason="x", by=world.actor(world.trajce), at=AT
            )  # fmt: skip


def test_the_invigilator_signs_once_everybody_has_handed_in(app: Flask, world: World) -> None:
    """Only she, not while somebody sits, with words, for good; nobody enters any more."""
    teach(app, world, quiz(GLOVES, entry="code"), at=AT - 3 * HOUR)
    exam = set_up(world, arrangement(world))
    vida = trainer(world, "vida")
    made = begin(world.enrolment.id, at=AT, admission=exam)
    with pytest.raises(Forbidden, match="not-the-invigilator"):
        sign(world, exam.id, vida)
    with pytest.raises(Conflict, match="exam-still-on"):
        sign(world, exam.id, world.trajce)
    with db.writing():
        session.get_one(Attempt, made).state = "graded"
    with pytest.raises(Invalid, match="record-missing"):
        sign(world, exam.id, world.trajce, " ")
    sign(world, exam.id, world.trajce)
    with pytest.raises(Conflict, match="exam-signed"):
        sign(world, exam.id, world.trajce, "Otherwise.")
    with pytest.raises(Forbidden, match="no-exam-now"):
        admit(world, service.code_of(exam, secret_key=SECRET, at=AT))
    with pytest.raises(Conflict, match="exam-signed"), db.writing():
        service.call_off(
            exam=exam_to_run(world.actor(world.trajce), exam.id), by=world.actor(world.trajce), at=AT
        )


def test_it_is_called_off_while_nobody_has_begun(app: Flask, world: World) -> None:
    teach(app, world, quiz(GLOVES, entry="code"), at=AT - 3 * HOUR)
    by = world.actor(world.trajce)
    exam = set_up(world, arrangement(world))
    with db.writing():
        service.call_off(exam=exam_to_run(by, exam.id), by=by, at=AT)
    assert exam_for(world.enrolment.id, QUIZ, at=AT) is None
    other = set_up(world, arrangement(world))
    begin(world.enrolment.id, at=AT, admission=other)
    with pytest.raises(Conflict, match="exam-begun"), db.writing():
        service.call_off(exam=exam_to_run(by, other.id), by=by, at=AT)


def test_strangers_find_no_exam(world: World) -> None:
    exam = set_up(world, arrangement(world))
    for stranger in (world.boris, world.carla, world.amina):
        with pytest.raises(NotFound):
            exam_to_run(world.actor(stranger), exam.id)
    assert exam_to_run(world.actor(world.ada), exam.id).id == exam.id
