"""What agencies have of their own, for the wider world: figures they froze, and who waits at their doors."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from academy.accounts.models import (
    Admission,
    AdmissionState,
    Membership,
    Passkey,
    Person,
    Transfer,
    TransferState,
)
from academy.actor import Role
from academy.api.models import ApiToken
from academy.api.rules import Scope, digest_of, new_token
from academy.db import session
from academy.evaluation.models import CaseReport, FollowUp
from academy.reports.models import ReportSchedule
from academy.snapshots import service
from tests.world import World

#: What a program of the Rangers shows, and one of the Inspectors.
RANGERS_TOKEN, INSPECTORS_TOKEN = new_token(), new_token()


def of_agencies(world: World, at: datetime) -> dict[str, dict[str, str]]:
    """Make one of each for the Rangers and the Inspectors; return argument → owner → value."""
    frozen = {
        name: service.freeze(head=head, title="Capacity", by=None, at=at)
        for name, head in (("rangers", world.rangers), ("inspectors", world.inspectors))
    }
    return {
        "snapshot_id": {name: str(each.id) for name, each in frozen.items()},
        "report_id": _case_reports(world, at),
        "schedule_id": _letters(world, at),
        "token_id": _tokens(world, at),
    }


def passkeys(people: dict[str, Person], at: datetime, *names: str) -> dict[str, str]:
    """Give each of these people a passkey; return whose → passkey."""
    made = {}
    for name in names:
        passkey = Passkey(
            person_id=people[name].id, credential_id=f"credential-of-{name}", public_key=b"", sign_count=0, name="A phone",
            transports=[], is_synced=False, made_at=at,
        )  # fmt: skip
        session.add(passkey)
        session.flush()
        made[name] = str(passkey.id)
    return made


def _tokens(world: World, at: datetime) -> dict[str, str]:
    """Give a program of each agency a token; return whose → token."""
    made = {}
    for name, agency, text in (
        ("rangers", world.rangers, RANGERS_TOKEN), ("inspectors", world.inspectors, INSPECTORS_TOKEN)
    ):  # fmt: skip
        token = ApiToken(
            agency_id=agency.id, name="Personnel", token_digest=digest_of(text), hint=text[-4:], scopes=sorted(Scope),
            made_at=at, expires_at=at + timedelta(days=300),
        )  # fmt: skip
        session.add(token)
        session.flush()
        made[name] = str(token.id)
    return made


def _letters(world: World, at: datetime) -> dict[str, str]:
    """Let each coordinator have asked for a report by letter; return whose → letter."""
    made = {}
    for person, agency in ((world.boris, world.rangers), (world.carla, world.inspectors)):
        schedule = ReportSchedule(
            person_id=person.id, agency_id=agency.id, report="progress", rhythm="weekly", filter={}, next_on=at.date(), made_at=at
        )  # fmt: skip
        session.add(schedule)
        session.flush()
        made[person.call_sign] = str(schedule.id)
    return made


def _case_reports(world: World, at: datetime) -> dict[str, str]:
    made = {}
    for name, agency in (("rangers", world.rangers), ("inspectors", world.inspectors)):
        report = CaseReport(
            agency_id=agency.id, starts_on=date(2025, 1, 1), ends_on=date(2025, 4, 1), cases_opened=3, files_sent=1,
            source="Register", reported_at=at,
        )  # fmt: skip
        session.add(report)
        session.flush()
        made[name] = str(report.id)
    return made


def follow_ups(enrolments: dict[str, UUID], at: datetime) -> dict[str, str]:
    """Ask about each learner's course today; return whose → follow-up."""
    made = {}
    for name, enrolment_id in enrolments.items():
        asked = FollowUp(
            enrolment_id=enrolment_id, months=3, opens_on=at.date(), closes_on=at.date() + timedelta(days=45)
        )
        session.add(asked)
        session.flush()
        made[name] = str(asked.id)
    return made


def file_of_people(app: Flask, world: World) -> dict[str, dict[str, dict[str, str]]]:
    """Let a list of people wait for its coordinator's word; return endpoint → argument → owner → its digest."""
    waiting = app.extensions["storage"].aside(world.boris.id)
    digest = {"digest": {"boris": waiting.put(b"call_sign,legal_name\nSokol-1,Ana\n")}}
    return {"accounts.roster_report": digest, "accounts.take_roster": digest}


def at_the_doors(world: World, at: datetime) -> dict[str, dict[str, str]]:
    """Let somebody wait at each agency's door, and offer a learner of each to the other; return argument → owner → value."""
    admissions = {
        name: Admission(
            agency_id=head.id, legal_name="Nova Kandidat", email="nova@example.org", note="Patrols", asked_at=at,
            state=AdmissionState.ASKED, asked_by_id=asker.id,
        )
        for name, head, asker in (
            ("rangers", world.rangers, world.amina), ("inspectors", world.inspectors, world.dina)
        )
    }  # fmt: skip
    transfers = {
        name: Transfer(
            person_id=person.id, from_agency_id=old.id, to_agency_id=new.id, state=TransferState.ASKED, asked_at=at
        )
        for name, person, old, new in (
            ("amina", world.amina, world.rangers, world.inspectors),
            ("dina", world.dina, world.inspectors, world.rangers),
        )
    }  # fmt: skip
    session.add_all([*admissions.values(), *transfers.values()])
    session.flush()
    branches = {
        name: session.scalars(
            select(Membership.id).where(
                Membership.person_id == person.id, Membership.role == Role.COORDINATOR.value
            )
        ).one()
        for name, person in (("boris", world.boris), ("carla", world.carla))
    }
    return {
        "admission_id": {name: str(each.id) for name, each in admissions.items()},
        "transfer_id": {name: str(each.id) for name, each in transfers.items()},
        "branch_id": {name: str(each) for name, each in branches.items()},
    }
