"""A course with a joint case in it, three people in a cohort and one elsewhere, and a team that plays it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from academy import db
from academy.accounts.models import Person
from academy.cases import queries, service
from academy.cases.content import Action, CaseContent, Law, action_of
from academy.cases.models import CaseRun
from academy.cases.service import Sent
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.learning.service import Receipt
from tests.playing import AT
from tests.world import PACKAGES, World

JOINT = "handover"
HANDOVER = Path(__file__).parent / "cases" / f"{JOINT}.case.yaml"
#: Who plays what, where a test does not say otherwise.
ROLES = {"amina": "patrol", "boris": "vet", "dina": "prosecutor"}


def with_joint(folder: Path) -> Path:
    """Return the package of tests/packages/cases with the joint case in it."""
    shutil.copytree(PACKAGES / "cases", folder)
    shutil.copy(HANDOVER, folder / "modules" / "all" / HANDOVER.name)
    course = folder / "course.yaml"
    course.write_text(course.read_text() + f"      - {JOINT}\n")
    return folder


@dataclass(frozen=True)
class Class:
    """Amina (rangers) and Boris in Trajče's cohort; Dina (inspectors) and Carla on their own; all in one edition."""

    cohort_id: UUID
    enrolments: Mapping[str, UUID]

    def enrolment(self, name: str) -> Enrolment:
        """Return an enrolment as it stands."""
        return session.get_one(Enrolment, self.enrolments[name])


def taught(app: Flask, world: World, folder: Path) -> Class:
    """Publish the course and enrol everybody."""
    package = courses.prepare(with_joint(folder / "joint"), keep=app.extensions["storage"].put)
    at = AT - timedelta(days=3)
    with db.writing():
        edition = courses.publish(package=package, by=None, at=at).edition
        cohort = learning.open_cohort(
            name="Together", edition=edition, starts_on=at.date(), closes_on=None, trainers=[world.trajce.id], by=None, at=at
        )  # fmt: skip
        found = {
            name: _enrolled(world, edition, name, cohort if name in ("amina", "boris") else None, at)
            for name in ("amina", "boris", "carla", "dina")
        }
    return Class(cohort.id, found)


def _enrolled(world: World, edition: Edition, name: str, cohort: Cohort | None, at: datetime) -> UUID:
    agency = world.inspectors if name in ("dina", "carla") else world.rangers
    person: Person = getattr(world, name)
    enrolment = learning.enrol(
        person_id=person.id, agency_id=agency.id, edition=edition, cohort=cohort, by=None, at=at
    )
    for activity in ("before-you-touch", "barn-owl"):
        learning.complete(enrolment=enrolment, activity=activity, at=at)
    return enrolment.id


def joint_case(edition_id: UUID) -> CaseContent:
    """Return the joint case as its edition has it."""
    found = reading(edition_id=edition_id, locale="en").course.activity(JOINT)
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return found[1].content


def open_team(these: Class, *, at: datetime = AT) -> UUID:
    """Open a team of the cohort whose seats are all free."""
    with db.writing():
        cohort = session.get_one(Cohort, these.cohort_id)
        read, case = reading(edition_id=cohort.edition_id, locale="en"), joint_case(cohort.edition_id)
        run = service.open_team(
            cohort=cohort, activity=JOINT, case=case, reading=read, law=Law(country="XA"), at=at
        )
        return run.id


def sit(these: Class, run_id: UUID, name: str, role: str, *, at: datetime = AT) -> UUID:
    """Let somebody take a seat; return her attempt."""
    with db.writing():
        run = session.get_one(CaseRun, run_id, with_for_update=True, populate_existing=True)
        enrolment = session.get_one(Enrolment, these.enrolments[name], with_for_update=True)
        read = reading(edition_id=run.edition_id, locale="en")
        return service.sit_down(
            run=run, role=role, enrolment=enrolment, case=joint_case(run.edition_id), reading=read, at=at
        ).attempt_id


def begun(these: Class, roles: Mapping[str, str] = ROLES) -> UUID:
    """Return a team that has begun."""
    run_id = open_team(these)
    for name, role in roles.items():
        sit(these, run_id, name, role)
    begin(run_id)
    return run_id


def begin(run_id: UUID) -> None:
    """Let a team begin."""
    with db.writing():
        run = session.get_one(CaseRun, run_id, with_for_update=True, populate_existing=True)
        service.begin_team(run=run, case=joint_case(run.edition_id), at=AT)


def leave(world: World, run_id: UUID, name: str) -> None:
    """Let somebody leave her team."""
    with db.writing():
        seated = queries.run_in_turn(world.actor(getattr(world, name)), run_id, key="")
        service.leave(run=seated.run, seat=seated.seat, at=AT)


def act(
    world: World, run_id: UUID, name: str, action: Action | dict[str, Any], *, after: int | None = None, key: str = ""
) -> Receipt:  # fmt: skip
    """Take one action at somebody's seat; ``after`` is what her page had seen (all of her own)."""
    with db.writing():
        key = key or uuid4().hex
        seated = queries.run_in_turn(world.actor(getattr(world, name)), run_id, key=key)
        given = (
            action
            if isinstance(action, dict)
            else action.model_dump(mode="json", exclude_defaults=True) | {"do": action.do}
        )
        taken = action_of({**given, "role": seated.seat.role})
        sent = Sent(taken, seated.seat.acted if after is None else after, key, "device-01")
        return service.act(seated=seated, case=joint_case(seated.run.edition_id), sent=sent, at=AT)


def play(world: World, run_id: UUID, actions: Iterable[Action], roles: Mapping[str, str] = ROLES) -> None:
    """Let each action be taken by whoever has its role."""
    names = {role: name for name, role in roles.items()}
    for action in actions:
        act(world, run_id, names[action.role], action)
