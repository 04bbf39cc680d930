"""Who may be erased, what the law lets an agency keep, and the duty that forgets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from academy import clock, db
from academy.accounts.models import Admission, AdmissionState, Membership, Person
from academy.actor import Role
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning.models import AnswerEvent, Attempt, Completion, Enrolment, ItemResult
from academy.privacy import formats, queries, service
from academy.privacy.models import ErasureLedger, ErasureWarning, KeptRecord
from academy.privacy.rules import What
from academy.privacy.service import Retainer
from academy.privacy.service.holding import known
from academy.privacy.service.keeping import Wish
from academy.quizzes.queries.regrades import adjustment_of
from academy.quizzes.queries.regrading import Change, changes_by
from tests.certificates import issued
from tests.marking import hand_in, quiz, teach
from tests.world import World

MONTH = timedelta(days=31)
GROUND = "Law on police, article 12"
REPORT: dict[str, Any] = {
    "key": "report", "kind": "short-answer", "prompt": "What is it?", "answers": [{"text": "owl"}], "points": 1,
}  # fmt: skip


@pytest.fixture
def retainer(app: Flask) -> Retainer:
    """The duty of the application under test."""
    found: Retainer = app.extensions["retainer"]
    return found


def leave(world: World, person: Person) -> None:
    with db.writing():
        service.leave(person_id=person.id, by=world.actor(person), at=clock.now(), reason="request")
    session.expire_all()


def give(person: Person, agency_id: UUID, role: Role, at: datetime) -> None:
    with db.writing():
        session.add(
            Membership(person_id=person.id, agency_id=agency_id, role=role.value, starts_on=at.date())
        )


def rule(world: World, what: What, months: int, *, seen: int | None = None) -> None:
    with db.writing():
        service.set_rule(
            agency=world.rangers,
            wish=Wish(what, months, GROUND, seen),
            by=world.actor(world.boris),
            at=clock.now(),
        )


def was_here(person: Person, at: datetime) -> None:
    with db.writing():
        session.execute(update(Person).where(Person.id == person.id).values(last_seen_at=at, created_at=at))


def is_erased(person: Person) -> bool:
    session.rollback()
    session.expire_all()
    return session.get_one(Person, person.id).erased_at is not None


def test_nobody_leaves_what_only_she_looks_after(world: World) -> None:
    for person, reason in ((world.ada, "last-administrator"), (world.boris, "hand-over-first")):
        with pytest.raises(Conflict) as refusal:
            leave(world, person)
        assert refusal.value.reason == reason
    give(world.trajce, world.rangers.id, Role.COORDINATOR, clock.now())
    leave(world, world.boris)
    assert is_erased(world.boris)
    leave(world, world.amina)
    assert is_erased(world.amina)


def test_an_agency_keeps_only_what_its_own_law_lets_it(app: Flask, world: World) -> None:
    certificate = issued(app, world)
    rule(world, What.TRAINING_RECORD, 60)
    leave(world, world.amina)
    (kept,) = queries.kept_records(world.actor(world.boris), on=clock.now().date())
    assert (kept.legal_name, kept.ground) == ("Amina Prvić", GROUND)
    assert kept.record["certificates"] == [certificate.number]
    assert queries.kept_records(world.actor(world.carla), on=clock.now().date()) == []
    with db.writing():
        service.erase_person(person_id=world.amina.id, by=None, at=clock.now(), reason="request")
    assert session.scalar(select(func.count()).select_from(KeptRecord)) == 1


def test_without_a_rule_nothing_is_kept(app: Flask, world: World) -> None:
    issued(app, world)
    leave(world, world.amina)
    assert session.scalar(select(func.count()).select_from(KeptRecord)) == 0


def test_a_rule_has_a_ground_and_bounds_and_is_not_overwritten(world: World) -> None:
    rule(world, What.ANSWERS, 12)
    assert queries.rules_of(world.north)[What.ANSWERS].months == 12
    assert queries.rules_of(world.inspectors)[What.ANSWERS].months == 24
    for wish, error in (
        (Wish(What.ANSWERS, 61, GROUND, 12), Invalid),
        (Wish(What.ANSWERS, 13, " ", 12), Invalid),
        (Wish(What.ACCOUNT_UNUSED, 36, GROUND, None), Invalid),
        (Wish(What.ANSWERS, 13, GROUND, None), Conflict),
    ):
        with pytest.raises(error), db.writing():
            service.set_rule(agency=world.rangers, wish=wish, by=world.actor(world.boris), at=clock.now())
    with db.writing():
        service.drop_rule(
            agency=world.rangers, what=What.ANSWERS, seen=12, by=world.actor(world.boris), at=clock.now()
        )
    assert queries.rules_of(world.north)[What.ANSWERS].months == 24


def test_the_ledger_beside_the_database_has_every_erasure(world: World, retainer: Retainer) -> None:
    path = known.ledger
    assert path is not None
    path.unlink(missing_ok=True)
    leave(world, world.amina)
    (line,) = formats.read(path)
    assert (line.person_id, line.reason) == (world.amina.id, "request")
    path.unlink()
    assert retainer.run(clock.now())["ledger-lines"] == 1
    assert formats.read(path) == [line]
    with db.writing():
        session.execute(ErasureLedger.__table__.delete())
    with db.writing():
        assert service.replay(at=clock.now(), kept=formats.read(path)) == 0
    assert [row[0] for row in queries.ledger()] == [world.amina.id]


def test_an_unused_account_is_warned_and_erased_unless_she_comes(world: World, retainer: Retainer) -> None:
    at, long_ago = clock.now(), clock.now() - 36 * MONTH
    for person in (world.amina, world.dina, world.boris):
        was_here(person, long_ago)
    assert retainer.run(at)["warned"] == 2  # a coordinator is not erased by a clock
    assert retainer.run(at)["warned"] == 0
    assert len(retainer.post.letters_to("amina@example.org")) == 1
    assert retainer.run(at + timedelta(days=29))["account-unused"] == 0
    was_here(world.dina, at + timedelta(days=3))
    done = retainer.run(at + timedelta(days=30))
    assert (done["came-again"], done["account-unused"]) == (1, 1)
    assert is_erased(world.amina)
    assert not is_erased(world.dina)
    assert session.scalar(select(func.count()).select_from(ErasureWarning)) == 0
    assert retainer.post.letters_to("amina@example.org") == []


def test_whoever_left_is_erased_after_her_agencys_months(world: World, retainer: Retainer) -> None:
    at = clock.now()
    with db.writing():
        session.execute(
            update(Membership)
            .where(Membership.person_id.in_([world.amina.id, world.dina.id]))
            .values(starts_on=(at - 20 * MONTH).date(), ends_on=(at - 13 * MONTH).date())
        )
    rule(world, What.LEFT, 24)
    assert retainer.run(at)["left"] == 1
    assert is_erased(world.dina)
    assert not is_erased(world.amina)
    assert retainer.run_out(at + 12 * MONTH)["left"] == 1


def test_answers_are_forgotten_and_what_they_earned_stays(
    app: Flask, world: World, retainer: Retainer
) -> None:
    at = clock.now() - 25 * MONTH
    teach(app, world, quiz(REPORT), at=at)
    attempt_id = hand_in(world.enrolment.id, {"report": "owl"}, at=at)
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        enrolment.completed_at = at
    before = _earned(attempt_id)
    assert len(_marked_down(world)) == 1
    assert session.scalar(select(func.count()).select_from(AnswerEvent)) != 0
    rule(world, What.ANSWERS, 30)
    assert retainer.run(clock.now())["answers"] == 0
    with db.writing():
        service.drop_rule(
            agency=world.rangers, what=What.ANSWERS, seen=30, by=world.actor(world.boris), at=clock.now()
        )
    assert retainer.run(clock.now())["answers"] == 1
    assert retainer.run(clock.now())["answers"] == 0
    assert session.scalar(select(func.count()).select_from(AnswerEvent)) == 0
    assert _earned(attempt_id) == before
    assert [row.response for row in session.scalars(select(ItemResult))] == [None]
    assert _marked_down(world) == []


def _marked_down(world: World) -> list[Change]:
    """Return whom another key would cost her point."""
    other = adjustment_of("new-key", REPORT | {"answers": [{"text": "eagle"}]})
    return changes_by(world.edition.course_id, "gate-quiz", "report", other, until=clock.now())[0]


def _earned(attempt_id: UUID) -> tuple[Any, ...]:
    session.rollback()
    session.expire_all()
    attempt = session.get_one(Attempt, attempt_id)
    results = session.execute(
        select(ItemResult.item, ItemResult.score, ItemResult.credit, ItemResult.is_right)
    ).all()
    done = session.execute(select(Completion.activity, Completion.score).order_by(Completion.activity)).all()
    return attempt.score, attempt.is_passed, [*results], [*done]


def test_declined_requests_and_records_kept_by_law_end(app: Flask, world: World, retainer: Retainer) -> None:
    at = clock.now()
    with db.writing():
        session.add(
            Admission(
                agency_id=world.rangers.id, state=AdmissionState.DECLINED.value, asked_at=at - 9 * MONTH, decided_at=at - 7 * MONTH
            )
        )  # fmt: skip
    issued(app, world)
    rule(world, What.TRAINING_RECORD, 12)
    leave(world, world.amina)
    assert retainer.run(at)["admission-declined"] == 1
    assert session.scalar(select(func.count()).select_from(KeptRecord)) == 1
    assert retainer.run(at + 13 * MONTH)["kept-record"] == 1
    assert session.scalar(select(func.count()).select_from(KeptRecord)) == 0


def test_the_duty_looks_once_an_hour(world: World, retainer: Retainer) -> None:
    fresh, at = Retainer(retainer.post, retainer.warn), clock.now()
    was_here(world.amina, at - 36 * MONTH)
    assert fresh(at) == 1
    was_here(world.dina, at - 36 * MONTH)
    assert fresh(at + timedelta(minutes=59)) == 0
    assert fresh(at + timedelta(minutes=60)) == 1
