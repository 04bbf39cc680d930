"""Batches for the tests that need some: many learners who completed the small course, proposals, and a worker in between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.certificates import queries, service
from academy.certificates.models import Batch, BatchKind, Certificate
from academy.certificates.queries import batches as reading
from academy.certificates.rules.batches import Act
from academy.certificates.service.batches import Proposal, decide, propose
from academy.certificates.views import working
from academy.db import session
from academy.learning.models import Enrolment
from tests.world import World

AT = datetime.fromisoformat("2026-06-30T12:00:00+00:00")


def graduates(
    world: World, count: int, *, agency: Agency | None = None, named: str | None = "legal"
) -> list[UUID]:
    """Let so many more people have completed the small course; return their enrolments."""
    home, made = agency or world.rangers, []
    with db.writing():
        for number in range(count):
            sign = f"graduate-{uuid4().hex[:8]}"
            person = Person(
                call_sign=sign, legal_name=f"Graduate Nº {number}", email=f"{sign}@example.org", email_key=f"{sign}@example.org",
                created_at=AT, certificate_name=named, certificate_locale="en",
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(
                Membership(person_id=person.id, agency_id=home.id, role=Role.LEARNER, starts_on=AT.date())
            )
            enrolment = Enrolment(
                person_id=person.id, course_id=world.edition.course_id, edition_id=world.edition.id, agency_id=home.id,
                enrolled_at=AT, completed_at=AT + timedelta(seconds=number),
            )  # fmt: skip
            session.add(enrolment)
            session.flush()
            made.append(enrolment.id)
    return made


def second(world: World) -> Person:
    """Make a second coordinator of the Rangers."""
    with db.writing():
        person = Person(
            call_sign="vuk", legal_name="Vuk Zamenik", email="vuk@example.org", email_key="vuk@example.org", created_at=AT,
            password_hash=world.boris.password_hash, password_changed_at=AT,
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(
            Membership(
                person_id=person.id, agency_id=world.rangers.id, role=Role.COORDINATOR, starts_on=AT.date()
            )
        )
    return person


def proposed(
    kind: BatchKind, by: Actor, agency: Agency, *, reason: str = "", batch_id: UUID | None = None
) -> Batch:
    """Propose a batch over all of an agency."""
    wanted = Proposal(
        batch_id or uuid4(), kind, session.get_one(Agency, agency.id), queries.Narrowed(), reason
    )
    with db.writing():
        return propose(wanted=wanted, by=by, at=clock.now())


def act(app: Flask, batch: Batch, what: Act, by: Actor) -> None:
    """Do something to a batch."""
    with db.writing():
        found = session.get_one(Batch, batch.id)
        decide(batch=found, act=what, by=by, at=clock.now(), archives=app.extensions["archives"])


def take_turns(slices: int = 1000) -> int:
    """Be the worker: go on with whatever waits, until nothing does or so many slices are done; return how many were."""
    done = 0
    for row_id, run in _wanted():
        while done < slices:
            done += 1
            if not working.go_on(row_id, run):
                break
    session.rollback()
    session.expire_all()
    return done


def _wanted() -> Sequence[tuple[str, int]]:
    found = [(str(batch_id), run) for batch_id, run in reading.wanting_a_worker(clock.now())]
    session.rollback()
    return found


def numbers() -> list[tuple[UUID | None, str]]:
    """Return whose certificates there are."""
    session.rollback()
    session.expire_all()
    return [tuple(row) for row in session.execute(select(Certificate.enrolment_id, Certificate.number))]


def issue_all(app: Flask, world: World, enrolments: Sequence[UUID]) -> None:
    """Issue certificates without a batch."""
    issuer = app.extensions["issuer"]
    for each in enrolments:
        found = session.get_one(Enrolment, each)
        print_ = service.printed(service.Order(found, "en"), issuer=issuer, at=AT)
        by = world.actor(found.person)
        with db.writing():
            service.claim(
                enrolment=session.get_one(Enrolment, each), prepared=print_, issuer=issuer, by=by, at=AT
            )


def copies(count: int) -> None:
    """Write the certificates there are down again under other numbers, until there are so many: quicker than printing."""
    own = ("id", "number", "code", "enrolment_id")
    table = Certificate.__table__
    columns = [each for each in table.columns if each.name not in own]
    first = session.execute(select(*columns).where(table.c.person_id.is_not(None))).mappings().all()
    session.rollback()
    lacking = count - len(first)
    for begun in range(0, max(0, lacking), 1000):
        rows = []
        for place in range(begun, min(begun + 1000, lacking)):
            drawn = service.draw_identity()
            rows.append(
                {**first[place % len(first)], "id": uuid4(), "number": drawn.number, "code": drawn.code}
            )
        with db.writing():
            session.execute(insert(table), rows)  # type: ignore[arg-type]  # a model's table is a Table
