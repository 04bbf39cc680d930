"""Workers killed in the middle of issuing for many: nobody goes without, nobody has two, and the counts are true."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

from dbos._dbos import _get_or_create_dbos_registry
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.audit.models import AuditEvent
from academy.certificates.models import Batch, BatchKind, BatchState, Certificate
from academy.certificates.rules.batches import Act
from academy.db import session
from academy.jobs import durable, worker
from academy.learning.models import Enrolment
from tests.batches import act, proposed, second
from tests.faults.ground import Ground
from tests.faults.toll import Toll
from tests.world import World, find

#: Certificates in a batch, and how many there are at least for each kill.
MOST, EACH = 2_000, 100
#: Seconds from the moment a kill is due to the kill: about a slice, so that it comes anywhere within one.
LONGEST = 0.6
#: Seconds without one certificate more after which a batch is given up.
PATIENCE = 90


def kill_batch(ground: Ground, kills: int, *, seed: int) -> Toll:
    """Kill the worker again and again, spread over one batch; the next goes on with it each time."""
    chance, toll, world = random.Random(seed), Toll("batches"), find()
    count = min(MOST, EACH * kills)
    hers, batch_id = _agreed(ground, world, count)
    process = _fork_worker(ground)
    try:
        for due in sorted(chance.choices(range(int(0.95 * count)), k=kills)):
            _wait_for(ground, batch_id, due)
            time.sleep(chance.uniform(0, LONGEST))
            _kill(process, toll, ground)
            process = _fork_worker(ground)
        _wait_for(ground, batch_id, sys.maxsize)
    finally:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
    _compare(ground, hers, batch_id, toll)
    return toll


def _agreed(ground: Ground, world: World, count: int) -> tuple[list[UUID], UUID]:
    """Let many have completed their course, and two people agree that all of them get their certificate."""
    at, hers = clock.now(), []
    with db.writing():
        people = [
            Person(
                id=uuid4(), call_sign=f"ready-{number}", legal_name=f"Ready Nº {number}", created_at=at, certificate_name="legal",
                certificate_locale="en",
            )
            for number in range(count)
        ]  # fmt: skip
        session.add_all(people)
        session.flush()
        for person in people:
            made = Enrolment(
                id=uuid4(), person_id=person.id, course_id=world.edition.course_id, edition_id=world.edition.id,
                agency_id=world.rangers.id, enrolled_at=at, completed_at=at - timedelta(seconds=1),
            )  # fmt: skip
            hers.append(made.id)
            session.add_all([
                made,
                Membership(person_id=person.id, agency_id=world.rangers.id, role=Role.LEARNER, starts_on=at.date()),
            ])  # fmt: skip
    batch = proposed(BatchKind.ISSUE, world.actor(world.boris), world.rangers)
    act(ground.app, batch, Act.APPROVE, world.actor(second(world)))
    return hers, batch.id


def _fork_worker(ground: Ground) -> int:
    """Start a worker as the server does, from a process in which DBOS is loaded and asked often: the batch is what takes time."""
    db.let_go()
    parent, process = os.getpid(), os.fork()
    if process:
        return process
    try:
        db.disconnect()
        db.connect(ground.url)
        assert durable.DBOS
        _get_or_create_dbos_registry().get_internal_queue()._polling_interval_sec = 0.05
        worker.PAUSE = 0.1
        worker.work(ground.app, parent=parent)
    finally:
        os._exit(0)


def _kill(process: int, toll: Toll, ground: Ground) -> None:
    os.kill(process, signal.SIGKILL)
    if os.WIFEXITED(os.waitpid(process, 0)[1]):
        toll.blame("workers that failed by themselves", f"{ground.kind}: it ended before it was killed")
    toll.counts["kills"] += 1


def _wait_for(ground: Ground, batch_id: UUID, count: int) -> None:
    """Wait until so much of the batch is done, or all of it. Raises TimeoutError."""
    seen, end = -1, 0.0
    while True:
        with db.engine().connect() as connection:
            state, done, failed, total = connection.execute(
                select(Batch.state, Batch.done_count, Batch.failed_count, Batch.total).where(
                    Batch.id == batch_id
                )
            ).one()
        if state == BatchState.DONE or count <= done + failed < total:
            return
        if done + failed > seen:
            seen, end = done + failed, time.monotonic() + PATIENCE
        if time.monotonic() > end:
            raise TimeoutError(f"{ground.kind}: the batch stands at {seen}, {state}")
        time.sleep(0.02)


def _compare(ground: Ground, hers: list[UUID], batch_id: UUID, toll: Toll) -> None:
    """Find who has no certificate, or two, or one without document or trace."""
    session.expire_all()
    batch, storage = session.get_one(Batch, batch_id), ground.app.extensions["storage"]
    made = session.scalars(
        select(Certificate).where(Certificate.enrolment_id.in_(select(Enrolment.id)))
    ).all()
    having = Counter(each.enrolment_id for each in made)
    toll.counts["certificates"] += len(made)
    toll.faults["missing"] += sum(not having[each] for each in hers)
    toll.faults["double"] += (
        sum(having[each] > 1 for each in hers) + len(made) - len({each.number for each in made})
    )
    toll.faults["without a document"] += sum(not storage.holds(each.document_digest) for each in made)
    deeds = session.scalar(select(func.count()).where(AuditEvent.verb == "issue")) or 0
    toll.faults["traces too many or too few"] += abs(deeds - len(made))
    others = batch.total - len(hers)  # people of other parts who have chosen no name
    if (batch.state, batch.done_count, batch.failed_count) != (BatchState.DONE, len(hers), others):
        toll.blame(
            "counts that are not true",
            f"{ground.kind}: {batch.state}, {batch.done_count}, {batch.failed_count}",
        )
    if not ground.sound():
        toll.blame("databases that are not whole")
    session.rollback()
