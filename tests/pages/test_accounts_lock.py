"""The quick lock: shut at once for everything, neutral to look at, opened by her password, left for somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from academy import clock
from academy.accounts.models import SignInSession
from academy.audit.models import AuditEvent
from academy.db import session
from tests.lens import Lens
from tests.world import PASSWORD, World, sign_in

Browse = Callable[..., Lens]


def token(client: FlaskClient, url: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(url).get_data(as_text=True))
    assert found
    return found[1]


@pytest.fixture
def locked(app: Flask, world: World) -> FlaskClient:
    """Amina's browser, locked on the page of the small course."""
    client = app.test_client()
    sign_in(client, world.amina, at=clock.now())
    answer = client.post(
        "/en/account/lock", data={"csrf_token": token(client, "/en/certificates/")},
        headers={"Referer": "http://localhost/en/certificates/?part=1"},
    )  # fmt: skip
    assert answer.location == "/en/locked"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Cache-Control"] == "no-store"
    return client


def test_every_door_leads_to_a_page_that_names_nobody(locked: FlaskClient, world: World) -> None:
    for path in ("/en/home", "/en/account", "/en/certificates/", "/en/sign-in"):
        assert locked.get(path).location == "/en/locked", path
    page = locked.get("/en/locked").get_data(as_text=True)
    assert "<title>Locked – Wildlife Crime Academy</title>" in page
    for secret in (world.amina.call_sign, world.amina.legal_name, "Rangers", "certificates/?"):
        assert secret not in page
    assert "certificates" not in str(locked.get_cookie("session"))


def test_what_saves_itself_waits(locked: FlaskClient) -> None:
    """As after the end of a session: 401, and the outbox keeps the answer."""
    for headers in ({"X-Requested-With": "autosave"}, {"X-Requested-With": "draft"}):
        data = {"csrf_token": token(locked, "/en/locked"), "interface_locale": "sq"}
        assert locked.post("/en/account", data=data, headers=headers).status_code == 401
        assert locked.get("/en/account", headers=headers).status_code == 401


def test_the_password_leads_back_to_the_page(locked: FlaskClient, world: World) -> None:
    data = {"csrf_token": token(locked, "/en/locked"), "password": "wrong"}
    assert locked.post("/en/locked", data=data).status_code == 422
    assert locked.get("/en/home").location == "/en/locked"
    assert (
        locked.post("/en/locked", data={**data, "password": PASSWORD}).location == "/en/certificates/?part=1"
    )
    assert locked.get("/en/account").status_code == 200
    assert locked.get("/en/locked").location == "/en/home"
    verbs = session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert set(verbs) == {"lock", "unlock"}


def test_guessing_is_slowed_down(locked: FlaskClient) -> None:
    data = {"csrf_token": token(locked, "/en/locked"), "password": "wrong"}
    found = [locked.post("/en/locked", data=data).status_code for _ in range(6)]
    assert found == [422] * 5 + [429]


@pytest.mark.parametrize("is_shared", [False, True])
def test_somebody_else_ends_it_for_good(locked: FlaskClient, *, is_shared: bool) -> None:
    """Answers that wait on a computer of one's own wait on; a shared one forgets them."""
    with locked.session_transaction() as cookie:
        cookie["is_shared"] = is_shared
    data = {"csrf_token": token(locked, "/en/locked")}
    answer = locked.post("/en/locked/leave", data=data)
    assert answer.location == "/en/sign-in"
    assert answer.headers["Clear-Site-Data"] == ('"cache", "storage"' if is_shared else '"cache"')
    assert session.scalars(select(SignInSession.revoked_at)).one() is not None
    assert locked.get("/en/locked").location == "/en/sign-in"


def test_signing_in_over_it_ends_it_too(locked: FlaskClient) -> None:
    """From a page that was open before."""
    data = {"csrf_token": token(locked, "/en/locked"), "identifier": "dina", "password": PASSWORD}
    assert locked.post("/en/sign-in", data=data).location == "/en/home"
    ended = session.scalars(select(SignInSession.revoked_at).order_by(SignInSession.started_at)).all()
    assert ended[0] is not None
    assert ended[1] is None


@pytest.mark.parametrize("came_from", ["http://evil.example/en/home", "http://localhost//evil.example", ""])
def test_it_leads_back_to_our_own_pages_only(app: Flask, world: World, came_from: str) -> None:
    client = app.test_client()
    sign_in(client, world.amina, at=clock.now())
    data = {"csrf_token": token(client, "/en/home")}
    client.post("/en/account/lock", data=data, headers={"Referer": came_from})
    answer = client.post("/en/locked", data={"csrf_token": token(client, "/en/locked"), "password": PASSWORD})
    assert answer.location == "/en/home"


def test_the_button_is_the_second_stop_and_the_page_keeps_every_promise(
    lens_of: Browse, world: World
) -> None:
    lens = lens_of(world.amina)
    page = lens.get("/en/home")
    stops = re.findall(r"<(?:a|button|summary|input(?! type=\"hidden\"))\b[^>]*>", page.html)
    assert 'class="skip"' in stops[0]
    assert page.html.index(stops[1]) < page.html.index("Lock now") < page.html.index(stops[2])
    assert "Locked" in page.submit("/account/lock").text


def test_the_other_sessions_can_be_ended_at_once(app: Flask, world: World, lens_of: Browse) -> None:
    for _ in range(2):
        sign_in(app.test_client(), world.amina, at=clock.now())
    page = lens_of(world.amina).get("/en/account")
    assert "Unknown browser" in page.text
    page.submit("end-others")
    assert len(session.scalars(select(SignInSession.id).where(SignInSession.revoked_at.is_(None))).all()) == 1
