"""Setting a password with a link or a code on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.models import OneTimeCode, Person
from academy.accounts.rules.codes import Purpose
from academy.accounts.rules.passwords import check_password
from academy.db import session
from academy.mail import Post
from tests.lens import Lens
from tests.world import World

NEW = "heron lamp gravel moss"
TYPED = {"password": NEW, "again": NEW}


@pytest.fixture
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spool of this test's own."""
    monkeypatch.setitem(app.extensions, "post", Post(tmp_path / "mail", "academy@example.org"))
    return tmp_path / "mail"


def _letters(mailbox: Path) -> list[str]:
    return [path.read_text() for path in sorted(mailbox.glob("*.eml"))]


def _ask(client: FlaskClient, who: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/reset").get_data(as_text=True))
    assert found
    return client.post("/en/reset", data={"identifier": who, "csrf_token": found[1]}, buffered=True)


def _bare(html: str) -> str:
    """Take out of a page what differs from one load to the next."""
    return re.sub(r'(nonce|csrf_token" value|hreflang="[^"]*" href)="[^"]*"', "", html)


def _printed(world: World, person: Person) -> str:
    with db.writing():
        found = session.get_one(Person, person.id)
        return service.print_code(person=found, by=world.actor(world.ada), at=clock.now()).code


def test_a_reset_link_comes_by_letter_and_works_once(
    app: Flask, lens: Lens, world: World, mailbox: Path
) -> None:
    with db.writing():
        session.get_one(Person, world.amina.id).interface_locale = "sq"
    assert _ask(app.test_client(), "amina").status_code == 200
    (letter,) = _letters(mailbox)
    assert "To: amina@example.org" in letter
    link = re.search(r"http://localhost(/sq/reset/\S+)", letter.replace("=\n", ""))
    assert link
    address = link[1].replace("/sq/", "/en/")
    lens.get(address), lens.get(address)  # a scanner that looks at links uses nothing up
    page = lens.get(address).submit("reset", TYPED)
    assert page.title == "Sign in"
    assert "amina" in page.text
    assert check_password(session.get_one(Person, world.amina.id).password_hash, NEW).is_right
    assert lens.get(address, status=404).title == "This link does not work any more"
    assert lens.client.get("/en/account").status_code == 302


@pytest.mark.parametrize("who", ["amina", "amino", "amina@example.org", "nobody@example.org", "x' OR 1=1"])
def test_asking_is_answered_alike(app: Flask, world: World, mailbox: Path, who: str) -> None:
    answers = [_ask(app.test_client(), each) for each in (who, "somebody else")]
    assert [each.status_code for each in answers] == [200, 200]
    assert _bare(answers[0].get_data(as_text=True)) == _bare(answers[1].get_data(as_text=True))
    assert len(_letters(mailbox)) == (who in ("amina", "amina@example.org"))


def test_the_answer_waits_for_nothing_that_depends_on_the_person(
    app: Flask, world: World, mailbox: Path
) -> None:
    """Code and letter are made when the answer has gone out, so its time says nothing."""
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/reset").get_data(as_text=True))
    assert found
    response = client.post("/en/reset", data={"identifier": "amina", "csrf_token": found[1]})
    assert response.get_data()
    count = select(func.count()).select_from(OneTimeCode)
    assert session.scalar(count) == 0 and not _letters(mailbox)
    session.rollback()
    response.close()
    assert session.scalar(count) == 1 and len(_letters(mailbox)) == 1


def test_letters_are_throttled_alike(app: Flask, world: World, mailbox: Path) -> None:
    for who in ("amina", "amino"):
        answers = [_ask(app.test_client(), who) for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "600"
    assert len(_letters(mailbox)) == 3


@pytest.mark.parametrize("minutes", [29, 31])
def test_a_reset_link_grows_old(lens: Lens, world: World, minutes: int) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.request_reset(person=amina, purpose=Purpose.RESET, code="x" * 43, at=clock.now())
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        lens.get(f"/en/reset/{'x' * 43}", status=200 if minutes < 30 else 404)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": NEW, "again": NEW + "x"}, "not the same"),
        ({"password": "", "again": ""}, "Choose a password"),
        ({"password": "amina prvić amina 1", "again": "amina prvić amina 1"}, "your name"),
        ({"password": "x" * 2000, "again": "x" * 2000}, "longer than"),
    ],
)
def test_a_poor_password_is_refused_in_words_and_the_link_stays(
    lens: Lens, world: World, typed: dict[str, str], words: str
) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.request_reset(person=amina, purpose=Purpose.RESET, code="x" * 43, at=clock.now())
    page = lens.get(f"/en/reset/{'x' * 43}").submit("reset", typed, status=422)
    assert words in page.text
    page.submit("reset", TYPED)


def test_a_code_on_paper_sets_a_password_once(lens: Lens, world: World) -> None:
    code = _printed(world, world.amina)
    typed = {"call_sign": "AMINA", "code": code.lower().replace("-", " "), **TYPED}
    page = lens.get("/en/code").submit("code", typed)
    assert page.title == "Sign in"
    assert check_password(session.get_one(Person, world.amina.id).password_hash, NEW).is_right
    page = lens.get("/en/code").submit("code", typed, status=422)
    assert "used up" in page.text


def test_wrong_codes_look_alike_for_known_and_unknown(app: Flask, world: World) -> None:
    _printed(world, world.amina)
    for attempt in range(7):
        pages = []
        for who in ("amina", "amino"):
            form = Lens(app.test_client(), app).get("/en/code")
            status = 422 if attempt < 5 else 429
            page = form.submit("code", {"call_sign": who, "code": "0" * 20, **TYPED}, status=status)
            pages.append(_bare(page.html).replace(who, "WHO"))
        assert pages[0] == pages[1]


def test_another_persons_code_is_no_code(lens: Lens, world: World) -> None:
    code = _printed(world, world.amina)
    lens.get("/en/code").submit("code", {"call_sign": "dina", "code": code, **TYPED}, status=422)


def test_a_new_password_ends_the_pause_of_the_account(app: Flask, lens: Lens, world: World) -> None:
    for _ in range(5):
        lens.get("/en/sign-in").submit("sign-in", {"identifier": "amina", "password": "wrong"}, status=422)
    code = _printed(world, world.amina)
    lens.get("/en/code").submit("code", {"call_sign": "amina", "code": code, **TYPED})
    page = lens.get("/en/sign-in").submit("sign-in", {"identifier": "amina", "password": NEW})
    assert page.url.startswith("/en/home")


def test_an_invited_person_comes_in(lens: Lens, world: World) -> None:
    with db.writing():
        invited = service.make_administrator(
            call_sign="Prva-1", legal_name="Prva Prvić", email=None, at=clock.now()
        )
    page = lens.get(f"/en/invitation/{invited}")
    assert "Prva-1" in page.text
    page.submit("invitation", TYPED)
    page = lens.get("/en/sign-in").submit("sign-in", {"identifier": "prva-1", "password": NEW})
    assert page.title == "Sign-in and security"  # an administrator sets up her second factor first
    assert queries.person_by_identifier("prva-1") is not None
