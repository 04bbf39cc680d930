"""A course with a case in it, and somebody who plays it: for the tests of cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from academy import db
from academy.accounts.models import Person
from academy.cases import queries, service
from academy.cases.content import Action, CaseContent, action_of
from academy.cases.service import Sent
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.service import Receipt
from tests.world import PACKAGES, World

COURSE, CASE = "cases", "barn-owl"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def enrolled(app: Flask, world: World, *people: Person) -> dict[str, Enrolment]:
    """Publish the course of the case and enrol some people (Amina); by call-sign."""
    package = courses.prepare(PACKAGES / "cases", keep=app.extensions["storage"].put)
    at = AT - timedelta(days=3)
    with db.writing():
        edition = courses.publish(package=package, by=None, at=at).edition
        found = {each.call_sign: _enrolled(world, edition, each, at) for each in people or (world.amina,)}
        for enrolment in found.values():
            learning.complete(enrolment=enrolment, activity="before-you-touch", at=at)
    return found


def _enrolled(world: World, edition: Edition, person: Person, at: datetime) -> Enrolment:
    agency = world.inspectors if person.call_sign == "dina" else world.rangers
    return learning.enrol(
        person_id=person.id, agency_id=agency.id, edition=edition, cohort=None, by=None, at=at
    )


def case_of(enrolment: Enrolment, locale: str = "en") -> CaseContent:
    """Return the case as its edition has it."""
    found = reading(edition_id=enrolment.edition_id, locale=locale).course.activity(CASE)
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return found[1].content


def begin(enrolment: Enrolment, *, at: datetime = AT, country: str | None = "XA", **how: Any) -> UUID:
    """Begin the case, or go on with the open run."""
    with db.writing():
        own = session.get_one(Enrolment, enrolment.id)
        read, case = reading(edition_id=own.edition_id, locale="en"), case_of(own)
        law = service.law_for(case, country=country, on=at.date())
        return service.begin(enrolment=own, activity=CASE, case=case, reading=read, law=law, at=at, **how).id


def act(
    world: World, person: Person, run_id: UUID, action: Action | dict[str, Any], *, after: int, key: str = "", at: datetime = AT
) -> Receipt:  # fmt: skip
    """Take one action, as a page would that had seen ``after`` of them."""
    taken = action_of(action) if isinstance(action, dict) else action
    with db.writing():
        sent = Sent(taken, after, key or uuid4().hex, "device-01")
        seated = queries.run_in_turn(world.actor(person), run_id, key=sent.key)
        case = case_of(seated.attempt.enrolment)
        return service.act(seated=seated, case=case, sent=sent, at=at)


def play(world: World, person: Person, run_id: UUID, actions: Iterable[Action], *, after: int = 0) -> None:
    """Take some actions one after another."""
    for number, action in enumerate(actions, start=after):
        act(world, person, run_id, action, after=number)
