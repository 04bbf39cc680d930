"""The front door: the ladder of cases of signing in and out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from academy import clock, db
from academy.accounts.models import Person, SignInSession
from academy.accounts.rules import totp
from academy.accounts.views import way
from academy.db import session
from tests.conftest import SECRET
from tests.lens import Lens
from tests.world import PASSWORD, World

UNKNOWN = "amino"  # as long as "amina"


def _token(client: FlaskClient, url: str = "/en/sign-in") -> str:
    found = re.search(
        r'name="csrf_token" value="([^"]+)"', client.get(url, follow_redirects=True).get_data(as_text=True)
    )
    assert found
    return found[1]


def _try(client: FlaskClient, who: str = "amina", password: str = PASSWORD, **more: str) -> TestResponse:
    url = f"/en/sign-in?next={more.pop('next')}" if "next" in more else "/en/sign-in"
    return client.post(
        url, data={"identifier": who, "password": password, "csrf_token": _token(client), **more}
    )


def _with_second_factor(person: Person) -> str:
    """Give a person a second factor and return its secret."""
    with db.writing():
        found = session.get_one(Person, person.id)
        found.totp_seed, found.totp_confirmed_at = b"seed", clock.now()
    return totp.secret_for(SECRET, person.id, b"seed")


def _bare(response: TestResponse, typed: str) -> str:
    """Take out of a page what differs from one load to the next, and what was typed."""
    html = re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", response.get_data(as_text=True))
    return re.sub(r"[0-9a-f]{8}(?=</)", "", html.replace(typed, "WHO"))


@pytest.mark.parametrize("who", ["amina", "AMINA", " amina ", "amina@example.org", "Amina@EXAMPLE.org"])
def test_call_sign_or_address_and_password_open_the_door(app: Flask, world: World, who: str) -> None:
    client = app.test_client()
    assert _try(client, who).location == "/en/home"
    assert client.get("/en/account").status_code == 200


def test_the_page_keeps_every_promise(lens: Lens, world: World) -> None:
    page = lens.get("/en/sign-in")
    assert "Accounts of this demo" not in page.text
    page = page.submit("sign-in", {"identifier": "amina", "password": "wrong"}, status=422)
    assert "do not match" in page.text
    page = page.submit("sign-in", {"identifier": "", "password": ""}, status=422)
    assert "Type your call-sign" in page.text


def test_wrong_and_unknown_look_the_same(app: Flask, world: World) -> None:
    for attempt in range(7):
        answers = [_try(app.test_client(), who, "wrong wrong wrong") for who in ("amina", UNKNOWN)]
        known, unknown = answers
        assert known.status_code == unknown.status_code == (422 if attempt < 5 else 429)
        assert _bare(known, "amina") == _bare(unknown, UNKNOWN)


def test_after_five_failures_there_is_a_pause_that_ends(app: Flask, world: World) -> None:
    client = app.test_client()
    for _ in range(5):
        assert _try(client, password="wrong").status_code == 422
    refused = _try(client)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        assert _try(client).status_code == 302


def test_a_guesser_elsewhere_does_not_keep_out_a_known_browser(app: Flask, world: World) -> None:
    known, stranger = app.test_client(), app.test_client()
    assert _try(known).status_code == 302
    for _ in range(6):
        _try(stranger, password="wrong")
    assert _try(stranger).status_code == 429
    assert _try(known).status_code == 302


def test_a_shared_computer_is_not_remembered(app: Flask, world: World) -> None:
    client = app.test_client()
    _try(client, is_shared="y")
    assert client.get_cookie("academy-known") is None
    assert session.scalars(select(SignInSession)).one().idle_minutes == 10
    left = client.post("/en/sign-out", data={"csrf_token": _token(client, "/en/account")})
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "https:evil.example", "javascript:alert(1)", "/%09//evil",
     "/en/\tx", "/en/sign-in", "/en/sign-out", "/nowhere", "///evil.example", "/en//evil.example", "evil", "", "/\n/evil",
     "http://localhost/en/account", "/en/account\\@evil.example"],
)  # fmt: skip
def test_nobody_is_led_off_the_academy(app: Flask, world: World, target: str) -> None:
    with app.test_request_context("/en/sign-in", query_string={"next": target}):
        assert way.wanted() == ""
    client = app.test_client()
    data = {"identifier": "amina", "password": PASSWORD, "csrf_token": _token(client)}
    answer = client.post("/en/sign-in", query_string={"next": target}, data=data)
    assert answer.location == "/en/home"


def test_an_own_page_is_gone_on_to(app: Flask, world: World) -> None:
    assert _try(app.test_client(), next="/sq/account?x=1").location == "/sq/account?x=1"


def test_every_sign_in_has_a_new_token_and_ends_the_one_before(app: Flask, world: World) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "fixed by somebody else"
    _try(client)
    tokens = []
    for _ in range(2):
        with client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
        _try(client)
    assert len({*tokens, "fixed by somebody else"}) == 3
    client.set_cookie("academy", "")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = tokens[0]
    assert client.get("/en/account").status_code == 302


@pytest.mark.parametrize("address", ["/en/sign-out", "/en/sign-out-everywhere"])
def test_the_old_cookie_is_dead_after_signing_out(app: Flask, world: World, address: str) -> None:
    client = app.test_client()
    _try(client)
    old = client.get_cookie("academy")
    assert old is not None
    client.post(address, data={"csrf_token": _token(client, "/en/account")})
    client.set_cookie("academy", old.value)
    assert client.get("/en/account").location == "/en/sign-in?next=/en/account"


def test_signing_out_needs_a_token_and_a_post(app: Flask, world: World) -> None:
    client = app.test_client()
    _try(client)
    assert client.post("/en/sign-out").status_code == 400
    assert client.get("/en/sign-out").status_code == 405
    assert client.get("/en/account").status_code == 200


def test_the_cookie_of_another_browser_opens_nothing(app: Flask, world: World) -> None:
    client = app.test_client()
    _try(client)
    assert client.get("/en/account", headers={"User-Agent": "another"}).status_code == 302


def test_a_second_factor_is_asked_for_and_opens_once(app: Flask, world: World) -> None:
    code = totp.code_at(_with_second_factor(world.amina), clock.now())
    client = app.test_client()
    assert _try(client, next="/en/account").location == "/en/sign-in/code?next=/en/account"
    assert client.get("/en/account").status_code == 302
    token = _token(client, "/en/sign-in/code")
    assert client.post("/en/sign-in/code", data={"code": "12345", "csrf_token": token}).status_code == 422
    done = client.post("/en/sign-in/code?next=/en/account", data={"code": code, "csrf_token": token})
    assert done.location == "/en/account"
    again = app.test_client()
    _try(again)
    replayed = again.post(
        "/en/sign-in/code", data={"code": code, "csrf_token": _token(again, "/en/sign-in/code")}
    )
    assert replayed.status_code == 422
    assert again.get("/en/account").status_code == 302


def test_wrong_codes_are_throttled_like_wrong_passwords(app: Flask, world: World) -> None:
    _with_second_factor(world.amina)
    client = app.test_client()
    _try(client)
    token = _token(client, "/en/sign-in/code")
    answers = [
        client.post("/en/sign-in/code", data={"code": "000000", "csrf_token": token}) for _ in range(6)
    ]
    assert [each.status_code for each in answers] == [422] * 5 + [429]
    assert _try(app.test_client()).status_code == 429


def test_the_second_step_waits_five_minutes_only(lens: Lens, world: World) -> None:
    _with_second_factor(world.amina)
    page = lens.get("/en/sign-in").submit("sign-in", {"identifier": "amina", "password": PASSWORD})
    assert page.title == "One more step"
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=False):
        assert "took too long" in lens.get("/en/sign-in/code").text


def test_a_closed_account_looks_like_a_wrong_password(app: Flask, world: World) -> None:
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = clock.now()
    closed, unknown = _try(app.test_client()), _try(app.test_client(), UNKNOWN)
    assert closed.status_code == 422
    assert _bare(closed, "amina") == _bare(unknown, UNKNOWN)


def test_the_demo_shows_its_own_accounts_and_no_others(app: Flask, lens: Lens, world: World) -> None:
    secret = _with_second_factor(world.boris)
    with db.writing():
        session.get_one(Person, world.boris.id).is_demo = True
    app.config["IS_DEMO"] = True
    with time_machine.travel(clock.now(), tick=False):
        page = lens.get("/en/sign-in")
        code = totp.code_at(secret, clock.now())
    assert "demo-academy-2026" in page.text and "boris" in page.text
    assert code in page.text
    assert "amina" not in page.text


def test_whoever_is_in_is_led_home(lens_of: Callable[[Person], Lens], world: World) -> None:
    assert lens_of(world.amina).get("/en/sign-in").url.startswith("/en/home")
