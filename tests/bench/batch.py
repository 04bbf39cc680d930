"""Certificates for many: issued by the worker's slices on all cores, and exported as one archive."""

from __future__ import annotations

import resource
import time
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select, update

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts.models import Membership, Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency, Kind
from academy.certificates import queries
from academy.certificates.models import Batch, BatchKind
from academy.certificates.queries import batches as reading
from academy.certificates.rules.batches import Act
from academy.certificates.service.batches import Proposal, decide, propose
from academy.certificates.views import working
from academy.db import session
from academy.learning.models import Enrolment
from tests.batches import copies
from tests.bench.figures import Sheet

#: Certificates in the archive that is measured.
EXPORTED = 10_000


def measure(app: Flask, enrolments: list[UUID], coordinator_id: UUID, sheet: Sheet) -> None:
    """Issue for all who completed, then export ten thousand."""
    with app.app_context():
        _let_print(enrolments)
        agency = session.scalars(select(Agency).where(Agency.kind == Kind.RANGER)).one()
        by = _actor(coordinator_id)
        seconds, batch = _carried_out(app, BatchKind.ISSUE, agency, by)
        sheet.add(f"{batch.done_count:,} certificates by a batch", seconds, "s", 15 * batch.done_count / 1000)
        copies(EXPORTED)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds, batch = _carried_out(app, BatchKind.EXPORT, agency, by)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        sheet.add(f"{batch.done_count:,} certificates exported", seconds, "s")
        sheet.add("the archive", (batch.file_size or 0) / 1e6, "MB")
        sheet.add("memory it took", grown, "MB")
        db.settle(keep=False)


def _let_print(enrolments: list[UUID]) -> None:
    with db.writing():
        hers = select(Enrolment.person_id).where(Enrolment.id.in_(enrolments))
        session.execute(update(Person).where(Person.id.in_(hers)).values(certificate_name="legal"))


def _actor(person_id: UUID) -> Actor:
    found = people.actor_for(session.get_one(Person, person_id), on=clock.now().date())
    session.rollback()
    return found


def _carried_out(app: Flask, kind: BatchKind, agency: Agency, by: Actor) -> tuple[float, Batch]:
    """Propose a batch, have somebody agree, and carry it out; return the seconds and the batch."""
    listed = time.perf_counter()
    with db.writing():
        batch = propose(wanted=Proposal(uuid4(), kind, agency, queries.Narrowed()), by=by, at=clock.now())
    print(f"listing {batch.total:,}: {1000 * (time.perf_counter() - listed):.0f} ms", flush=True)
    if kind.needs_two:
        with db.writing():
            administrator = session.scalars(
                select(Membership.person_id).where(Membership.role == Role.ADMINISTRATOR.value)
            ).first()
            assert administrator
            second = people.actor_for(session.get_one(Person, administrator), on=clock.now().date())
            found = session.get_one(Batch, batch.id)
            decide(
                batch=found, act=Act.APPROVE, by=second, at=clock.now(), archives=app.extensions["archives"]
            )
    begun = time.perf_counter()
    for row_id, run in reading.wanting_a_worker(clock.now()):
        while working.go_on(str(row_id), run):
            pass
    seconds = time.perf_counter() - begun
    session.rollback()
    session.expire_all()
    return seconds, session.get_one(Batch, batch.id)
