"""What leaves reports in each format, cohorts compared, and reports by letter: nothing of another agency in any of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.certificates.models import Certificate
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.reports.formats import tables
from academy.reports.formats.documents import schemas
from academy.reports.models import ReportSchedule
from academy.reports.views.schedules import send_letters
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema" / "exports"
FORMATS = ("csv", "xlsx", "pdf", "json")


def words_of(body: bytes, kind: str) -> str:
    """Return everything a file says."""
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8-sig")


def downloaded(lens: Lens, page: str, action: str, kind: str) -> Any:
    return lens.get(page).submit(action, {"format": kind}).response


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_holds_her_people_and_nobody_elses(world: World, lens_of: LensOf, kind: str) -> None:
    with db.writing():
        session.get_one(Person, world.amina.id).legal_name = "=Амина Првић"
        session.get_one(Enrolment, world.enrolment.id).due_on = clock.now().date()
    response = downloaded(lens_of(world.boris, stepped_up=True), "/en/agency/", "/agency/export", kind)
    assert response.content_type == tables.CONTENT_TYPES[tables.Format(kind)]
    assert f"filename*=UTF-8''Progress%20A%20small%20course%20{clock.now():%Y-%m-%d}.{kind}" in response.headers[
        "Content-Disposition"
    ]  # fmt: skip
    said = words_of(response.get_data(), kind)
    assert "Амина" in said
    for foreign in ("dina", "Dina", "Inspectors"):
        assert foreign not in said
    if kind in ("csv", "xlsx"):
        assert "'=Амина" in said or kind == "xlsx"
    session.rollback()
    line = session.scalars(select(AuditEvent).where(AuditEvent.verb == "export")).one()
    assert f"as {kind}" in line.fields


def test_json_is_as_documented(world: World, lens_of: LensOf) -> None:
    assert {name: (SCHEMAS / name).read_text() for name in schemas()} == schemas()
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        learning.complete(enrolment=enrolment, activity="first-lesson", at=clock.now())
        learning.complete(enrolment=enrolment, activity="gate-quiz", score=0.8, at=clock.now())
    lens = lens_of(world.boris, stepped_up=True)
    found = json.loads(downloaded(lens, "/en/agency/", "/agency/export", "json").get_data())
    jsonschema.validate(found, json.loads(schemas()["progress.json"]))
    (person,) = found["people"]
    assert person["activities"] == {"first-lesson": {"score": None}, "gate-quiz": {"score": 0.8}}
    compared = json.loads(downloaded(lens, "/en/agency/compared", "/compared/export", "json").get_data())
    jsonschema.validate(compared, json.loads(schemas()["cohorts.json"]))


def test_what_cannot_be_printed_is_refused_in_words(
    world: World, lens_of: LensOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing():
        session.get_one(Person, world.amina.id).legal_name = "ნინო"
    lens = lens_of(world.boris, stepped_up=True)
    page = lens.get("/en/agency/").submit("/agency/export", {"format": "pdf"}, status=422)
    assert "no font" in page.text
    monkeypatch.setattr(tables, "MOST_PRINTED", 0)
    page = lens.get("/en/agency/").submit("/agency/export", {"format": "pdf"}, status=422)
    assert "are not printed" in page.text
    session.rollback()
    assert session.scalars(select(AuditEvent).where(AuditEvent.verb == "export")).all() == []


def test_figures_lead_to_their_people(world: World, lens_of: LensOf) -> None:
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).last_activity_at = clock.now() - timedelta(days=20)
    lens = lens_of(world.boris)
    page = lens.get("/en/agency/")
    (stuck,) = {each for each in page.links() if "state=stuck" in each and "unit=" not in each}
    listed = lens.get(stuck)
    assert "Nothing done since" in listed.text
    assert "Nothing done since" in listed.follow("amina").text
    for link in page.links():
        if "state=" in link:
            lens.get(link)


def test_a_cohorts_bar_leads_to_its_people(world: World, lens_of: LensOf) -> None:
    with db.writing():
        theirs = Cohort(name="Zqforeign", edition_id=world.edition.id, starts_on=clock.now().date())
        alone = Person(call_sign="alone", legal_name="Alone", created_at=clock.now())
        session.add_all([theirs, alone])
        session.flush()
        session.get_one(Enrolment, world.foreign_enrolment.id).cohort_id = theirs.id
        learning.enrol(
            person_id=alone.id, agency_id=world.north.id, edition=world.edition, by=None, at=clock.now()
        )
    lens = lens_of(world.boris)
    page = lens.get("/en/agency/")
    assert "alone" in page.text
    assert "Spring" in page.text
    assert "Zqforeign" not in page.html
    (bar,) = {each for each in lens.get("/en/agency/compared").links() if "cohort=" in each}
    narrowed = lens.get(bar)
    assert "amina" in narrowed.text
    assert "alone" not in narrowed.text
    assert "1 to 1 of 1" in narrowed.text
    for link in narrowed.links():
        assert "state=" not in link or f"cohort={world.cohort.id}" in link
    strange = [lens.get(f"/en/agency/?cohort={each}", status=404).text for each in (theirs.id, uuid4(), "x")]
    assert len(set(strange)) == 1
    with (
        db.writing()
    ):  # who answers for nobody reads the comparison, and is not led to a page that is not hers
        session.get_one(Enrolment, world.foreign_enrolment.id).cohort_id = world.cohort.id
    assert not [each for each in lens_of(world.ada).get("/en/agency/compared").links() if "cohort=" in each]


def test_certificates_counted_are_listed(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world)
    lens = lens_of(world.boris)
    page = lens.get("/en/agency/")
    (counted,) = {each for each in page.links() if "/certificates/agency?" in each}
    listed = lens.get(counted)
    assert "1 certificate fits this choice." in listed.text
    assert certificate.number in listed.text
    for name, other in (
        ("unit", world.north.id),
        ("unit", world.inspectors.id),
        ("cohort", uuid4()),
        ("edition", uuid4()),
    ):
        assert certificate.number not in lens.get(f"/en/certificates/agency?{name}={other}").text
    assert certificate.number not in lens_of(world.carla).get(counted).text
    with db.writing():
        session.get_one(Certificate, certificate.id).valid_until = clock.now().date() - timedelta(days=1)
    assert certificate.number not in lens.get(counted).text
    assert certificate.number in listed.follow("All certificates of your agency").text
    lens.get("/en/certificates/agency?unit=x", status=404)


@pytest.mark.parametrize("kind", FORMATS)
def test_comparison_counts_her_people_only(world: World, lens_of: LensOf, kind: str) -> None:
    with db.writing():
        edition = session.get_one(Edition, world.edition.id)
        theirs = Cohort(name="Zqforeign", edition_id=edition.id, starts_on=clock.now().date())
        session.add(theirs)
        session.flush()
        session.get_one(Enrolment, world.foreign_enrolment.id).cohort_id = theirs.id
    lens = lens_of(world.boris, stepped_up=True)
    page = lens.get("/en/agency/compared")
    assert "Spring" in page.text
    assert "Zqforeign" not in page.html
    said = words_of(downloaded(lens, "/en/agency/compared", "/compared/export", kind).get_data(), kind)
    assert "Spring" in said
    assert "Zqforeign" not in said
    assert "Zqforeign" in lens_of(world.ada).get("/en/agency/compared").text
    lens.get(f"/en/agency/compared?branch={world.inspectors.id}", status=404)


@pytest.mark.parametrize("locale", ["sr-Cyrl", "sq", "en-x-pseudo"])
def test_new_pages_in_every_language(world: World, lens_of: LensOf, locale: str) -> None:
    lens = lens_of(world.boris)
    for page in ("agency/compared", "agency/letters", "agency/?state=stuck", "agency/?state=expiring"):
        lens.get(f"/{locale}/{page}")


def test_letter_leads_to_the_report_and_tells_nothing(app: Flask, world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    page = lens.get(f"/en/agency/letters?unit={world.north.id}&q=Amina&report=stuck")
    told = page.submit("/agency/letters", {"rhythm": "monthly"})
    assert "Stuck and past the due date" in told.text
    session.rollback()
    made = session.scalars(select(ReportSchedule)).one()
    assert "q" not in made.filter
    app.extensions["post"].spool.mkdir(exist_ok=True)
    before = set(app.extensions["post"].spool.rglob("*.eml"))
    later = clock.now() + timedelta(days=100)
    assert (send_letters(later), send_letters(later)) == (1, 0)
    (letter,) = set(app.extensions["post"].spool.rglob("*.eml")) - before
    text = str(message_from_bytes(letter.read_bytes(), policy=policy.default).get_content())
    for secret in ("Amina", "amina", "Rangers", str(world.north.id), "stuck"):
        assert secret not in text
    assert f"/agency/letters/{made.id}" in text
    landed = lens.get(f"/en/agency/letters/{made.id}")
    assert landed.response.request.args["state"] == "stuck"
    assert landed.response.request.args["unit"] == str(world.north.id)
    lens_of(world.carla).get(f"/en/agency/letters/{made.id}", status=404)
    assert "The letter comes no more" in lens.get("/en/agency/letters").submit(f"{made.id}/end").text


def test_csv_and_page_agree(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris, stepped_up=True)
    response = lens.get("/en/agency/?state=expiring").submit("/agency/export", {"format": "csv"}).response
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    assert len(rows) == 1
