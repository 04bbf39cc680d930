"""Looking after people: the ladder of cases for each page and each deed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.accounts.queries import person_by_identifier
from academy.actor import Role
from academy.db import session
from academy.mail import Post
from tests.lens import Lens, Page
from tests.world import World

Browse = Callable[..., Lens]
PRINTED = r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}"


@pytest.fixture(autouse=True)
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spool of this test's own."""
    monkeypatch.setitem(app.extensions, "post", Post(tmp_path / "mail", "academy@example.org"))
    return tmp_path / "mail"


def _post(lens: Lens, address: str, *, status: int) -> Page:
    found = re.search(r'name="csrf_token" value="([^"]+)"', lens.get("/en/account").html)
    assert found
    return lens.post(address, {"csrf_token": found[1]}, status=status)


def _bare(page: Page) -> str:
    """Take out of a page what differs from one load to the next."""
    return re.sub(r'(nonce|value|href|action)="[^"]*"', "", page.html)


def _new(world: World, **changed: str) -> dict[str, str]:
    wanted = {
        "legal_name": "Nova Nović",
        "call_sign": "Nova-1",
        "email": "nova@example.org",
        "interface_locale": "sq",
    }
    return {**wanted, "agency": str(world.north.id), "role": "learner", "knows": "y"} | changed


def test_each_sees_her_own_people(lens_of: Browse, world: World) -> None:
    page = lens_of(world.boris).get("/en/people")
    assert "Amina Prvić" in page.text and "Dina Daleka" not in page.text
    page = lens_of(world.ada).get("/en/people?words=dina")
    assert "Dina Daleka" in page.text and "Amina Prvić" not in page.text
    assert (
        "Nobody found"
        in lens_of(world.ada).get("/en/people?words=nobody&role=author&state=waiting&page=99").text
    )
    lens_of(world.ada).get("/en/people?agency=nonsense&role=nonsense&state=nonsense&page=nonsense")


def test_learners_and_trainers_see_no_list(lens_of: Browse, world: World) -> None:
    for who in (world.amina, world.trajce):
        lens_of(who).get("/en/people", status=403)


def test_a_stranger_and_nobody_look_the_same(lens_of: Browse, world: World) -> None:
    carla = lens_of(world.carla, stepped_up=True)
    pages = [carla.get(f"/en/people/{each}", status=404) for each in (world.amina.id, uuid4())]
    assert _bare(pages[0]) == _bare(pages[1])
    for deed in ("print-code", "letter"):
        _post(carla, f"/en/people/{world.amina.id}/{deed}", status=404)


def test_a_coordinator_has_no_administrators_deeds(lens_of: Browse, world: World) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(f"/en/people/{world.amina.id}")
    assert not any("disable" in (form.get("action") or "") for form in page.forms())
    for deed in ("disable", "enable", "memberships", "second-factor/remove"):
        _post(boris, f"/en/people/{world.amina.id}/{deed}", status=403)


def test_a_coordinator_invites_by_letter_in_the_persons_language(
    lens_of: Browse, world: World, mailbox: Path
) -> None:
    page = lens_of(world.boris, stepped_up=True).get("/en/people/invite")
    assert "Inspectors" not in page.text and "Administrator" not in page.text
    page = page.submit("invite", _new(world))
    assert page.title == "Nova Nović"
    (letter,) = [path.read_text() for path in mailbox.glob("*.eml")]
    assert "To: nova@example.org" in letter and "http://localhost/sq/invitation/" in letter


def test_without_an_address_the_code_is_shown_once(lens_of: Browse, world: World, mailbox: Path) -> None:
    page = (
        lens_of(world.boris, stepped_up=True).get("/en/people/invite").submit("invite", _new(world, email=""))
    )
    assert re.search(PRINTED, page.text) and "http://localhost/en/code" in page.text
    person = person_by_identifier("nova-1")
    assert person is not None
    assert not re.search(PRINTED, lens_of(world.boris).get(f"/en/people/{person.id}").text)
    assert not list(mailbox.glob("*.eml"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"legal_name": ""}, "Type the full name"),
        ({"call_sign": "Amina"}, "Somebody has this call-sign"),
        ({"call_sign": "a b c"}, "3 to 24 letters"),
        ({"email": "amina@EXAMPLE.org"}, "cannot be used"),
        ({"email": "nobody"}, "does not look like"),
        ({"role": "administrator"}, "Not a valid choice"),
        ({"agency": str(uuid4())}, "Not a valid choice"),
        ({"interface_locale": "xx"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(
    lens_of: Browse, world: World, changed: dict[str, str], words: str
) -> None:
    page = lens_of(world.boris, stepped_up=True).get("/en/people/invite")
    assert words in page.submit("invite", _new(world, **changed), status=422).text
    session.rollback()
    assert person_by_identifier("nova-1") is None


def test_a_coordinator_prints_a_code_for_her_learner_only(lens_of: Browse, world: World) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(f"/en/people/{world.amina.id}").submit("print-code")
    assert re.search(PRINTED, page.text)
    assert "Only the academy" in boris.get(f"/en/people/{world.boris.id}").text
    _post(boris, f"/en/people/{world.boris.id}/print-code", status=403)


def test_a_learner_who_also_trains_is_not_the_coordinators_to_open(lens_of: Browse, world: World) -> None:
    with db.writing():
        session.add(
            Membership(
                person_id=world.amina.id, agency_id=world.inspectors.id, role=Role.TRAINER, starts_on=clock.now().date()
            )
        )  # fmt: skip
    boris = lens_of(world.boris, stepped_up=True)
    assert "Inspectors" not in boris.get(f"/en/people/{world.amina.id}").text
    _post(boris, f"/en/people/{world.amina.id}/print-code", status=403)


def test_a_deed_without_the_second_factor_is_not_done(lens_of: Browse, world: World) -> None:
    page = lens_of(world.ada).get(f"/en/people/{world.amina.id}").submit("disable")
    assert page.title == "Show that it is you"
    assert person_by_identifier("amina") is not None


def test_an_administrator_gives_and_ends_roles(lens_of: Browse, world: World) -> None:
    ada = lens_of(world.ada, stepped_up=True)
    page = ada.get(f"/en/people/{world.amina.id}")
    page = page.submit(f"{world.amina.id}/memberships", {"agency": str(world.north.id), "role": "trainer"})
    assert "Trainer" in page.text
    for role in ("learner", "administrator", "emperor"):
        page.submit(
            f"{world.amina.id}/memberships", {"agency": str(world.rangers.id), "role": role}, status=422
        )
    page.submit("/end")
    ended = select(Membership).where(Membership.person_id == world.amina.id, Membership.ends_on.is_not(None))
    assert len(session.scalars(ended).all()) == 1


def test_an_administrator_closes_and_opens_an_account(lens_of: Browse, world: World) -> None:
    ada, amina = lens_of(world.ada, stepped_up=True), lens_of(world.amina)
    page = ada.get(f"/en/people/{world.amina.id}").submit("disable")
    assert "Account closed" in page.text
    assert amina.client.get("/en/account").status_code == 302
    assert "Active" in page.submit("enable").text
    _post(ada, f"/en/people/{world.ada.id}/disable", status=409)


def test_a_lost_phone_is_taken_off(lens_of: Browse, world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        amina.totp_seed, amina.totp_confirmed_at = b"seed", clock.now()
    lens_of(world.ada, stepped_up=True).get(f"/en/people/{world.amina.id}").submit("second-factor/remove")
    session.rollback()
    assert session.get_one(Person, world.amina.id, populate_existing=True).totp_seed is None


def test_a_person_with_a_password_is_sent_a_reset_link(lens_of: Browse, world: World, mailbox: Path) -> None:
    lens_of(world.boris, stepped_up=True).get(f"/en/people/{world.amina.id}").submit("letter")
    (letter,) = [path.read_text() for path in mailbox.glob("*.eml")]
    assert "/en/reset/" in letter
