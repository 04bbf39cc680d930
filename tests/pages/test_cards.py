"""The membership card: for its holder, while her certificate holds, the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from academy import clock, db
from academy.certificates.models import Certificate
from academy.certificates.rules import State
from academy.db import session
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]


@pytest.mark.parametrize("who", ["boris", "carla", "ada", "dina"])
def test_nobody_else_has_it(app: Flask, world: World, lens_of: LensOf, who: str) -> None:
    certificate = issued(app, world, at=clock.now())
    lens_of(getattr(world, who)).get(f"/en/certificates/{certificate.id}/card", status=404)


def test_the_holder_takes_it_along_and_it_stays_the_same(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world, at=clock.now())
    amina = lens_of(world.amina)
    page = amina.get(f"/en/certificates/{certificate.id}")
    first = amina.get(page.link("Membership card")).response
    assert first.mimetype == "application/pdf"
    assert first.headers["Cache-Control"] == "no-store"
    words = PdfReader(io.BytesIO(first.data)).pages[0].extract_text()
    assert "Amina Prvić" in words
    with db.writing():
        session.merge(world.amina).legal_name = "Somebody Else"
    assert amina.get(f"/sq/certificates/{certificate.id}/card").response.data == first.data


@pytest.mark.parametrize("state", [State.SUSPENDED, State.REVOKED, State.REPLACED, State.VALID])
def test_there_is_none_once_it_does_not_hold(app: Flask, world: World, lens_of: LensOf, state: State) -> None:
    """Whatever was decided, and once its time is over."""
    certificate = issued(app, world, at=clock.now())
    with db.writing():
        found = session.get_one(Certificate, certificate.id)
        found.state = state
        if state is State.VALID:
            found.valid_until = clock.now().date() - timedelta(days=1)
    amina = lens_of(world.amina)
    assert "Membership card" not in amina.get(f"/en/certificates/{certificate.id}").text
    amina.get(f"/en/certificates/{certificate.id}/card", status=404)
