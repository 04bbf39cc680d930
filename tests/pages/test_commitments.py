"""The pages of commitments: from the certificate to the agency, and the letters that ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

from flask import Flask

from academy import clock, db
from academy.accounts.models import Person
from academy.cascade.views.asking import Asking
from academy.db import session
from tests.domains.test_commitments import commit
from tests.graduates import certified
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[[Person], Lens]


def form(**changed: str) -> dict[str, str]:
    due_on = clock.now().date() + timedelta(days=90)
    return {
        "key": uuid4().hex,
        "kind": "line",
        "text": "Call the laboratory",
        "due_on": str(due_on),
    } | changed


def test_made_reported_and_read_by_her_agency(world: World, lens_of: LensOf) -> None:
    """She makes it in her own words and says how far she is; her coordinators read both, others neither."""
    ground = certified(world.enrolment)
    amina = lens_of(world.amina)
    page = amina.get("/en/home").follow("My commitments").follow("Make a commitment")
    page = page.submit("/commitments/new", form(text=" "), status=422)
    page = page.submit("/commitments/new", form(due_on="2020-01-01"), status=422)
    assert "within two years" in page.text
    page = page.submit("/commitments/new", form())
    assert "Call the laboratory" in page.text and "No report yet" in page.text
    page = page.follow("Report progress")
    page = page.submit("/report", {"number": "1", "note": ""}, status=422)
    page = page.submit("/report", {"number": "1", "progress": "under-way", "note": "The number is found."})
    assert "Under way" in page.text and "The number is found." in page.text
    page.follow("Report progress").submit(
        "/report", {"number": "1", "progress": "kept", "note": ""}, status=409
    )
    page = lens_of(world.boris).get("/en/agency/cascade/").follow("Commitments")
    for each in ("Call the laboratory", "The number is found.", world.amina.legal_name):
        assert each in page.text
    assert "Call the laboratory" not in lens_of(world.carla).get("/en/agency/cascade/commitments").text
    lens_of(world.ada).get("/en/agency/cascade/commitments", status=403)
    lens_of(world.dina).get(f"/en/certificates/{ground.id}/commitments/new", status=404)


def test_withdrawn_and_made_anew(world: World, lens_of: LensOf) -> None:
    ground = certified(world.enrolment)
    commit(world, world.amina, ground)
    amina = lens_of(world.amina)
    page = amina.get("/en/commitments/").submit("/withdrawal", {})
    assert "Withdrawn" in page.text and "Report progress" not in page.text
    for each in range(5):
        commit(world, world.amina, ground, key=str(each))
    page = amina.get("/en/commitments/")
    assert "Make a commitment" not in page.text
    page = amina.get(f"/en/certificates/{ground.id}/commitments/new")
    assert "No more with this certificate" in page.text


def test_letters_name_nobody_and_nothing(app: Flask, world: World, lens_of: LensOf) -> None:
    """One letter for two commitments; home shows them until she has answered."""
    made, ground = clock.now() - timedelta(days=95), certified(world.enrolment)
    first, second = (commit(world, world.amina, ground, at=made, key=key) for key in "ab")
    amina = lens_of(world.amina)
    assert "to report on" not in amina.get("/en/home").text
    with db.writing():
        session.merge(world.amina).email = "amina@example.org"
    duty = Asking()
    assert duty(clock.now()) == 1
    assert duty(clock.now()) == Asking()(clock.now()) == 0
    paths = app.extensions["post"].letters_to("amina@example.org")
    [letter] = [message_from_bytes(path.read_bytes(), policy=policy.default).get_content() for path in paths]
    assert "/en/commitments/" in letter
    for each in ("carcasses", world.amina.call_sign, world.amina.legal_name):
        assert each not in letter
    page = amina.get("/en/home").follow("2 commitments to report on")
    assert "Please say so now" in page.text
    for each in (first, second):
        amina.get(f"/en/commitments/{each.id}/report").submit(
            "/report", {"number": "1", "progress": "kept", "note": ""}
        )
    assert "to report on" not in amina.get("/en/home").text


def test_a_page_costs_the_same_however_many_there_are(world: World, lens_of: LensOf) -> None:
    ground = certified(world.enrolment)
    commit(world, world.amina, ground, key="1")
    pages = (
        (lens_of(world.amina), "/en/commitments/"),
        (lens_of(world.boris), "/en/agency/cascade/commitments"),
    )
    for who, path in pages:
        who.get(path)  # what is read once in each process
    few = [_cost(who, path) for who, path in pages]
    for key in "234":
        commit(world, world.amina, ground, key=key)
    assert [_cost(who, path) for who, path in pages] == few


def _cost(who: Lens, path: str) -> int:
    with statements() as seen:
        who.get(path)
    return len(seen)
