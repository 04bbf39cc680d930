"""Runs: what is acknowledged is in the log and in the snapshot; nothing happens twice, and nothing by halves."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.cases import queries, service
from academy.cases.content import Law, action_of
from academy.cases.models import CaseRehearsal, CaseRun, CaseSeat
from academy.cases.queries import log_of
from academy.cases.rules.machine import replay
from academy.cases.rules.state import State
from academy.cases.service import Unfit
from academy.db import session
from academy.errors import Conflict, DomainError, NotFound
from academy.learning.models import AnswerEvent, Attempt, AttemptState, Enrolment, ItemResult
from academy.learning.queries import completions
from academy.learning.rules import Dates
from tests.playing import AT, CASE, act, begin, case_of, enrolled, play
from tests.world import World

LOOK = {"do": "observe", "what": "owl"}
WEAR = {"do": "wear", "gear": ["gloves", "mask"]}
PACK = {"do": "collect", "exhibit": "owl", "container": "leakproof_box", "seal": "A-1"}


@pytest.fixture
def amina(app: Flask, world: World) -> Enrolment:
    return enrolled(app, world)["amina"]


@pytest.fixture
def run_id(amina: Enrolment) -> UUID:
    return begin(amina)


def run_of(run_id: UUID) -> CaseRun:
    session.expire_all()
    return session.get_one(CaseRun, run_id)


def events() -> int:
    return session.scalar(select(func.count()).select_from(AnswerEvent)) or 0


def assert_whole(amina: Enrolment, run_id: UUID) -> State:
    """The log, the snapshot and the counts say the same."""
    run, log = run_of(run_id), log_of(run_id)
    replayed = replay(case_of(amina), Law.model_validate(run.law), [each.action for each in log])
    assert State.read(run.snapshot) == replayed
    assert run.version == len(log) == replayed.step == sum(seat.acted for seat in run.seats)
    session.rollback()
    return replayed


def test_a_double_click_begins_one_run(amina: Enrolment, run_id: UUID) -> None:
    assert begin(amina) == run_id
    assert run_of(run_id).law["country"] == "XA"
    assert "seize" in run_of(run_id).law["entries"]


def test_a_retry_gets_the_same_receipt_and_nothing_happens_twice(
    world: World, amina: Enrolment, run_id: UUID
) -> None:
    first = act(world, world.amina, run_id, LOOK, after=0, key="key-00000001")
    act(world, world.amina, run_id, WEAR, after=1)
    again = act(world, world.amina, run_id, LOOK, after=0, key="key-00000001", at=AT + timedelta(hours=1))
    assert again == first
    assert assert_whole(amina, run_id).step == 2
    with pytest.raises(Conflict, match="key-reused"):
        act(world, world.amina, run_id, WEAR, after=0, key="key-00000001")


def test_a_stale_page_changes_nothing(world: World, amina: Enrolment, run_id: UUID) -> None:
    act(world, world.amina, run_id, LOOK, after=0)
    for after in (0, 2, 99):
        with pytest.raises(Conflict, match="case-moved-on"):
            act(world, world.amina, run_id, WEAR, after=after)
    assert assert_whole(amina, run_id).step == 1
    assert events() == 1


def test_two_tabs_at_once(app: Flask, world: World, amina: Enrolment, run_id: UUID) -> None:
    gate = threading.Barrier(4)

    def send(_number: int) -> str:
        with app.app_context():
            gate.wait()
            try:
                act(world, world.amina, run_id, LOOK, after=0)
            except DomainError as error:
                return error.reason
            finally:
                db.session.remove()
        return "done"

    with ThreadPoolExecutor(max_workers=4) as tabs:
        answers = sorted(tabs.map(send, range(4)))
    assert answers == ["case-moved-on"] * 3 + ["done"]
    assert assert_whole(amina, run_id).step == 1


def test_what_is_refused_leaves_nothing(world: World, amina: Enrolment, run_id: UUID) -> None:
    before = run_of(run_id).snapshot
    for action in (
        {"do": "move", "to": "shed"},
        {"do": "read", "request": "xray"},
        {"do": "seal", "exhibit": "owl", "seal": "A"},
    ):
        with pytest.raises(Unfit, match="case-"):
            act(world, world.amina, run_id, action, after=0)
    assert run_of(run_id).snapshot == before
    assert (run_of(run_id).version, events()) == (0, 0)


def test_dying_before_the_commit_leaves_nothing(world: World, amina: Enrolment, run_id: UUID) -> None:
    with pytest.raises(KeyboardInterrupt), db.writing():
        sent = service.Sent(action_of(LOOK), 0, "key-00000002", "device-01")
        seated = queries.run_in_turn(world.actor(world.amina), run_id, key=sent.key)
        service.act(seated=seated, case=case_of(amina), sent=sent, at=AT)
        raise KeyboardInterrupt
    assert assert_whole(amina, run_id).step == 0
    act(world, world.amina, run_id, LOOK, after=0, key="key-00000002")
    assert assert_whole(amina, run_id).step == 1


def test_an_expert_passes_and_is_graded_once(world: World, amina: Enrolment, run_id: UUID) -> None:
    case = case_of(amina)
    play(world, world.amina, run_id, [step.act for step in case.expert])
    assert assert_whole(amina, run_id).is_over
    run = run_of(run_id)
    attempt = run.seats[0].attempt
    assert (run.ending, attempt.state, attempt.score, attempt.is_passed) == (
        "stands", AttemptState.GRADED, 1.0, True
    )  # fmt: skip
    assert run.concluded_at is not None
    assert run.milestones
    assert completions(amina.id)[CASE] == 1.0
    results = session.scalars(select(ItemResult).where(ItemResult.attempt_id == attempt.id)).all()
    assert {each.item for each in results} == set(case.criteria)
    late = act(world, world.amina, run_id, LOOK, after=len(case.expert))
    assert late.is_late
    assert assert_whole(amina, run_id).step == len(case.expert)
    assert begin(amina) != run_id


def test_a_critical_failure_fails_whatever_the_points(world: World, amina: Enrolment, run_id: UUID) -> None:
    steps = [step.act for step in case_of(amina).expert if step.act.do != "wear"]
    play(world, world.amina, run_id, steps)
    attempt = session.scalars(select(Attempt).where(Attempt.activity == CASE)).one()
    assert attempt.gates_failed == ["gloves"]
    assert attempt.is_passed is False
    assert attempt.score == pytest.approx(8 / 15)
    assert CASE not in completions(amina.id)


def test_after_its_last_day_an_action_is_kept_as_late(world: World, amina: Enrolment, run_id: UUID) -> None:
    with pytest.raises(Conflict, match="closed"):
        begin_anew(world, amina, run_id, Dates(closes_on=AT.date() - timedelta(days=1)))
    with pytest.raises(Conflict, match="case-runs-used"):
        begin_anew(world, amina, run_id, Dates(attempts=1))


def begin_anew(world: World, amina: Enrolment, run_id: UUID, dates: Dates) -> None:
    if run_of(run_id).concluded_at is None:
        act(world, world.amina, run_id, {"do": "conclude", "cause": "cannot_say"}, after=0)
    begin(amina, dates=dates)


def test_a_run_of_somebody_else_does_not_exist(world: World, run_id: UUID) -> None:
    for person in (world.dina, world.boris):
        with pytest.raises(NotFound):
            act(world, person, run_id, LOOK, after=0)
        with pytest.raises(NotFound):
            queries.version_of(world.actor(person), run_id)
    assert queries.version_of(world.actor(world.amina), run_id).startswith("0-")


def test_forgetting_her_leaves_no_run(world: World, amina: Enrolment, run_id: UUID) -> None:
    act(world, world.amina, run_id, WEAR, after=0)
    act(world, world.amina, run_id, PACK | {"label": {"who": "Amina Prvić"}}, after=1)
    held = service_data(world)
    assert "Amina Prvić" in str(held)
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=AT)
    assert session.scalar(select(func.count()).select_from(CaseRun)) == 0
    assert session.scalar(select(func.count()).select_from(CaseSeat)) == 0
    assert session.scalar(select(func.count()).select_from(CaseRehearsal)) == 0


def service_data(world: World) -> dict[str, object]:
    found = queries.personal_data(world.amina.id)
    session.rollback()
    return found
