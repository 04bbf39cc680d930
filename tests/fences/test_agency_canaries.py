"""Canaries of one agency: names, addresses, call-signs and notes of the Rangers reach nobody of another, on whatever way."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from academy import clock, db
from academy.accounts.models import Admission, Person
from academy.accounts.rules.names import fold_call_sign
from academy.api.models import ApiToken
from academy.caretaker import go_round
from academy.db import session
from academy.evaluation.models import CaseReport
from academy.mail import Post
from tests.fences.people_scene import INSPECTORS_TOKEN, RANGERS_TOKEN
from tests.fences.scene import Scene, methods, owned_argument, rules, send
from tests.lens import Lens
from tests.world import sign_in

#: What is sung: Edo's and Boris's names, and what their agency wrote down. Edo sits in Dina's cohort, where his
#: call-sign is what the class knows him by; nobody else of another agency may meet even that.
NAMES = re.compile(r"zqranger(?!call)\w+|Edo Kolega|Boris Drugi", re.IGNORECASE)
CALL_SIGNS = re.compile(r"zqrangercall\w+", re.IGNORECASE)
#: What his own coordinator must see, so that no canary is a dead one.
SUNG = ("calledo", "latinedo", "mailedo", "token", "source", "nova", "note")
#: Who listens, of another agency, and where else than at the first thing of all she looks: at her own.
STRANGERS = {
    "carla": {"carla", "inspectors", "dina", "vera"}, "goran": {"goran"}, "vera": {"vera", "inspectors"}, "dina": {"dina"},
}  # fmt: skip
CLASSMATES = {"dina"}
#: Pages that greet whoever holds a secret code that was made for somebody.
BEARERS = {"accounts.invitation", "accounts.reset_password"}
#: Everything that takes something away, and what may be asked of it.
EXPORTS = (
    "reports.export",
    "reports.export_cohorts",
    "evaluation.export",
    "certificates.export",
    "privacy.my_data",
)
KINDS = ("csv", "xlsx", "pdf", "json")


@pytest.fixture
def sung(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The wider world with canaries among the Rangers, a spool of its own, and a trainer's browser more."""
    with db.writing():
        for name in ("edo", "boris"):
            person = session.get_one(Person, scene.people[name].id)
            person.call_sign, person.latin_name = f"zqrangercall{name}", f"Zqrangerlatin{name}"
            person.call_sign_key, person.email = (
                fold_call_sign(person.call_sign),
                f"zqrangermail{name}@example.org",
            )
            person.email_key = person.email
        session.get_one(ApiToken, _uuid(ApiToken, scene, "token_id")).name = "Zqrangertoken"
        session.get_one(CaseReport, _uuid(CaseReport, scene, "report_id")).source = "Zqrangersource"
        asked = session.get_one(Admission, _uuid(Admission, scene, "admission_id"))
        asked.legal_name, asked.email, asked.note = "Zqrangernova", "zqrangernova@example.org", "Zqrangernote"
    lens = Lens(scene.app.test_client(), scene.app)
    sign_in(
        lens.client, session.scalars(select(Person).where(Person.call_sign == "vera")).one(), at=clock.now()
    )
    scene.lenses["vera"] = lens
    session.rollback()
    monkeypatch.setitem(scene.app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(scene.app.extensions, "post", Post(tmp_path / "mail", "academy@example.org"))
    return scene


def test_no_other_agency_hears_a_canary(sung: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Boris walks first, so that whatever is kept between requests is filled by him."""
    caplog.set_level(logging.DEBUG, logger="academy")
    at_home = "".join(said for _where, said in _walk(sung, "boris", {"boris", "edo", "rangers"}))
    for part in ("Edo Kolega", *(f"zqranger{each}" for each in SUNG)):
        word = part
        assert word.casefold() in at_home.casefold(), (
            f"{word} is a dead canary: its own coordinator does not see it"
        )
    heard, asked = [], 0
    for who, own in STRANGERS.items():
        for where, said in _walk(sung, who, own):
            asked += 1
            found = {*NAMES.findall(said), *(() if who in CLASSMATES else CALL_SIGNS.findall(said))}
            heard.extend(f"{who} hears {word} at {where}" for word in sorted(found))
    assert not heard, "\n" + "\n".join(heard)
    assert asked > 500, "the walk has become short"
    told = [record.getMessage() for record in caplog.records]
    assert not [line for line in told if NAMES.search(line) or CALL_SIGNS.search(line)], "a log names people"


def test_no_program_of_another_agency_hears_a_canary(sung: Scene) -> None:
    """The Inspectors' token opens every door for programs, and behind none of them a canary sings."""
    said = {token: "".join(_asked_by(sung, token)) for token in (RANGERS_TOKEN, INSPECTORS_TOKEN)}
    assert "Edo Kolega" in said[RANGERS_TOKEN]
    assert "Dina Daleka" in said[INSPECTORS_TOKEN]
    assert not [*NAMES.findall(said[INSPECTORS_TOKEN]), *CALL_SIGNS.findall(said[INSPECTORS_TOKEN])]


def test_letters_name_nobody_else(sung: Scene, app: Flask) -> None:
    """Whatever the duties send: a letter names at most whom it is sent to."""
    go_round(app.extensions["duties"], at=clock.now())
    letters = [path.read_text() for path in app.extensions["post"].spool.rglob("*.eml")]
    assert letters, "the duties send nothing: let them be due"
    for letter in letters:
        head, _blank, text = letter.partition("\n\n")
        to = re.search(r"^To: (\w+)@", head, re.MULTILINE)
        assert to
        named = {*NAMES.findall(text), *CALL_SIGNS.findall(text)}
        assert not {each for each in named if each.casefold().removeprefix("zqrangercall") not in to[1]}, (
            letter
        )


def _uuid(model: type, scene: Scene, argument: str) -> object:
    return model.id.type.python_type(scene.things[argument]["rangers"])  # type: ignore[attr-defined]


def _walk(scene: Scene, who: str, own: set[str]) -> Iterator[tuple[str, str]]:
    """Give what every page and every export tells somebody: of her own things, and of the first there is."""
    lens = scene.lenses[who]
    for rule in rules(scene.app):
        if rule.endpoint in BEARERS or rule.endpoint.startswith("api."):
            continue
        owners = scene.owners(rule) if owned_argument(rule) else []
        for owner in sorted(own & set(owners)) or ["" if not owners else owners[0]]:
            path = scene.path(rule, owner)
            if "GET" in methods(rule):
                yield f"GET {path}", _said(send(lens, "GET", path))
            for kind in KINDS if rule.endpoint in EXPORTS else ():
                asked = {"format": kind, "kind": kind, "separator": "comma"}
                yield f"POST {path} ({kind})", _said(send(lens, "POST", path, data=asked))


def _asked_by(scene: Scene, token: str) -> Iterator[str]:
    lens = Lens(scene.app.test_client(), scene.app)
    lens.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    for rule in rules(scene.app):
        if rule.endpoint.startswith("api."):
            for owner in scene.owners(rule) or [""]:
                yield send(lens, "GET", scene.path(rule, owner)).get_data(as_text=True)


def _said(response: TestResponse) -> str:
    """Return everything a response says, its headers too, whatever it is wrapped in."""
    body, kind = response.get_data(), response.mimetype or ""
    if kind == "application/pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            text = "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    else:
        text = body.decode(errors="replace")
    return f"{response.headers}\n{text}"
