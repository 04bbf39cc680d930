"""One's own data on pages: the copy, erasure by oneself and by an administrator, periods and kept records."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select, update

from academy import clock, db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.db import session
from academy.learning.models import Enrolment
from academy.privacy.models import KeptRecord, RetentionRule
from tests.certificates import issued
from tests.lens import Lens
from tests.marking import hand_in, quiz, teach
from tests.world import PASSWORD, World, sign_in

LensOf = Callable[..., Lens]
SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "exports" / "own-data.json"
ESSAY = {
    "key": "report",
    "kind": "short-answer",
    "prompt": "What is it?",
    "answers": [{"text": "owl"}],
    "points": 1,
}


def erased(person: Person) -> bool:
    session.rollback()
    session.expire_all()
    return session.get_one(Person, person.id).erased_at is not None


def test_her_copy_is_a_page_a_document_and_her_files(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world, holder="Amina <Prvić>")
    lens = lens_of(world.amina)
    page = lens.get("/en/account/my-data")
    assert "36 months" in page.text
    response = lens.post("/en/account/my-data", {"csrf_token": lens.token()}).response
    assert response.mimetype == "application/zip"
    assert "no-store" in response.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
        assert archive.namelist() == [
            "data.json",
            "my-data.html",
            f"files/001-certificate-{certificate.number}.pdf",
        ]
        held = json.loads(archive.read("data.json"))
        readable = archive.read("my-data.html").decode()
        assert archive.read(archive.namelist()[2]).startswith(b"%PDF")
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator(schema).validate(held)
    assert set(held) == set(schema["properties"]), (
        "describe the new domain in docs/schema/exports/own-data.json"
    )
    assert held["accounts"]["legal_name"] == "Amina <Prvić>"
    assert "Dina" not in json.dumps(held) + readable
    assert "Amina &lt;Prvić&gt;" in readable
    assert not {"<script", "http:", "https:", "src="} & {
        each for each in ("<script", "src=") if each in readable
    }
    session.rollback()
    (line,) = session.scalars(select(AuditEvent).where(AuditEvent.verb == "export"))
    assert (line.actor_id, line.object_id) == (world.amina.id, str(world.amina.id))


def test_visitor_has_none(lens: Lens, world: World) -> None:
    assert lens.client.post("/en/account/my-data").status_code in {302, 400}


def test_she_erases_herself_with_password_and_call_sign(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.amina)
    page = lens.get("/en/account/erase")
    assert "What stays, without the name" in page.text
    sent = {"csrf_token": lens.token(), "call_sign": "amina", "password": "not it"}
    assert lens.post("/en/account/erase", sent, status=422).response.status_code == 422
    assert lens.post("/en/account/erase", {**sent, "call_sign": "boris", "password": PASSWORD}, status=422)
    assert not erased(world.amina)
    response = lens.client.post(
        "/en/account/erase", data={**sent, "call_sign": " AMINA", "password": PASSWORD}
    )
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/en/farewell")
    assert '"cookies"' in response.headers["Clear-Site-Data"]
    assert erased(world.amina)
    assert session.get_one(Person, world.amina.id).last_seen_at is None
    assert "Your data is erased" in lens.get("/en/farewell").title
    assert "/sign-in" in lens.client.get("/en/home").headers["Location"]


def test_with_a_second_factor_it_must_be_fresh(app: Flask, world: World, lens: Lens) -> None:
    with db.writing():
        session.execute(
            update(Person)
            .where(Person.id == world.amina.id)
            .values(totp_confirmed_at=clock.now(), totp_seed=b"s")
        )
    sign_in(lens.client, world.amina, at=clock.now())
    answer = lens.client.get("/en/account/erase")
    assert (answer.status_code, "/account/confirm" in answer.headers["Location"]) == (302, True)
    sign_in(lens.client, world.amina, at=clock.now(), stepped_up=True)
    lens.client.post("/en/account/erase", data={"csrf_token": lens.token(), "call_sign": "amina"})
    assert erased(world.amina)


def test_an_administrator_erases_with_a_reason(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.ada, stepped_up=True)
    path = f"/en/people/{world.amina.id}/erase"
    sent = {"csrf_token": lens.token(), "call_sign": "amina", "reason": "mistake"}
    assert lens.post(path, {**sent, "call_sign": "dina"}, status=422)
    lens.client.post(path, data=sent)
    assert erased(world.amina)
    assert "Nobody else administers" in lens.get(f"/en/people/{world.ada.id}/erase").text


def test_a_coordinator_sets_a_period_and_reads_what_is_kept(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    issued(app, world)
    lens = lens_of(world.boris, stepped_up=True)
    assert "24 months" in lens.get("/en/agency/keeping").text
    path = f"/en/agency/{world.rangers.id}/keeping"
    sent = {
        "csrf_token": lens.token(), "what": "training-record", "training-record-seen": "",
        "training-record-months": "481", "training-record-ground": "Law on police, article 12",
    }  # fmt: skip
    assert "between 1 and 480" in lens.post(path, sent, status=422).text
    lens.client.post(path, data={**sent, "training-record-months": "48"})
    assert lens.client.post(path, data={**sent, "training-record-months": "50"}).status_code == 409
    session.rollback()
    assert [rule.months for rule in session.scalars(select(RetentionRule))] == [48]
    with db.writing():
        session.execute(
            update(Enrolment).where(Enrolment.id == world.enrolment.id).values(completed_at=clock.now())
        )
    administrator = lens_of(world.ada, stepped_up=True)
    there = f"/en/people/{world.amina.id}/erase"
    assert "article 12" in administrator.get(there).text
    administrator.client.post(
        there, data={"csrf_token": administrator.token(), "call_sign": "amina", "reason": "request"}
    )
    assert "Amina Prvić" in lens.get("/en/agency/kept-records").text
    assert "Amina" not in lens_of(world.carla, stepped_up=True).get("/en/agency/kept-records").text
    session.rollback()
    (kept,) = session.scalars(select(KeptRecord))
    lines = session.scalars(select(AuditEvent).where(AuditEvent.object_type == "kept-record")).all()
    assert [(line.actor_id, line.object_id, line.verb) for line in lines] == [
        (world.boris.id, str(kept.id), "consult")
    ]
    drop = {**sent, "csrf_token": lens.token(), "training-record-seen": "48"}
    lens.client.post(f"{path}/drop", data=drop)
    session.rollback()
    assert session.scalar(select(RetentionRule)) is None


def test_pages_answer_once_the_answers_are_forgotten(app: Flask, world: World, lens_of: LensOf) -> None:
    at = clock.now() - timedelta(days=800)
    teach(app, world, quiz(ESSAY), at=at)
    attempt_id = hand_in(world.enrolment.id, {"report": "owl"}, at=at)
    with db.writing():
        session.execute(update(Enrolment).where(Enrolment.id == world.enrolment.id).values(completed_at=at))
    lens = lens_of(world.amina)
    result = f"/en/attempts/{attempt_id}/result"
    before = lens.get(result)
    assert "owl" in before.text
    assert app.extensions["retainer"].run(clock.now())["answers"] == 1
    assert lens.get(result).title == before.title
    lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/quizzes/gate-quiz")


@pytest.mark.parametrize("path", ["/en/privacy", "/en/farewell"])
def test_public_pages_say_the_periods(lens: Lens, world: World, path: str) -> None:
    assert ("24 months" in lens.get(path).text) == (path == "/en/privacy")
