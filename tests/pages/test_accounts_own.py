"""A person's own account: preferences, sessions, password, second factor, her data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from academy import clock, db
from academy.accounts.models import Person
from academy.accounts.rules import totp
from academy.db import session
from tests.conftest import SECRET
from tests.lens import Lens
from tests.world import PASSWORD, World, sign_in

NEW = "heron lamp gravel moss"
Browse = Callable[..., Lens]


def _person(person: Person) -> Person:
    session.rollback()
    return session.get_one(Person, person.id)


def _code(person: Person, steps: int = 0) -> str:
    found = _person(person)
    secret = totp.secret_for(SECRET, found.id, found.totp_seed or b"")
    return totp.code_at(secret, clock.now() + timedelta(seconds=30 * steps))


def _give_second_factor(person: Person) -> None:
    with db.writing():
        found = session.get_one(Person, person.id)
        found.totp_seed, found.totp_confirmed_at = b"seed", clock.now()


def test_preferences_are_kept_and_change_the_language(lens_of: Browse, world: World) -> None:
    page = (
        lens_of(world.amina)
        .get("/en/account")
        .submit(
            "/en/account", {"interface_locale": "sq", "certificate_locale": "sr-Latn", "jurisdiction": "XB"}
        )
    )
    assert page.url == "/sq/account"
    amina = _person(world.amina)
    kept = (amina.interface_locale, amina.content_locale, amina.certificate_locale, amina.jurisdiction)
    assert kept == ("sq", None, "sr-Latn", "XB")
    assert world.actor(amina).jurisdiction == "XB"


@pytest.mark.parametrize(
    "field", ["interface_locale", "content_locale", "certificate_locale", "jurisdiction"]
)
def test_a_choice_that_is_none_is_refused(lens_of: Browse, world: World, field: str) -> None:
    lens_of(world.amina).get("/en/account").submit("/en/account", {field: "xx"}, status=422)


def test_other_fields_of_a_person_cannot_be_set(lens_of: Browse, world: World) -> None:
    own = {"interface_locale", "content_locale", "certificate_locale", "jurisdiction", "last_seen_at"}
    names = [column.name for column in Person.__table__.columns]
    before = {name: getattr(world.amina, name) for name in names if name not in own}
    posted = dict.fromkeys(before, "x")
    lens_of(world.amina).get("/en/account").submit("/en/account", posted)
    after = _person(world.amina)
    assert {name: getattr(after, name) for name in before} == before


def test_a_session_elsewhere_is_ended(app: Flask, lens_of: Browse, world: World) -> None:
    elsewhere = lens_of(world.amina)
    page = lens_of(world.amina).get("/en/account").submit("/end")
    assert "has ended" in page.text
    assert elsewhere.client.get("/en/account").status_code == 302


def test_a_strangers_session_is_nothing(lens_of: Browse, world: World) -> None:
    foreign = lens_of(world.dina)
    lens_of(world.dina)
    address = next(
        form.get("action") or ""
        for form in foreign.get("/en/account").forms()
        if "/end" in (form.get("action") or "")
    )
    own = lens_of(world.amina)
    own.post(address, {"csrf_token": _csrf(own)}, status=404)


def test_the_password_is_changed_and_other_sessions_end(lens_of: Browse, world: World) -> None:
    elsewhere, own = lens_of(world.amina), lens_of(world.amina)
    page = own.get("/en/account/password")
    page = page.submit("password", {"old": "wrong", "password": NEW, "again": NEW}, status=422)
    assert "not your password" in page.text
    page = page.submit("password", {"old": PASSWORD, "password": "short", "again": "short"}, status=422)
    assert "too short" in page.text
    page = page.submit("password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert page.url == "/en/account"
    assert elsewhere.client.get("/en/account").status_code == 302


def test_guessing_the_old_password_is_throttled(lens_of: Browse, world: World) -> None:
    page = lens_of(world.amina).get("/en/account/password")
    for _ in range(5):
        page.submit("password", {"old": "wrong", "password": NEW, "again": NEW}, status=422)
    page.submit("password", {"old": PASSWORD, "password": NEW, "again": NEW}, status=429)


def test_a_second_factor_is_set_up_with_a_first_code(lens_of: Browse, world: World) -> None:
    own = lens_of(world.amina)
    page = own.get("/en/account/second-factor")
    assert own.client.get("/en/account/second-factor/picture.svg").status_code == 404
    page = page.submit("propose")
    picture = own.get("/en/account/second-factor/picture.svg")
    assert picture.response.mimetype == "image/svg+xml"
    assert re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text)
    wrong = {"code": _code(world.amina, 99), "password": PASSWORD}
    assert "not right" in page.submit("second-factor", wrong, status=422).text
    page.submit("second-factor", {"code": _code(world.amina), "password": "wrong"}, status=422)
    page = page.submit("second-factor", {"code": _code(world.amina), "password": PASSWORD})
    assert "second factor is on" in page.text
    own.get("/en/account/second-factor/picture.svg", status=404)


def test_the_second_factor_comes_off_with_password_and_code(lens_of: Browse, world: World) -> None:
    _give_second_factor(world.amina)
    page = lens_of(world.amina).get("/en/account/second-factor")
    page.submit("remove", {"code": "000000", "password": PASSWORD}, status=422)
    assert _person(world.amina).totp_confirmed_at
    page.submit("remove", {"code": _code(world.amina), "password": PASSWORD})
    assert _person(world.amina).totp_confirmed_at is None


def test_a_step_up_door_asks_and_leads_on(lens_of: Browse, world: World) -> None:
    _give_second_factor(world.boris)
    boris = lens_of(world.boris)
    page = boris.get("/en/people/invite")
    assert page.title == "Show that it is you"
    page.submit("confirm", {"code": _code(world.boris), "password": "wrong"}, status=422)
    page.submit("confirm", {"code": "123456", "password": PASSWORD}, status=422)
    page = page.submit("confirm", {"code": _code(world.boris), "password": PASSWORD})
    assert page.url == "/en/people/invite"
    with time_machine.travel(clock.now() + timedelta(minutes=15), tick=False):
        assert boris.get("/en/people/invite").title == "Show that it is you"


def test_a_code_opens_a_step_up_door_once(lens_of: Browse, world: World) -> None:
    _give_second_factor(world.boris)
    typed = {"code": _code(world.boris), "password": PASSWORD}
    lens_of(world.boris).get("/en/people/invite").submit("confirm", typed)
    lens_of(world.boris).get("/en/people/invite").submit("confirm", typed, status=422)


def test_without_a_second_factor_the_step_up_door_leads_to_setting_it_up(
    lens_of: Browse, world: World
) -> None:
    page = lens_of(world.boris, is_bare=True).get("/en/people/invite")
    assert page.title == "Sign-in and security"
    page = page.submit("propose").submit("second-factor", {"code": _code(world.boris), "password": PASSWORD})
    assert page.url == "/en/people/invite"


@pytest.mark.parametrize("path", ["account", "account/password", "account/second-factor", "account/confirm"])
def test_nobody_without_a_session_sees_an_account(app: Flask, world: World, path: str) -> None:
    assert app.test_client().get(f"/en/{path}").location == f"/en/sign-in?next=/en/{path}"


def test_the_cookie_is_dead_once_the_account_is_closed(app: Flask, world: World) -> None:
    client = app.test_client()
    sign_in(client, world.amina, at=clock.now())
    assert client.get("/en/account").status_code == 200
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = clock.now()
    assert client.get("/en/account").status_code == 302


def _csrf(lens: Lens) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', lens.get("/en/account").html)
    assert found
    return found[1]
