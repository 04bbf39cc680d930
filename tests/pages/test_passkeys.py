"""Passkeys and recovery codes as pages: adding, coming in by them, losing them, and roles that demand one."""

from __future__ import annotations

import json
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
from academy.accounts.models import Passkey, Person
from academy.accounts.rules import totp
from academy.config import Config
from academy.db import session
from tests.conftest import SECRET
from tests.lens import Lens, Page
from tests.passkeys import Authenticator
from tests.world import PASSWORD, TOTP_SEED, World, take_second_factor

Browse = Callable[..., Lens]
SECURITY = "/en/account/second-factor"
ALONE = {"options": "/en/sign-in/passkey/options", "action": "/en/sign-in/passkey"}
STEP = {"options": "/en/sign-in/code/options", "action": "/en/sign-in/code/passkey"}
LOCK = {"options": "/en/locked/options", "action": "/en/locked/passkey"}
CONFIRM = {"options": "/en/account/confirm/options", "action": "/en/account/confirm/passkey"}


def token(client: FlaskClient, page: str = "/en/sign-in") -> str:
    found = re.search(
        r'name="csrf_token" value="([^"]+)"', client.get(page, follow_redirects=True).get_data(as_text=True)
    )
    assert found
    return found[1]


def post(client: FlaskClient, path: str, page: str = "/en/sign-in", **data: str) -> TestResponse:
    return client.post(
        path, data={"csrf_token": token(client, page), **data}, headers={"X-Requested-With": "passkey"}
        if path.endswith("options") else {},
    )  # fmt: skip


def answered(client: FlaskClient, device: Authenticator, doors: dict[str, str], page: str = "/en/sign-in", **data: str) -> TestResponse:  # fmt: skip
    """Do what the script does: ask what to ask, and post the answer."""
    asked = post(client, doors["options"], page)
    assert asked.status_code == 200, asked.get_data(as_text=True)
    return post(client, doors["action"], page, answer=device.use(asked.get_data(as_text=True)), **data)


def add(client: FlaskClient, device: Authenticator, name: str = "My phone", **data: str) -> TestResponse:
    asked = post(client, "/en/account/passkeys/options", SECURITY, name=name, **data)
    assert asked.status_code == 200, asked.get_data(as_text=True)
    answer = device.make(asked.get_data(as_text=True))
    return post(client, "/en/account/passkeys", SECURITY, name=name, answer=answer, **data)


@pytest.fixture
def amina(lens_of: Browse, world: World) -> Lens:
    return lens_of(world.amina)


def test_a_first_passkey_needs_the_password_and_then_stands_on_the_page(
    amina: Lens, lens_of: Browse, world: World
) -> None:
    elsewhere = lens_of(world.amina)
    page = amina.get(SECURITY)
    assert page.title == "Sign-in and security"
    assert "browser that runs scripts" in page.html
    wrong = post(amina.client, "/en/account/passkeys/options", SECURITY, name="My phone", password="wrong")
    assert (wrong.status_code, wrong.json) == (
        422,
        {"incident": None, "message": "This is not your password. Type it again.", "status": 422},
    )
    unnamed = post(amina.client, "/en/account/passkeys/options", SECURITY, name=" ", password=PASSWORD)
    assert unnamed.json == {"message": "Give the passkey a name."}
    done = add(amina.client, Authenticator(), password=PASSWORD)
    assert done.location == SECURITY
    page = amina.get(SECURITY)
    assert "My phone" in page.text and "Second factor is on" in page.text
    assert elsewhere.client.get("/en/account").status_code == 302
    assert amina.get("/en/account").text.count("Second factor is on") == 1


def test_a_passkey_alone_opens_the_front_door_and_step_up_doors(
    app: Flask, lens_of: Browse, world: World
) -> None:
    device = Authenticator()
    add(lens_of(world.boris, stepped_up=True).client, device)
    client = app.test_client()
    assert answered(client, device, ALONE).location == "/en/home"
    assert client.get("/en/people/invite").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        page = client.get("/en/people/invite")
        assert page.location == "/en/account/confirm?next=/en/people/invite"
        done = answered(client, device, {**CONFIRM, "action": CONFIRM["action"] + "?next=/en/people/invite"}, "/en/account/confirm")  # fmt: skip
        assert done.location == "/en/people/invite"
        assert client.get("/en/people/invite").status_code == 200


def test_a_passkey_of_the_one_who_locked_unlocks(amina: Lens, lens_of: Browse, world: World) -> None:
    """Nobody else's does, and nothing but the lock opens by it."""
    device, anothers = Authenticator(), Authenticator()
    add(amina.client, device, password=PASSWORD)
    add(lens_of(world.boris, stepped_up=True).client, anothers)
    assert post(amina.client, LOCK["options"], "/en/home").status_code == 404
    assert post(amina.client, LOCK["action"], "/en/home", answer="{}").location == "/en/locked"
    post(amina.client, "/en/account/lock", "/en/home")
    page = amina.get("/en/locked")
    assert "Use a passkey" in page.html and world.amina.call_sign not in page.html
    refused = answered(amina.client, anothers, LOCK, "/en/locked")
    assert refused.status_code == 422 and "was not taken" in refused.get_data(as_text=True)
    assert amina.client.get("/en/home").location == "/en/locked"
    assert answered(amina.client, device, LOCK, "/en/locked").location == "/en/home"
    assert amina.client.get("/en/home").status_code == 200


def test_a_shared_computer_is_one_with_a_passkey_too(app: Flask, amina: Lens, world: World) -> None:
    device = Authenticator()
    add(amina.client, device, password=PASSWORD)
    client = app.test_client()
    answered(client, device, ALONE, is_shared="y")
    assert client.get_cookie("academy-known") is None
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert client.get("/en/account").status_code == 302


def test_after_the_password_a_passkey_stands_for_the_code(
    app: Flask, lens: Lens, amina: Lens, world: World
) -> None:
    device, anothers = Authenticator(), Authenticator()
    add(amina.client, device, password=PASSWORD)
    client = app.test_client()
    typed = {"identifier": "amina", "password": PASSWORD}
    page = lens.get("/en/sign-in").submit("sign-in", typed)
    assert "Use a passkey" in page.html and "Recovery code" in page.text
    assert post(client, "/en/sign-in", **typed).location == "/en/sign-in/code"
    refused = answered(client, anothers, STEP, "/en/sign-in/code")
    assert refused.status_code == 422 and "was not taken" in refused.get_data(as_text=True)
    assert answered(client, device, STEP, "/en/sign-in/code").location == "/en/home"
    assert post(app.test_client(), STEP["options"]).status_code == 404


def test_wrong_passkeys_are_throttled_like_wrong_passwords(app: Flask, amina: Lens, world: World) -> None:
    device = Authenticator()
    add(amina.client, device, password=PASSWORD)
    forged = Authenticator(credential_id=device.credential_id, handle=device.handle)
    client = app.test_client()
    answers = [answered(client, forged, ALONE).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert answered(client, device, ALONE).status_code == 429
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        assert answered(app.test_client(), device, ALONE).status_code == 302


def test_an_unknown_passkey_and_nonsense_say_the_same(app: Flask, world: World) -> None:
    client = app.test_client()
    for answer in ("", "{}", "[]", "null", '{"id": 3}'):
        refused = post(client, ALONE["action"], answer=answer)
        assert refused.status_code == 422
        assert "This passkey was not taken" in refused.get_data(as_text=True)
    assert answered(client, Authenticator(), ALONE).status_code == 422


def test_without_having_confirmed_nothing_is_added_or_removed(lens_of: Browse, world: World) -> None:
    add(lens_of(world.boris, stepped_up=True).client, Authenticator())
    boris = lens_of(world.boris)
    page = boris.get(SECURITY)
    assert "show once more that it is you" in page.text and "Remove this passkey" not in page.text
    refused = post(boris.client, "/en/account/passkeys/options", SECURITY, name="Another")
    assert (refused.status_code, refused.json and refused.json["message"]) == (
        409,
        "Show once more that it is you, then try again.",
    )
    for path in (f"passkeys/{passkey().id}/remove", "recovery-codes"):
        led = post(boris.client, f"/en/account/{path}", SECURITY)
        assert led.location == f"/en/account/confirm?next={SECURITY}"


def passkey() -> Passkey:
    session.rollback()
    return session.scalars(select(Passkey)).one()


def test_a_passkey_is_renamed_and_removed(lens_of: Browse, world: World) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    add(boris.client, Authenticator())
    page = boris.get(SECURITY).submit("rename", {"name": "Old phone"})
    assert "Old phone" in page.text
    page.submit("rename", {"name": ""}, status=422)
    address = f"/en/account/passkeys/{passkey().id}"
    assert post(lens_of(world.carla).client, f"{address}/rename", SECURITY, name="x").status_code == 404
    assert post(boris.client, f"{address}/remove", SECURITY).location == SECURITY
    assert "Old phone" not in boris.get(SECURITY).text


def test_the_only_passkey_goes_where_the_password_can_stand_alone(amina: Lens, world: World) -> None:
    add(amina.client, Authenticator(), password=PASSWORD)
    address = f"/en/account/passkeys/{passkey().id}/remove"
    assert post(amina.client, address, SECURITY).status_code == 422
    assert post(amina.client, address, SECURITY, password=PASSWORD).location == SECURITY
    assert "Second factor is off" in amina.get(SECURITY).text


def test_the_only_second_factor_of_a_coordinator_stays(lens_of: Browse, world: World) -> None:
    code = totp.code_at(totp.secret_for(SECRET, world.boris.id, TOTP_SEED), clock.now())
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(SECURITY).submit("remove", {"code": code, "password": PASSWORD}, status=422)
    assert "Your role needs a second factor" in page.text


def test_recovery_codes_are_shown_once_and_open_where_a_code_is_asked_for(
    app: Flask, lens_of: Browse, world: World
) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(SECURITY).submit("recovery-codes")
    codes = re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", page.text)
    assert len(codes) == 10 and page.response.headers["Cache-Control"] == "no-store"
    assert "10 of 10 left" in boris.get(SECURITY).text
    client = app.test_client()
    post(client, "/en/sign-in", identifier="boris", password=PASSWORD)
    assert post(client, "/en/sign-in/code", "/en/sign-in/code", code=codes[0]).location == "/en/home"
    assert "You used a recovery code; 9 are left." in client.get("/en/home").get_data(as_text=True)
    confirm = lens_of(world.boris).get("/en/people/invite")
    typed = {"code": codes[0], "password": PASSWORD}
    confirm = confirm.submit("confirm", typed, status=422)
    assert confirm.submit("confirm", {**typed, "code": codes[1]}).url == "/en/people/invite"
    assert "8 of 10 left" in boris.get(SECURITY).text


@pytest.mark.parametrize(
    ("who", "path"),
    [("boris", "/en/people"), ("trajce", "/en/cohorts/"), ("ada", "/en/administration/"), ("ada", "/en/people/invite")],
)  # fmt: skip
def test_a_role_that_demands_one_opens_nothing_without(
    lens_of: Browse, world: World, who: str, path: str
) -> None:
    lens = lens_of(getattr(world, who), is_bare=True)
    page = lens.get(path)
    assert page.title == "Sign-in and security" and "Your role needs a second factor" in page.text
    assert lens.get("/en/account").title == "Your account"
    answer = lens.client.get(path, headers={"X-Requested-With": "autosave"})
    assert answer.status_code == 409
    add(lens.client, Authenticator(), password=PASSWORD)
    assert lens.get(path).title != "Sign-in and security"


def test_a_new_coordinator_is_led_to_setting_it_up(app: Flask, world: World) -> None:
    take_second_factor(world.boris)
    page = Lens(app.test_client(), app).get("/en/sign-in?next=/en/people")
    page = page.submit("sign-in", {"identifier": "boris", "password": PASSWORD})
    assert page.url == f"{SECURITY}?next=/en/people" and "Your role needs a second factor" in page.text
    page = page.submit("propose")
    assert isinstance(page, Page)
    with db.writing():
        seed = session.get_one(Person, world.boris.id).totp_seed or b""
    code = totp.code_at(totp.secret_for(SECRET, world.boris.id, seed), clock.now())
    assert page.submit("second-factor", {"code": code, "password": PASSWORD}).url == "/en/people"


def test_an_administrator_takes_off_everything_that_was_lost(
    app: Flask, lens_of: Browse, world: World
) -> None:
    device = Authenticator()
    add(lens_of(world.amina).client, device, password=PASSWORD)
    page = lens_of(world.ada, stepped_up=True).get(f"/en/people/{world.amina.id}").submit("second-factor")
    assert "The second factor is off" in page.text
    assert answered(app.test_client(), device, ALONE).status_code == 422


def test_where_browsers_offer_no_passkeys_the_page_says_why(
    app: Flask, amina: Lens, lens: Lens, monkeypatch: pytest.MonkeyPatch
) -> None:
    config: Config = app.extensions["academy"]
    monkeypatch.setitem(app.extensions, "academy", _at(config, "http://192.0.2.7"))
    assert "Passkeys do not work at this address" in amina.get(SECURITY).text
    assert "passkey" not in lens.get("/en/sign-in").text
    assert post(app.test_client(), ALONE["options"]).status_code == 409
    monkeypatch.setitem(app.extensions, "academy", _at(config, "http://127.0.0.1:8000"))
    assert "Add a passkey" in amina.get(SECURITY).html


def _at(config: Config, base_url: str) -> Config:
    return Config(config.home, config.database_url, config.secret_key, base_url, is_testing=True)


def test_what_is_asked_names_nobody_at_the_front_door(app: Flask, world: World) -> None:
    asked = json.loads(post(app.test_client(), ALONE["options"]).get_data(as_text=True))
    assert asked["allowCredentials"] == [] and asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
