"""Teams: seats, turns and ends of a run that several play, on either database; and what remains of whoever is forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.cases import queries, service
from academy.cases.content import Law, action_of, plain
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.queries import debriefs, log_of
from academy.cases.rules.machine import replay
from academy.cases.rules.state import State
from academy.cases.service import Sent, Unfit
from academy.db import session
from academy.errors import Conflict, DomainError, NotFound
from academy.learning import service as learning
from academy.learning.models import Attempt, AttemptState
from academy.learning.queries import completions
from academy.learning.rules import Dates
from tests.playing import AT
from tests.teams import JOINT, Class, act, begin, begun, joint_case, leave, open_team, play, sit, taught
from tests.world import World

LOOK = {"do": "observe", "what": "eagle"}
IDLE = {"do": "wait", "minutes": 10}
NOTE = {"do": "note", "text": "Amina Prvić was here"}
PACK = {
    "do": "collect",
    "exhibit": "eagle",
    "container": "leakproof_box",
    "seal": "A-1",
    "label": {"who": "Amina Prvić"},
}


@pytest.fixture
def these(app: Flask, world: World, tmp_path: Path) -> Class:
    return taught(app, world, tmp_path)


def run_of(run_id: UUID) -> CaseRun:
    session.expire_all()
    return session.get_one(CaseRun, run_id)


def attempt_of(these: Class, name: str) -> Attempt:
    enrolment_id = these.enrolments[name]
    found = session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.activity == JOINT)
        .order_by(Attempt.number)
    ).all()
    session.rollback()
    return found[-1]


def assert_whole(run_id: UUID) -> State:
    """The log, the snapshot and the counts say the same."""
    run, log = run_of(run_id), [each.action for each in log_of(run_id)]
    state = replay(joint_case(run.edition_id), Law.model_validate(run.law), log)
    assert State.read(run.snapshot) == state
    assert run.version == len(log) == state.step
    session.rollback()
    return state


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[str]:
    """Do some deeds in the same instant; return how each went."""
    gate = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        with app.app_context():
            gate.wait()
            try:
                deed()
            except DomainError as error:
                return error.reason
            finally:
                db.session.remove()
        return "done"

    with ThreadPoolExecutor(max_workers=len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_an_expert_team_passes_each_with_her_own_result(world: World, these: Class) -> None:
    run_id = begun(these)
    case = joint_case(run_of(run_id).edition_id)
    play(world, run_id, [step.act for step in case.expert])
    assert assert_whole(run_id).is_over
    run = run_of(run_id)
    assert (run.ending, run.concluded_at is not None) == ("charged", True)
    for name in ("amina", "boris", "dina"):
        attempt = attempt_of(these, name)
        assert attempt.state == AttemptState.GRADED
        own = {seat.role for seat in run.seats if seat.attempt_id == attempt.id}
        assert {len(own)} == {1}
    assert completions(these.enrolments["amina"])[JOINT] == 1.0
    late = act(world, run_id, "amina", LOOK)
    assert late.is_late


def test_a_seat_is_for_one_and_one_has_one_seat(world: World, these: Class) -> None:
    run_id = open_team(these)
    first = sit(these, run_id, "amina", "patrol")
    assert sit(these, run_id, "amina", "patrol") == first
    for name, role, why in (("amina", "vet", "case-one-seat"), ("boris", "patrol", "case-seat-taken")):
        with pytest.raises(Conflict, match=why):
            sit(these, run_id, name, role)
    with pytest.raises(NotFound):
        sit(these, run_id, "boris", "journalist")
    other = open_team(these)
    with pytest.raises(Conflict, match="case-elsewhere"):
        sit(these, other, "amina", "vet")
    assert session.scalar(select(func.count()).select_from(CaseSeat)) == 1
    session.rollback()


def test_two_take_the_same_seat(app: Flask, these: Class) -> None:
    run_id = open_team(these)
    answers = at_once(
        app,
        *(lambda name=name: sit(these, run_id, name, "vet") for name in ("amina", "boris", "dina", "carla")),
    )
    assert sorted(answers) == ["case-seat-taken"] * 3 + ["done"]
    assert len(queries.team_at(run_of(run_id)).holders) == 1


def test_one_takes_seats_of_two_teams_at_once(app: Flask, these: Class) -> None:
    teams = [open_team(these), open_team(these)]
    answers = at_once(app, *(lambda run_id=run_id: sit(these, run_id, "amina", "vet") for run_id in teams))
    assert sorted(answers) == ["case-elsewhere", "done"]


def test_nobody_acts_before_it_begins(world: World, these: Class) -> None:
    run_id = open_team(these)
    sit(these, run_id, "amina", "patrol")
    with pytest.raises(NotFound):
        act(world, run_id, "amina", LOOK)
    with pytest.raises(Conflict, match="case-team-small"):
        begin(run_id)
    sit(these, run_id, "dina", "prosecutor")
    begin(run_id)
    first = run_of(run_id).begun_at
    begin(run_id)
    assert run_of(run_id).begun_at == first
    act(world, run_id, "amina", LOOK)


def test_acting_in_the_same_instant(app: Flask, world: World, these: Class) -> None:
    """Everybody's action is taken, in some order; of two from one seat's two tabs one is."""
    run_id = begun(these)
    for turn in range(3):
        names = ("amina", "boris", "dina", "dina")
        answers = at_once(
            app, *(lambda name=name, turn=turn: act(world, run_id, name, IDLE, after=turn) for name in names)
        )
        assert sorted(answers) == ["case-moved-on", "done", "done", "done"]
    state = assert_whole(run_id)
    assert state.step == 9
    assert state.clocks == {"patrol": 30, "vet": 30, "prosecutor": 30}


def test_what_a_colleague_does_makes_no_page_stale(world: World, these: Class) -> None:
    run_id = begun(these)
    act(world, run_id, "amina", LOOK, after=0)
    act(world, run_id, "dina", IDLE, after=0)
    act(world, run_id, "amina", IDLE, after=1)
    with pytest.raises(Conflict, match="case-moved-on"):
        act(world, run_id, "amina", IDLE, after=1)
    with pytest.raises(Unfit, match="case-not-known"):
        act(world, run_id, "boris", {"do": "receive", "exhibit": "eagle"}, after=0)
    assert assert_whole(run_id).step == 3


def test_a_retry_after_a_colleague_acted(world: World, these: Class) -> None:
    run_id = begun(these)
    first = act(world, run_id, "amina", LOOK, after=0, key="key-00000001")
    act(world, run_id, "boris", IDLE)
    assert act(world, run_id, "amina", LOOK, after=0, key="key-00000001") == first
    act(world, run_id, "boris", IDLE, key="key-00000001")  # her key is of her own log
    assert assert_whole(run_id).step == 3


def test_dying_before_the_commit_leaves_nothing(world: World, these: Class) -> None:
    run_id = begun(these)
    before = queries.version_of(world.actor(world.dina), run_id)
    with pytest.raises(KeyboardInterrupt), db.writing():
        seated = queries.run_in_turn(world.actor(world.amina), run_id, key="key-00000002")
        taken = Sent(action_of({**LOOK, "role": "patrol"}), 0, "key-00000002", "device-01")
        service.act(seated=seated, case=joint_case(seated.run.edition_id), sent=taken, at=AT)
        raise KeyboardInterrupt
    assert assert_whole(run_id).step == 0
    assert queries.version_of(world.actor(world.dina), run_id) == before
    act(world, run_id, "amina", LOOK, after=0, key="key-00000002")
    assert queries.version_of(world.actor(world.dina), run_id) != before
    session.rollback()


def test_nobody_ends_the_day_of_somebody_at_work(world: World, these: Class) -> None:
    run_id = begun(these)
    with pytest.raises(Unfit, match="case-others-at-work"):
        act(world, run_id, "dina", {"do": "wait", "minutes": 240})
    act(world, run_id, "amina", {"do": "move", "to": "clinic"})
    act(world, run_id, "dina", {"do": "wait", "minutes": 240})


def test_leaving_before_the_first_action(world: World, these: Class) -> None:
    run_id = begun(these)
    leave(world, run_id, "boris")
    with pytest.raises(NotFound):
        act(world, run_id, "boris", IDLE)
    assert session.scalar(select(func.count()).where(Attempt.activity == JOINT)) == 2
    session.rollback()
    sit(these, run_id, "carla", "vet")
    act(world, run_id, "carla", IDLE)
    gone = open_team(these)
    sit(these, gone, "boris", "vet")
    leave(world, gone, "boris")
    assert session.get(CaseRun, gone) is None
    session.rollback()


def test_a_seat_goes_on_with_somebody_else(world: World, these: Class) -> None:
    run_id = begun(these)
    act(world, run_id, "amina", {"do": "wear", "gear": ["gloves"]})
    act(world, run_id, "amina", PACK)
    leave(world, run_id, "amina")
    assert attempt_of(these, "amina").state == AttemptState.ABANDONED
    with pytest.raises(NotFound):
        queries.version_of(world.actor(world.amina), run_id)
    sit(these, run_id, "carla", "patrol")
    act(world, run_id, "carla", {"do": "move", "to": "clinic"}, after=0)
    act(world, run_id, "carla", {"do": "hand_over", "exhibit": "eagle", "to": "vet", "signed": True}, after=1)
    act(world, run_id, "boris", {"do": "receive", "exhibit": "eagle", "checked": True})
    act(world, run_id, "dina", {"do": "conclude", "cause": "cannot_say"})
    assert assert_whole(run_id).things["eagle"].holder == "vet"
    assert attempt_of(these, "carla").state == AttemptState.GRADED
    with pytest.raises(NotFound):
        debriefs.closed_run(world.actor(world.amina), run_id)
    closed = debriefs.closed_run(world.actor(world.carla), run_id)
    assert (closed.role, len(closed.people)) == ("patrol", 4)
    session.rollback()


def test_limits_hold_for_seats_too(these: Class) -> None:
    run_id = open_team(these)
    with db.writing():
        run, enrolment = run_of(run_id), these.enrolment("amina")
        case, read = joint_case(run.edition_id), None
        for dates, why in (
            (Dates(attempts=0), "case-runs-used"),
            (Dates(closes_on=AT.date() - timedelta(days=1)), "closed"),
        ):
            with pytest.raises(Conflict, match=why):
                service.sit_down(
                    run=run, role="vet", enrolment=enrolment, case=case, reading=read, at=AT, dates=dates  # type: ignore[arg-type]  # is not come to
                )  # fmt: skip


def test_a_trainer_closes_what_was_left(world: World, these: Class) -> None:
    run_id = begun(these)
    act(world, run_id, "amina", LOOK)
    trainer = world.actor(world.trajce)
    for person in (world.amina, world.boris, world.carla):
        with pytest.raises(NotFound):
            queries.trained_run(world.actor(person), run_id)
    for _again in range(2):
        with db.writing():
            service.close_team(run=queries.trained_run(trainer, run_id), by=trainer, at=AT)
    run = run_of(run_id)
    assert (run.ending, run.concluded_at) == (None, AT)
    assert {attempt_of(these, name).state for name in ("amina", "boris", "dina")} == {AttemptState.ABANDONED}
    assert act(world, run_id, "amina", LOOK).is_late
    assert assert_whole(run_id).step == 1
    assert debriefs.closed_run(trainer, run_id).role is None
    assert sit(these, open_team(these), "amina", "vet")


@pytest.mark.parametrize("forgotten", ["amina", "dina"])
def test_forgetting_one_of_a_team(world: World, these: Class, forgotten: str) -> None:
    """The others go on, and the run is replayed as it was, without a word of hers."""
    run_id = begun(these)
    act(world, run_id, "amina", {"do": "wear", "gear": ["gloves"]})
    act(world, run_id, "dina", NOTE)
    act(world, run_id, "amina", PACK)
    act(world, run_id, "boris", IDLE)
    act(
        world,
        run_id,
        "amina",
        {"do": "record", "exhibit": "eagle", "line": {"step": "collected", "who": "Amina Prvić"}},
    )
    before = assert_whole(run_id)
    with db.writing():
        service.erase_person(person_id=getattr(world, forgotten).id, at=AT)
        learning.erase_person(person_id=getattr(world, forgotten).id, at=AT)
    state, log = assert_whole(run_id), log_of(run_id)
    assert (state.facts, state.clocks) == (before.facts, before.clocks)
    assert [each.action.do for each in log] == ["wear", "note", "collect", "wait", "record"]
    said = str(
        [
            plain(each.action)
            for each in log
            if each.role == ("patrol" if forgotten == "amina" else "prosecutor")
        ]
    )
    assert "Prvić" not in said
    assert ("Prvić" in str(run_of(run_id).snapshot)) == (forgotten == "dina")
    free = {"amina": "patrol", "dina": "prosecutor"}[forgotten]
    assert free not in queries.team_at(run_of(run_id)).holders
    act(world, run_id, "boris", IDLE)
    sit(these, run_id, "carla", free)
    act(world, run_id, "carla", IDLE)
    assert assert_whole(run_id).step == 7


def test_forgetting_all_leaves_no_run(world: World, these: Class) -> None:
    run_id = begun(these)
    act(world, run_id, "amina", PACK)
    for name in ("amina", "boris", "dina"):
        with db.writing():
            service.erase_person(person_id=getattr(world, name).id, at=AT)
            learning.erase_person(person_id=getattr(world, name).id, at=AT)
    assert session.get(CaseRun, run_id) is None
    session.rollback()


def test_forgetting_answers_blanks_them_while_a_colleagues_are_kept(world: World, these: Class) -> None:
    """Seats and results stay; the log goes on to be replayed, until the last of its players is forgotten too."""
    run_id = begun(these)
    act(world, run_id, "amina", PACK)
    act(
        world,
        run_id,
        "amina",
        {"do": "record", "exhibit": "eagle", "line": {"step": "collected", "who": "Amina Prvić"}},
    )
    act(world, run_id, "boris", IDLE)
    before = assert_whole(run_id)
    for _each in range(2):
        with db.writing():
            service.forget_answers(enrolment_id=these.enrolments["amina"], at=AT)
            learning.forget_answers(enrolment_id=these.enrolments["amina"], at=AT)
    state = assert_whole(run_id)
    assert (state.facts, state.clocks) == (before.facts, before.clocks)
    assert "Prvić" not in f"{run_of(run_id).snapshot} {run_of(run_id).forgotten}"
    assert set(queries.team_at(run_of(run_id)).holders) == {"patrol", "vet", "prosecutor"}
    with db.writing():
        service.forget_answers(enrolment_id=these.enrolments["boris"], at=AT)
        learning.forget_answers(enrolment_id=these.enrolments["boris"], at=AT)
    assert log_of(run_id) == []
    assert (run_of(run_id).snapshot["step"], run_of(run_id).snapshot["things"]) == (0, {})


def test_only_the_version_of_ones_own_team(world: World, these: Class) -> None:
    run_id = begun(these)
    seen = {
        queries.version_of(world.actor(person), run_id) for person in (world.amina, world.boris, world.dina)
    }
    assert seen == {queries.team_at(run_of(run_id)).tick}
    for person in (world.carla, world.trajce):
        with pytest.raises(NotFound):
            queries.version_of(world.actor(person), run_id)
    leave(world, run_id, "boris")
    left = queries.version_of(world.actor(world.amina), run_id)
    sit(these, run_id, "carla", "vet", at=AT + timedelta(seconds=1))
    assert len({*seen, left, queries.version_of(world.actor(world.amina), run_id)}) == 3
    session.rollback()


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "hyphen"])
def test_codes_as_people_type_them(these: Class, typed: str) -> None:
    run = run_of(open_team(these))
    code = run.join_code or ""
    assert not set(code) & set("ILOU")
    given = {"lower": code.lower(), "hyphen": f"{code[:3]}-{code[3:]}"}.get(typed, typed.format(code))
    found = queries.run_by_code(given, edition_id=run.edition_id, activity=JOINT)
    assert found is not None
    assert found.id == run.id
    assert queries.run_by_code(given, edition_id=run.edition_id, activity="barn-owl") is None
    session.rollback()
