"""Every page, as everybody whom its door lets in: seen through the lens, and without anybody's secrets."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.accounts.models import OneTimeCode, Person, SignInSession
from academy.db import session
from academy.web.access import access_of
from tests.fences.scene import ACTORS, Scene, methods, rules
from tests.fences.test_access import REACH, ROLES
from tests.lens import Lens

LEARNERS = {"amina", "edo", "dina"}
#: Pages that need more than the right role: who has it here.
NEEDS: dict[str, set[str]] = {
    "lessons.read": LEARNERS,
    "learning.newer_edition": LEARNERS,
    "quizzes.overview": LEARNERS,
    "meetings.show": LEARNERS,
    "practicals.show": LEARNERS,
    "cases.overview": LEARNERS,
    "surveys.show": LEARNERS,
    "capstones.overview": LEARNERS,
    "linkage.show": LEARNERS,
    "accounts.second_factor_picture": set(),  # only while a second factor is being set up
}
SEED = b"CANARY-totp-seed-CAN"
#: Names that must never be read by these people: those of another agency and its officers.
FOREIGN = {
    "amina": ("Dina Daleka", "Carla Strani", "Inspectors", "Vera Tuđa", "Edo Kolega"),
    "edo": ("Dina Daleka", "Carla Strani", "Inspectors", "Vera Tuđa", "Amina Prvić"),
    "boris": ("Dina Daleka", "Carla Strani", "Inspectors", "Vera Tuđa"),
    "dina": ("Amina Prvić", "Boris Drugi", "Rangers", "Edo Kolega"),
    "carla": ("Amina Prvić", "Boris Drugi", "Rangers", "Edo Kolega"),
    "nobody": ("Amina Prvić", "Boris Drugi", "Rangers", "Edo Kolega", "Dina Daleka", "Inspectors"),
}


def pages(scene: Scene, actor: str, *, locale: str = "en") -> Iterator[tuple[str, str]]:
    """Yield (endpoint, address) of every page that opens to somebody."""
    for rule in rules(scene.app):
        access = access_of(scene.app.view_functions[rule.endpoint])
        assert access is not None
        is_role_missing = bool(access.roles) and ROLES.get(actor) not in access.roles
        is_barred = is_role_missing or (access.kind != "public" and actor == "nobody")
        is_barred = is_barred or access.kind == "token"  # for programs
        if "GET" not in methods(rule) or is_barred or actor not in NEEDS.get(rule.endpoint, {actor}):
            continue
        for owner in scene.owners(rule) or [""]:
            if not owner or owner in REACH[rule.endpoint].get(actor, set()):
                yield rule.endpoint, scene.path(rule, owner, locale=locale)
    yield from (("quizzes.item", path) for path in scene.item_pages(actor, locale=locale))


@pytest.fixture
def secretive(scene: Scene) -> Scene:
    """The wider world in which Boris has a second factor whose seed is known here."""
    with db.writing():
        boris = session.scalars(select(Person).where(Person.call_sign == "boris")).one()
        boris.totp_seed, boris.totp_confirmed_at = SEED, boris.created_at
    return scene


@pytest.mark.parametrize("actor", ACTORS)
def test_pages_keep_their_promises(secretive: Scene, actor: str) -> None:
    """The lens looks at each page; no page says what its reader may not know."""
    secrets, foreign = _secrets(), set(FOREIGN.get(actor, ()))
    lens = secretive.lenses[actor]
    wrong = []
    for endpoint, path in pages(secretive, actor):
        # whoever is offered to an agency is named to it, and by whom
        hidden = secrets if endpoint == "accounts.waiting" else secrets | foreign
        try:
            text = lens.get(path).response.get_data().decode(errors="ignore")
        except AssertionError as error:
            wrong.append(f"{endpoint}: {str(error)[:300]}")
            continue
        wrong.extend(f"{endpoint} at {path} shows {each[:12]}…" for each in hidden if each in text)
    assert not wrong, "\n" + "\n".join(wrong)


def _secrets() -> set[str]:
    found = {base64.b32encode(SEED).decode(), base64.b64encode(SEED).decode(), SEED.hex(), SEED.decode()}
    found.update(each for each in session.scalars(select(Person.password_hash)) if each)
    found.update(session.scalars(select(SignInSession.token_digest)))
    found.update(session.scalars(select(OneTimeCode.code_digest)))
    session.rollback()
    return found


def test_refusals_keep_them_too(secretive: Scene) -> None:
    """Pages that say no are pages: one h1, a title, a way back."""
    lens: Lens = secretive.lenses["amina"]
    for path, status in (("/en/nowhere", 404), ("/en/people", 403), ("/sr-Latn/nowhere", 404)):
        assert lens.get(path, status=status).links()


def test_pages_in_every_language(secretive: Scene, base_app: Flask) -> None:
    """A learner's pages hold what they promise in each language that is offered."""
    for locale in ("sq", "sr-Cyrl", "sr-Latn"):
        for _endpoint, path in pages(secretive, "amina", locale=locale):
            response = secretive.lenses["amina"].get(path).response
            if response.mimetype == "text/html" and path.startswith(f"/{locale}/"):
                assert f'<html lang="{locale}"' in response.get_data(as_text=True), (
                    f"{path} is not in {locale}"
                )
