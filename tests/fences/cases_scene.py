"""Runs of a case for the wider world: for each learner one that is closed, and one under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from academy.accounts.models import Person
from academy.cases import queries, service
from academy.cases.content import CaseContent, Law, action_of
from academy.cases.models import CaseRun
from academy.cases.service import Sent
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.package import Package
from academy.courses.queries import reading
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from tests.playing import CASE, COURSE
from tests.teams import JOINT, joint_case
from tests.world import World

CASES_COURSE, CASE_SLUG, JOINT_SLUG = COURSE, CASE, JOINT
#: Pages of a run under way, and of one that is closed.
_OPEN = ("scene", "fields", "act", "book")
_CLOSED = ("court", "debriefing")
#: Pages of a team, and those that name the joint case.
_TEAM = ("team", "begin_team", "leave_seat", "version", "take_seat", "close_team")
OF_A_JOINT_CASE = ("cases.open_team", "cases.join", "cases.open_team_for")


def case_runs(
    package: Package, world: World, people: Mapping[str, Person], names: Sequence[str], at: datetime
) -> dict[str, dict[str, dict[str, str]]]:
    """Add them; return endpoint → argument → owner → value. ``package`` is that of tests/packages/cases, with the joint case in it."""
    edition = courses.publish(package=package, by=None, at=at).edition
    closed, running, teams = {}, {}, {}
    cohorts = {
        name: learning.open_cohort(
            name=f"Cases of {name}", edition=edition, starts_on=at.date(), closes_on=None, trainers=[people[name].id], by=None, at=at
        )
        for name in ("trajce", "vera")
    }  # fmt: skip
    cohorts["vera"].agency_id = world.inspectors.id
    for name in names:
        agency = world.inspectors if name == "dina" else world.rangers
        enrolment = learning.enrol(
            person_id=people[name].id, agency_id=agency.id, edition=edition, cohort=None, by=None, at=at
        )
        learning.complete(enrolment=enrolment, activity="before-you-touch", at=at)
        first = _begun(edition, enrolment, at)
        _act(world, people[name], first, {"do": "conclude", "cause": "cannot_say"}, at)
        second = _begun(edition, enrolment, at)
        _act(world, people[name], second, {"do": "observe", "what": "owl", "near": True}, at)
        closed[name], running[name] = str(first.id), str(second.id)
        teams[name] = str(_team(cohorts["vera" if name == "dina" else "trajce"], edition, enrolment, at))
    by_trainer = {"cohort_id": {name: str(each.id) for name, each in cohorts.items()}}
    return (
        {f"cases.{endpoint}": {"run_id": running} for endpoint in _OPEN}
        | {f"cases.{endpoint}": {"run_id": closed} for endpoint in _CLOSED}
        | {f"cases.{endpoint}": {"run_id": teams} for endpoint in _TEAM}
        | {"cases.cohort": by_trainer, "cases.open_team_for": by_trainer}
    )


def _team(cohort: Cohort, edition: Edition, enrolment: Enrolment, at: datetime) -> UUID:
    """Let somebody sit in a team of a cohort that she does not learn in."""
    read, case = reading(edition_id=edition.id, locale="en"), joint_case(edition.id)
    run = service.open_team(
        cohort=cohort, activity=JOINT, case=case, reading=read, law=Law(country="XA"), at=at
    )
    service.sit_down(run=run, role="vet", enrolment=enrolment, case=case, reading=read, at=at)
    return run.id


def _begun(edition: Edition, enrolment: Enrolment, at: datetime) -> CaseRun:
    read = reading(edition_id=edition.id, locale="en")
    return service.begin(
        enrolment=enrolment,
        activity=CASE,
        case=_case_of(edition.id),
        reading=read,
        law=Law(country="XA"),
        at=at,
    )


def _act(world: World, person: Person, run: CaseRun, action: dict[str, object], at: datetime) -> None:
    sent = Sent(action_of(action), 0, uuid4().hex, "device-01")
    seated = queries.run_in_turn(world.actor(person), run.id, key=sent.key)
    service.act(seated=seated, case=_case_of(run.edition_id), sent=sent, at=at)


def _case_of(edition_id: UUID) -> CaseContent:
    found = reading(edition_id=edition_id, locale="en").course.activity(CASE)
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return found[1].content
