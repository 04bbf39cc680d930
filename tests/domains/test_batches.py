"""Batches on both databases: exactly once, two people, counts that are true, archives that are whole."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.certificates.models import Batch, BatchItem, BatchKind, BatchState, Certificate, Decision
from academy.certificates.queries import batches as reading
from academy.certificates.rules.batches import OPEN, SILENCE, Act, possible_acts
from academy.certificates.service.batch_erasing import forget
from academy.certificates.service.exporting import Sweeper
from academy.certificates.views import working
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning.models import Enrolment
from academy.privacy import service as privacy
from tests.batches import AT, act, graduates, issue_all, numbers, proposed, second, take_turns
from tests.world import World


def fresh(batch: Batch) -> Batch:
    session.rollback()
    session.expire_all()
    return session.get_one(Batch, batch.id)


def agreed(app: Flask, world: World, kind: BatchKind, *, reason: str = "") -> Batch:
    batch = proposed(kind, world.actor(world.ada), world.rangers, reason=reason)
    act(app, batch, Act.APPROVE, world.actor(world.boris))
    return batch


def test_everybody_who_completed_gets_one_in_her_language_and_under_the_name_she_chose(
    app: Flask, world: World
) -> None:
    ids = graduates(world, 5)
    with db.writing():
        people = [session.get_one(Person, reading_person(each)) for each in ids]
        people[1].certificate_name, people[1].certificate_locale = "call-sign", "sq"
        people[2].certificate_name = None
    batch = proposed(BatchKind.ISSUE, world.actor(world.boris), world.rangers)
    assert (batch.total, batch.state) == (5, BatchState.PROPOSED)
    assert take_turns() == 0
    act(app, batch, Act.APPROVE, world.actor(second(world)))
    take_turns()
    found = fresh(batch)
    assert (found.state, found.done_count, found.failed_count) == (BatchState.DONE, 4, 1)
    assert [each.failure for each in reading.left_out(found)] == ["name-not-chosen"]
    made = {each.enrolment_id: each for each in session.scalars(select(Certificate))}
    assert set(made) == {*ids[:2], *ids[3:]}
    assert (made[ids[1]].holder_name, made[ids[1]].locale) == (people[1].call_sign, "sq")
    who = session.scalars(select(AuditEvent.actor_id).where(AuditEvent.verb == "issue")).all()
    assert set(who) == {found.decided_by_id}
    assert found.decided_by_id != world.boris.id


def reading_person(enrolment_id: object) -> object:
    return session.get_one(Enrolment, enrolment_id).person_id


def test_two_people_and_only_those_of_the_branch(app: Flask, world: World) -> None:
    graduates(world, 2)
    boris, carla, ada = (world.actor(each) for each in (world.boris, world.carla, world.ada))
    batch = proposed(BatchKind.ISSUE, boris, world.rangers)
    with pytest.raises(Forbidden):
        act(app, batch, Act.APPROVE, boris)
    with pytest.raises(NotFound):
        reading.batch_for(carla, batch.id)
    with pytest.raises(NotFound):
        proposed(BatchKind.ISSUE, carla, world.rangers)
    with pytest.raises(NotFound):
        proposed(BatchKind.REVOKE, boris, world.rangers, reason="misconduct")
    assert (reading.waiting_for_her(boris), reading.waiting_for_her(ada), reading.waiting_for_her(carla)) == (
        0,
        1,
        0,
    )
    vuk = second(world)
    assert [each.id for each in reading.second_people(batch, on=clock.now().date())] == [vuk.id]
    act(app, batch, Act.DECLINE, ada)
    act(app, batch, Act.DECLINE, ada)  # twice is once
    with pytest.raises(Conflict):
        act(app, batch, Act.APPROVE, ada)
    assert take_turns() == 0
    assert numbers() == []


def test_only_what_was_earned_in_the_branch_is_in_it(app: Flask, world: World) -> None:
    hers, theirs = graduates(world, 2), graduates(world, 3, agency=world.inspectors)
    units = graduates(world, 1, agency=world.north)
    batch = agreed(app, world, BatchKind.ISSUE)
    take_turns()
    assert {each for each, _number in numbers()} == {*hers, *units}
    assert batch.total == 3
    assert not {each for each, _number in numbers()} & set(theirs)
    with pytest.raises(Invalid):
        proposed(BatchKind.SUSPEND, world.actor(world.ada), world.inspectors, reason="under-review")


def test_sending_a_proposal_twice_is_sending_it_once(world: World) -> None:
    graduates(world, 2)
    same = uuid4()
    for _time in range(2):
        proposed(BatchKind.ISSUE, world.actor(world.boris), world.rangers, batch_id=same)
    with pytest.raises(NotFound):
        proposed(BatchKind.ISSUE, world.actor(world.ada), world.rangers, batch_id=same)
    assert session.scalar(select(func.count()).select_from(BatchItem)) == 2


def test_two_workers_and_claims_at_once_make_one_certificate_each(app: Flask, world: World) -> None:
    ids = graduates(world, 8)
    batch = agreed(app, world, BatchKind.ISSUE)
    session.rollback()

    def work(run: int) -> bool:
        with app.app_context():
            is_more = True
            while is_more:
                is_more = working.go_on(str(batch.id), run)
            return is_more

    def claim(enrolment_id: object) -> None:
        with app.app_context():
            issue_all(app, world, [enrolment_id])  # type: ignore[list-item]

    with ThreadPoolExecutor(6) as threads:
        together = [threads.submit(work, run) for run in (1, 2)]
        together += [threads.submit(claim, each) for each in ids[:4]]
        for each in together:
            each.result()
    assert sorted(each for each, _number in numbers()) == sorted(ids)
    found = fresh(batch)
    assert (found.state, found.done_count, found.failed_count) == (BatchState.DONE, 8, 0)
    kept = {path.name for path in app.extensions["storage"].folder.rglob("*") if path.is_file()}
    assert set(session.scalars(select(Certificate.document_digest))) <= kept


def test_a_later_run_outbids_an_earlier_one_and_silence_calls_for_it(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.certificates.service.batch_things.IN_SLICE", 3)
    graduates(world, 8)
    batch = agreed(app, world, BatchKind.ISSUE)
    [(batch_id, run)] = reading.wanting_a_worker(clock.now())
    session.rollback()
    assert working.go_on(str(batch_id), run)
    assert reading.wanting_a_worker(clock.now()) == []
    assert reading.wanting_a_worker(clock.now() + SILENCE * 2) == [(batch.id, run + 1)]
    session.rollback()
    assert working.go_on(str(batch_id), run + 1)
    assert not working.go_on(str(batch_id), run)
    assert (fresh(batch).done_count, len(numbers())) == (6, 6)
    while working.go_on(str(batch_id), run + 1):
        pass
    assert (fresh(batch).done_count, fresh(batch).state) == (8, BatchState.DONE)


def test_pause_holds_resume_goes_on_and_cancel_keeps_what_is_done(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.certificates.service.batch_things.IN_SLICE", 2)
    graduates(world, 6)
    batch, boris = agreed(app, world, BatchKind.ISSUE), world.actor(world.boris)
    take_turns(1)
    act(app, batch, Act.PAUSE, boris)
    assert take_turns() == 0
    act(app, batch, Act.RESUME, boris)
    take_turns(1)
    act(app, batch, Act.CANCEL, boris)
    assert take_turns() == 0
    found = fresh(batch)
    assert (found.state, found.done_count, len(numbers())) == (BatchState.CANCELLED, 4, 4)
    with pytest.raises(Conflict):
        act(app, batch, Act.RESUME, boris)


def test_many_are_revoked_by_two_and_one_that_was_is_left_out(app: Flask, world: World) -> None:
    issue_all(app, world, graduates(world, 4))
    batch = agreed(app, world, BatchKind.REVOKE, reason="misconduct")
    with db.writing():
        session.scalars(select(Certificate).order_by(Certificate.number)).first().state = "revoked"
    take_turns()
    found = fresh(batch)
    assert (found.state, found.done_count, found.failed_count) == (BatchState.DONE, 3, 1)
    assert {each.state for each in session.scalars(select(Certificate))} == {"revoked"}
    assert {(each.batch_id, each.decided_by_id) for each in session.scalars(select(Decision))} == {
        (batch.id, world.boris.id)
    }


def test_many_are_replaced(app: Flask, world: World) -> None:
    issue_all(app, world, graduates(world, 2))
    agreed(app, world, BatchKind.REPLACE, reason="wrong-facts")
    take_turns()
    states = session.scalars(select(Certificate.state).order_by(Certificate.state)).all()
    assert states == ["replaced", "replaced", "valid", "valid"]


def test_an_archive_is_whole_whenever_its_worker_dies(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.certificates.service.exporting.MOST", 2)
    issue_all(app, world, graduates(world, 5))
    lost = session.scalars(select(Certificate).order_by(Certificate.issued_at, Certificate.number)).all()[3]
    app.extensions["storage"].remove(lost.document_digest)
    batch = proposed(BatchKind.EXPORT, world.actor(world.boris), world.rangers)
    path = app.extensions["archives"].path(batch.id)
    take_turns(1)
    good = path.stat().st_size
    assert fresh(batch).file_size == good
    path.write_bytes(path.read_bytes() + b"half a file")  # killed between file and row
    with db.writing():
        fresh_one = session.get_one(Batch, batch.id)
        fresh_one.beaten_at = None
    take_turns()
    found = fresh(batch)
    assert (found.state, found.done_count, found.failed_count) == (BatchState.DONE, 4, 1)
    assert found.file_digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        assert len(rows) == 5
        for row in rows:
            if row["number"] == lost.number:
                assert row["file"] == ""
                continue
            assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]
            assert hashlib.sha256(archive.read(row["credential"])).hexdigest() == row["credential_sha256"]
        assert len(archive.namelist()) == 9
    exported = select(func.count()).select_from(AuditEvent)
    assert (
        session.scalar(exported.where(AuditEvent.verb == "export", AuditEvent.object_type == "certificate"))
        == 4
    )


def test_an_archive_that_is_lost_is_begun_anew(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.certificates.service.exporting.MOST", 1)
    issue_all(app, world, graduates(world, 3))
    batch = proposed(BatchKind.EXPORT, world.actor(world.boris), world.rangers)
    take_turns(2)
    app.extensions["archives"].remove(batch.id)
    with db.writing():
        session.get_one(Batch, batch.id).beaten_at = None
    take_turns()
    with zipfile.ZipFile(app.extensions["archives"].path(batch.id)) as archive:
        assert len(archive.namelist()) == 7
    assert fresh(batch).done_count == 3


def test_erasing_somebody_takes_her_out_of_every_archive(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.certificates.service.exporting.MOST", 2)
    ids = graduates(world, 4)
    issue_all(app, world, ids)
    boris = world.actor(world.boris)
    done = proposed(BatchKind.EXPORT, boris, world.rangers)
    take_turns()
    under_way = proposed(BatchKind.EXPORT, boris, world.rangers)
    take_turns(1)
    archives = app.extensions["archives"]
    person_id, ada = reading_person(ids[0]), world.actor(world.ada)
    with db.writing():
        privacy.erase_person(person_id=person_id, by=ada, at=clock.now(), reason="request")  # type: ignore[arg-type]
    assert not archives.path(done.id).exists()
    assert not archives.path(under_way.id).exists()
    assert fresh(done).file_name is None
    take_turns()
    found = fresh(under_way)
    assert (found.state, found.done_count, found.failed_count) == (BatchState.DONE, 3, 1)
    with zipfile.ZipFile(archives.path(under_way.id)) as archive:
        assert "Graduate Nº 0" not in archive.read("manifest.csv").decode()
        assert len(archive.namelist()) == 7


def test_what_an_erased_person_proposed_is_called_off(app: Flask, world: World) -> None:
    graduates(world, 2)
    batch = proposed(BatchKind.ISSUE, world.actor(world.boris), world.rangers)
    with db.writing():
        forget(person_id=world.boris.id, at=clock.now(), archives=app.extensions["archives"])
    assert (fresh(batch).state, fresh(batch).proposed_by_id) == (BatchState.CANCELLED, None)


def test_archives_go_when_their_time_is_over(app: Flask, world: World) -> None:
    issue_all(app, world, graduates(world, 1))
    batch = proposed(BatchKind.EXPORT, world.actor(world.boris), world.rangers)
    take_turns()
    archives = app.extensions["archives"]
    for path in archives.folder.glob("*.zip"):  # of tests before this one
        path.unlink() if path != archives.path(batch.id) else None
    sweep = Sweeper(archives)
    session.rollback()
    assert sweep(clock.now()) == 0
    assert reading.own_archive(world.actor(world.boris), batch.id).file_name
    for other in (world.ada, second(world)):
        with pytest.raises(NotFound):
            reading.own_archive(world.actor(other), batch.id)
    session.rollback()
    stray = archives.path(uuid4())
    stray.write_bytes(b"")
    assert sweep(clock.now() + timedelta(days=8)) == 2
    assert not archives.path(batch.id).exists()
    assert not stray.exists()
    assert fresh(batch).state == BatchState.DONE


@pytest.mark.only("sqlite")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=st.lists(st.sampled_from([*Act, "slice"]), max_size=12))
def test_whatever_people_and_workers_do_the_counts_are_true(
    app: Flask, world: World, what: list[Act | str]
) -> None:
    """Any order of deeds: nothing is done before a second person agreed or after the end, and counts are those of the things."""
    issued = bool(session.scalar(select(func.count()).select_from(Certificate)))
    if not issued:
        issue_all(app, world, graduates(world, 2))
    kind = BatchKind.SUSPEND
    with db.writing():
        session.query(Certificate).update({"state": "valid"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("academy.certificates.service.batch_things.IN_SLICE", 1)
        batch, boris = (
            proposed(kind, world.actor(world.ada), world.rangers, reason="under-review"),
            world.actor(world.boris),
        )
        for each in what:
            before = fresh(batch)
            state, done = BatchState(before.state), before.done_count
            if each == "slice":
                take_turns(1)
                with db.writing():
                    session.get_one(Batch, batch.id).beaten_at = None
                assert fresh(batch).done_count <= done + 1
                assert fresh(batch).done_count == done or state is BatchState.RUNNING
            elif each is not Act.FINISH:
                is_possible = each in possible_acts(state)
                try:
                    act(app, batch, Act(each), boris)
                except Conflict:
                    assert not is_possible
            found = fresh(batch)
            ticked = session.scalar(
                select(func.count()).where(BatchItem.batch_id == batch.id, BatchItem.state == "done")
            )
            suspended = session.scalar(select(func.count()).where(Certificate.state == "suspended"))
            assert found.done_count == ticked == suspended
            assert state in OPEN or BatchState(found.state) is state
    session.rollback()
    with db.writing():
        session.get_one(Batch, batch.id).state = "cancelled"
    assert AT
