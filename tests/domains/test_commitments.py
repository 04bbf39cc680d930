"""Commitments: made once, at most five with a certificate, asked about once each time, seen by one agency."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.cascade import queries, service
from academy.cascade.models import Commitment
from academy.cascade.rules.commitments import Kind, Progress
from academy.certificates.models import Certificate
from academy.certificates.rules import State
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from tests.graduates import certified
from tests.world import World


def commit(
    world: World, who: Person, ground: Certificate, *, at: datetime | None = None, **changed: Any
) -> Commitment:
    at = at or clock.now()
    values = {
        "kind": Kind.PROTOCOL, "text": "A form for carcasses", "due_on": at.date() + timedelta(days=200), "key": str(at),
    }  # fmt: skip
    with db.writing():
        certificate = session.get_one(Certificate, ground.id)
        promise = service.Promise(certificate=certificate, **values | changed)
        return service.commit_to(promise=promise, by=world.actor(who), at=at)


def report(
    world: World, commitment: Commitment, progress: Progress, *, at: datetime, number: int = 1, note: str = ""
) -> None:
    amina = world.actor(world.amina)
    with db.writing():
        found = queries.commitment_for(amina, commitment.id)
        service.report_progress(commitment=found, said=service.Said(progress, note, number), by=amina, at=at)


def turn(choose: Any, at: datetime) -> int:
    with db.writing():
        return len(choose(at=at))


def test_a_double_click_is_one_commitment(app: Flask, world: World) -> None:
    """At the same moment from two servers, too."""
    ground = certified(world.enrolment)
    amina, ground_id, due_on = world.actor(world.amina), ground.id, clock.now().date() + timedelta(days=9)
    session.rollback()

    def click(_turn: int) -> object:
        with app.app_context(), db.writing():
            certificate = session.get_one(Certificate, ground_id)
            promise = service.Promise(certificate, Kind.LINE, "A list of numbers", due_on, "same")
            return service.commit_to(promise=promise, by=amina, at=clock.now()).id

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, range(2))
    assert first == second
    assert session.scalar(select(func.count()).select_from(Commitment)) == 1


def test_five_with_a_certificate_that_is_valid(world: World) -> None:
    """A sixth is refused until one is withdrawn; a day that cannot be and a suspended certificate are, too."""
    ground = certified(world.enrolment)
    first, *_others = [commit(world, world.amina, ground, key=str(each)) for each in range(5)]
    with pytest.raises(Conflict, match="enough-commitments"):
        commit(world, world.amina, ground, key="6")
    assert queries.grounds(world.actor(world.amina), at=clock.now()) == []
    with db.writing():
        hers = queries.commitment_for(world.actor(world.amina), first.id)
        service.withdraw(commitment=hers, by=world.actor(world.amina), at=clock.now())
    with pytest.raises(Invalid, match="commitment-day"):
        commit(world, world.amina, ground, key="6", due_on=clock.now().date())
    commit(world, world.amina, ground, key="6")
    with db.writing():
        session.get_one(Certificate, ground.id).state = State.SUSPENDED
    with pytest.raises(Conflict, match="commitment-without-certificate"):
        commit(world, world.amina, ground, key="7")
    with pytest.raises(NotFound):
        queries.commitment_for(world.actor(world.dina), first.id)
    with pytest.raises(NotFound):
        queries.ground_for(world.actor(world.dina), ground.id)


def test_asked_three_times_with_two_reminders_each(world: World) -> None:
    """However often the caretaker looks, and where days were missed; nothing is asked of what is kept."""
    made = clock.now() - timedelta(days=400)
    commitment = commit(world, world.amina, certified(world.enrolment), at=made)
    asked, reminded = [], []
    for day in range(80, 400):
        at = made + timedelta(days=day)
        for _twice in range(2):
            asked += [day] * turn(service.ask, at)
            reminded += [day] * turn(service.remind, at)
    assert len(asked) == 3
    assert reminded == [day + wait for day in asked for wait in (14, 28)]
    session.refresh(commitment)
    assert commitment.ask_on is None


def test_missed_days_are_one_letter(world: World) -> None:
    made = clock.now() - timedelta(days=400)
    commit(world, world.amina, certified(world.enrolment), at=made)
    assert turn(service.ask, made + timedelta(days=300)) == 1
    assert turn(service.ask, made + timedelta(days=301)) == 0
    assert turn(service.remind, made + timedelta(days=300 + 40)) == 1
    assert turn(service.remind, made + timedelta(days=300 + 41)) == 0


@pytest.mark.parametrize("ends", ["kept", "given-up", "withdrawn"])
def test_nothing_is_asked_of_what_has_ended(world: World, ends: str) -> None:
    made, amina = clock.now() - timedelta(days=400), world.actor(world.amina)
    commitment = commit(world, world.amina, certified(world.enrolment), at=made)
    asked = made + timedelta(days=95)
    assert turn(service.ask, asked) == 1
    assert queries.to_report_count(amina.person_id, at=asked) == 1
    if ends == "withdrawn":
        with db.writing():
            found = queries.commitment_for(amina, commitment.id)
            service.withdraw(commitment=found, by=amina, at=asked)
    else:
        report(world, commitment, Progress(ends), at=asked)
    assert queries.to_report_count(amina.person_id, at=asked) == 0
    assert not any(
        turn(choose, made + timedelta(days=day))
        for day in range(96, 400, 6)
        for choose in (service.remind, service.ask)
    )


def test_a_report_is_noted_once(world: World) -> None:
    """Sent again it is the same; another one for the same page is refused, and so is one on what is withdrawn."""
    at, amina = clock.now(), world.actor(world.amina)
    commitment = commit(world, world.amina, certified(world.enrolment))
    for _twice in range(2):
        report(world, commitment, Progress.UNDER_WAY, at=at)
    with pytest.raises(Conflict, match="commitment-reported-meanwhile"):
        report(world, commitment, Progress.KEPT, at=at)
    report(world, commitment, Progress.KEPT, at=at, number=2)
    [found] = queries.commitments_of(amina.person_id)
    assert [each.progress for each in found.reports] == ["under-way", "kept"]
    with db.writing():
        service.withdraw(commitment=queries.commitment_for(amina, commitment.id), by=amina, at=at)
    with pytest.raises(Conflict, match="commitment-withdrawn"):
        report(world, commitment, Progress.KEPT, at=at, number=3)


def test_only_her_agency_reads_it(world: World) -> None:
    now, ground = clock.now(), certified(world.enrolment)
    commitment = commit(world, world.amina, ground, at=now - timedelta(days=100))
    report(world, commitment, Progress.KEPT, at=now)
    [found] = queries.commitments_in(world.actor(world.boris))
    assert (found.commitment.text, found.legal_name) == ("A form for carcasses", world.amina.legal_name)
    figures = queries.figures_in(world.actor(world.boris), at=now)
    assert (figures.asked, figures.reported, figures.tallies[0].kept) == (1, 1, 1)
    for stranger in (world.carla, world.trajce, world.ada, world.amina):
        assert queries.commitments_in(world.actor(stranger)) == []
        assert queries.figures_in(world.actor(stranger), at=now).tallies == ()
