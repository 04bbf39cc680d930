"""The pages of frozen figures and of trained capacity: who enters, what is shown, what leaves."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import jsonschema
import openpyxl
import pytest
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.audit.models import AuditEvent
from academy.db import session
from academy.learning import service as learning
from academy.reports.models import KeptOverview
from academy.reports.queries.kept import forget_kept
from academy.reports.service.overview import keep_overview
from academy.snapshots.models import Snapshot, Watermark
from academy.snapshots.rules.figures import digest
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[..., Lens]
#: So many people are nowhere else on any page, and are no sum of what may be told.
CANARY = 7_919
SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "exports" / "figures.json"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    forget_kept()


def enrol(world: World, agency: Agency, count: int) -> None:
    at = clock.now()
    with db.writing():
        for _each in range(count):
            person = Person(call_sign=f"x-{uuid4().hex[:12]}", legal_name="Somebody", created_at=at)
            session.add(person)
            session.flush()
            learning.enrol(person_id=person.id, agency_id=agency.id, edition=world.edition, by=None, at=at)


def send(lens: Lens, path: str, *, status: int = 200, **values: str) -> None:
    lens.post(path, {"csrf_token": lens.token(), **values}, status=status)


def freeze(lens: Lens, title: str = "Capacity of June", branch: str = "") -> Snapshot:
    send(lens, f"/en/agency/figures/new?branch={branch}", title=title)
    session.rollback()
    return session.scalars(select(Snapshot).order_by(Snapshot.taken_at.desc())).first()  # type: ignore[return-value]


def test_a_coordinator_freezes_her_branch(world: World, lens_of: LensOf) -> None:
    enrol(world, world.north, 12)
    enrol(world, world.inspectors, 9)
    lens = lens_of(world.boris, stepped_up=True)
    preview = lens.get("/en/agency/figures/new").text
    assert "12" in preview
    assert "Inspectors" not in preview
    snapshot = freeze(lens)
    page = lens.get(f"/en/agency/figures/{snapshot.id}").text
    assert snapshot.digest in page
    assert "Rangers North" in page
    assert "Capacity of June" in lens.get("/en/agency/figures/").text
    assert session.scalars(select(AuditEvent).where(AuditEvent.verb == "freeze")).one().object_id == str(
        snapshot.id
    )
    assert "Capacity of June" not in lens_of(world.carla).get("/en/agency/figures/").text


def test_freezing_needs_a_title_and_the_second_factor(world: World, lens_of: LensOf) -> None:
    boris, path = lens_of(world.boris, stepped_up=True), "/en/agency/figures/new"
    send(boris, path, title=" ", status=422)
    send(lens_of(world.boris), path, title="T")
    send(boris, f"{path}?branch={world.inspectors.id}", title="T", status=404)
    assert session.scalars(select(Snapshot)).all() == []


def test_every_file_says_the_same(world: World, lens_of: LensOf) -> None:
    enrol(world, world.north, 12)
    lens = lens_of(world.ada, stepped_up=True)
    snapshot = freeze(lens)
    where = f"/en/agency/figures/{snapshot.id}/figures"
    rows = list(
        csv.reader(io.StringIO(lens.client.get(f"{where}.csv").get_data(as_text=True).lstrip("\ufeff")))
    )
    assert ["Enrolled", "All courses", "Rangers North", "12", "", ""] in rows
    sheet = openpyxl.load_workbook(io.BytesIO(lens.client.get(f"{where}.xlsx").data)).active
    assert sheet is not None
    assert sheet.max_row == len(rows)
    assert lens.client.get(f"{where}.pdf").data.startswith(b"%PDF")
    said = json.loads(lens.client.get(f"{where}.json").data)
    assert digest(said) == snapshot.digest
    jsonschema.validate(said, json.loads(SCHEMA.read_text()))
    assert said["figures"] == snapshot.document["figures"]


def test_exact_numbers_leave_no_trace(world: World, lens_of: LensOf) -> None:
    """The watermarks are exact: not one byte of them is on a page, in a file or in the audit trail."""
    enrol(world, world.north, 12)
    lens = lens_of(world.ada, stepped_up=True)
    freeze(lens)
    with db.writing():
        for mark in session.scalars(select(Watermark)):
            mark.count = CANARY
    snapshot = freeze(lens, "Afterwards")
    asked = [
        "/en/agency/figures/",
        "/en/agency/figures/new",
        f"/en/agency/figures/{snapshot.id}",
        "/en/audit-trail",
    ]
    asked += [f"/en/agency/figures/{snapshot.id}/figures.{kind}" for kind in ("csv", "json")]
    for path in asked:
        said = lens.client.get(path).get_data(as_text=True)
        assert "12" in said or "audit" in path
        assert str(CANARY) not in said
        assert f"{CANARY:,}" not in said


def test_capacity_is_exact_and_of_her_own_branch(world: World, lens_of: LensOf) -> None:
    enrol(world, world.north, 2)
    enrol(world, world.inspectors, 40)
    boris = lens_of(world.boris).get("/en/agency/overview").text
    assert "Country A" in boris
    assert "Country B" not in boris
    assert "41" not in boris
    ada = lens_of(world.ada).get("/en/agency/overview").text
    assert "41" in ada
    assert "44" in ada


def test_capacity_is_counted_once_and_kept(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.ada)
    lens.get("/en/agency/overview")
    assert session.scalars(select(KeptOverview)).all() == [], "a GET writes nothing"
    at = clock.now()
    assert keep_overview(at) == 1
    assert keep_overview(at) == 0
    enrol(world, world.north, 30)
    with statements() as asked:
        assert "32" not in lens.get("/en/agency/overview").text
    assert not [each for each in asked if "count(DISTINCT enrolment" in each]
    send(lens, "/en/agency/overview")
    assert "32" in lens.get("/en/agency/overview").text


def test_the_command_says_what_no_longer_adds_up(world: World, lens_of: LensOf, app) -> None:  # type: ignore[no-untyped-def]
    freeze(lens_of(world.ada, stepped_up=True))
    run = app.test_cli_runner().invoke
    assert run(args=["academy", "check-snapshots"]).exit_code == 0
    with db.writing():
        session.scalars(select(Snapshot)).one().digest = "0" * 64
    assert run(args=["academy", "check-snapshots"]).exit_code == 1
