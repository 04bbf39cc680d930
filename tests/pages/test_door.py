"""The pages of the vetted way in: the door, deputies and hand-over, leaving and transfers, mail domains."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts import service
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.db import session
from academy.mail import Post
from tests.lens import Lens, Page
from tests.pages.ladder import statements
from tests.world import World

Browse = Callable[..., Lens]
WAITING = "/en/people/waiting"


@pytest.fixture(autouse=True)
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spool of this test's own."""
    monkeypatch.setitem(app.extensions, "post", Post(tmp_path / "mail", "academy@example.org"))
    return tmp_path / "mail"


def _letters(mailbox: Path) -> str:
    return "".join(each.read_text() for each in mailbox.rglob("*") if each.is_file())


def _membership(person: Person, role: Role = Role.LEARNER) -> str:
    found = select(Membership.id).where(
        Membership.person_id == person.id, Membership.role == role.value, Membership.ends_on.is_(None)
    )
    return str(session.scalars(found).one())


def _put_forward(lens: Lens, world: World, **changed: str) -> None:
    wanted = {"legal_name": "Nova Nova", "email": "nova@police.example", "note": "Patrols at night"}
    page = lens.get("/en/people/put-forward")
    page.submit("put-forward", {**wanted, "agency": str(world.rangers.id)} | changed)


def test_a_colleague_is_put_forward_and_let_in(lens_of: Browse, world: World, mailbox: Path) -> None:
    amina = lens_of(world.amina)
    _put_forward(amina, world)
    assert "Waits for an answer" in amina.get("/en/people/put-forward").text
    assert "Nova" not in _letters(mailbox)
    boris = lens_of(world.boris, stepped_up=True)
    assert "Waiting at the door" in boris.get("/en/home").text
    page = boris.get(WAITING)
    assert "Nova Nova" in page.text and "Patrols at night" in page.text
    assert "Nova" not in lens_of(world.carla).get(WAITING).text
    page = boris.get(_address(page, "admissions"))
    page.submit("admissions", {"call_sign": "amina"}, status=422)
    page.submit("admissions", {"call_sign": "Nova-1"})
    assert "nova@police.example" in _letters(mailbox)
    assert "Let in" in amina.get("/en/people/put-forward").text


def _address(page: Page, part: str) -> str:
    html = page.html
    start = html.index(f"/{part}/")
    begin = html.rindex('"', 0, start) + 1
    return html[begin : html.index('"', start)]


def test_declining_needs_a_reason_and_keeps_no_name(lens_of: Browse, world: World) -> None:
    amina, boris = lens_of(world.amina), lens_of(world.boris, stepped_up=True)
    _put_forward(amina, world)
    address = _address(boris.get(WAITING), "admissions") + "/refusal"
    page = boris.get(address)
    page.submit("refusal", {"reason": ""}, status=422)
    page.submit("refusal", {"reason": "Serves elsewhere"})
    page.submit("refusal", {"reason": "Twice"}, status=409)
    told = amina.get("/en/people/put-forward").text
    assert "Declined" in told and "Serves elsewhere" in told and "Nova" not in told


def test_putting_forward_tells_nothing_and_is_throttled(lens_of: Browse, world: World) -> None:
    amina = lens_of(world.amina)
    for number in range(5):
        _put_forward(amina, world, legal_name=f"Nova {number}", email="boris@example.org")
    page = amina.get("/en/people/put-forward")
    filled = {"legal_name": "X", "email": "", "note": "Y", "agency": str(world.rangers.id)}
    page.submit("put-forward", filled, status=429)
    page.submit("put-forward", filled | {"agency": str(world.inspectors.id)}, status=422)


def test_an_administrators_invitation_waits_for_the_coordinator(
    lens_of: Browse, world: World, mailbox: Path
) -> None:
    filled = {
        "legal_name": "Nova Nova", "call_sign": "Nova-1", "email": "nova@police.example", "interface_locale": "en",
        "agency": str(world.north.id), "role": "trainer",
    }  # fmt: skip
    page = lens_of(world.ada, stepped_up=True).get("/en/people/invite")
    assert "asked first" in page.submit("invite", filled).text
    assert "nova@police.example" not in _letters(mailbox)
    ada = lens_of(world.ada, stepped_up=True)
    for state, seen in (("asked", True), ("disabled", False), ("waiting", False)):
        found = ada.get(f"/en/people?words=nova-1&state={state}").html
        assert ("Nova Nova" in found, found.count("Waits for approval")) == (seen, 1 + seen), state
    nova_id = session.scalars(select(Person.id).where(Person.call_sign == "Nova-1")).one()
    nova = ada.get(f"/en/people/{nova_id}")
    assert "Waits for approval" in nova.text and "Open the account again" not in nova.text
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(_address(boris.get(WAITING), "admissions"))
    page.submit("admissions")
    assert "Invited, not here yet" in ada.get(nova.url).text
    assert "nova@police.example" in _letters(mailbox)


def test_a_verified_domain_needs_no_word_of_hers(lens_of: Browse, world: World) -> None:
    ada = lens_of(world.ada, stepped_up=True)
    page = ada.get(f"/en/administration/agencies/{world.rangers.id}/domains")
    page.submit("domains", {"domain": "gmail.com", "evidence": "x"}, status=422)
    page = page.submit("domains", {"domain": "Police.Example", "evidence": "Letter no. 7"})
    assert "police.example" in page.text and "Letter no. 7" in page.text
    filled = {
        "legal_name": "Nova Nova", "call_sign": "Nova-1", "email": "nova@police.example", "interface_locale": "en",
        "agency": str(world.north.id), "role": "learner",
    }  # fmt: skip
    invite = lens_of(world.boris, stepped_up=True).get("/en/people/invite")
    assert (
        "I know this person"
        in invite.submit("invite", filled | {"email": "nova@police.example.evil"}, status=422).text
    )
    invite.submit("invite", filled)
    assert "Letter no. 7" not in page.submit("removal", {"domain": "police.example"}).text


def test_a_learner_is_offered_to_another_agency_and_taken_in(
    lens_of: Browse, world: World, mailbox: Path
) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(f"/en/people/memberships/{_membership(world.amina)}/transfer")
    page.submit("transfer", {"agency": "", "name": "Nowhere"}, status=422)
    page.submit("transfer", {"agency": "", "name": "Inspectors"})
    assert "Amina Prvić" in boris.get(WAITING).text
    carla = lens_of(world.carla, stepped_up=True)
    arriving = carla.get(WAITING)
    arriving.submit("accept")
    arriving.submit("accept", status=409)
    boris.get(f"/en/people/{world.amina.id}", status=404)
    assert "Amina" not in _letters(mailbox) and _letters(mailbox).count("Subject:") == 3


def test_a_learner_moves_to_a_unit_at_once_and_leaves(lens_of: Browse, world: World) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(f"/en/people/memberships/{_membership(world.amina)}/transfer")
    assert "Rangers North" in page.submit("transfer", {"agency": str(world.north.id), "name": ""}).text
    page = boris.get(f"/en/people/memberships/{_membership(world.amina)}/leaving")
    page.submit("leaving", {"last_day": "2020-01-01", "plan": "stops"}, status=422)
    yesterday = str(clock.now().date())
    page.submit("leaving", {"last_day": yesterday, "plan": "closes"})
    assert "Ends on" in boris.get(f"/en/people/{world.amina.id}").text


def test_a_deputy_is_named_and_the_branch_handed_over(lens_of: Browse, world: World, mailbox: Path) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    branch = _membership(world.boris, Role.COORDINATOR)
    assert "Nobody stands in" in boris.get("/en/people/branches").text
    page = boris.get(f"/en/people/branches/{branch}/deputy")
    page.submit("deputy", {"person": str(world.dina.id), "agency": str(world.rangers.id)}, status=422)
    named = page.submit("deputy", {"person": str(world.amina.id), "agency": str(world.rangers.id)})
    assert "Amina Prvić" in named.text
    assert "You stand in for a coordinator" in lens_of(world.amina).get("/en/people/branches").text
    page = boris.get(f"/en/people/branches/{branch}/hand-over")
    page.submit("hand-over", {"person": str(world.amina.id), "day": "2020-01-01"}, status=422)
    page.submit("hand-over", {"person": str(world.amina.id), "day": str(clock.now().date())})
    boris.get("/en/people", status=403)
    assert "Rangers" in lens_of(world.amina).get("/en/people/branches").text
    assert _letters(mailbox).count("Subject:") == 3


def test_handing_over_asks_for_the_second_factor(lens_of: Browse, world: World) -> None:
    branch = _membership(world.boris, Role.COORDINATOR)
    page = lens_of(world.boris).get(f"/en/people/branches/{branch}/hand-over")
    assert page.title != "Hand this branch over"


def test_the_door_costs_the_same_for_one_and_for_many(lens_of: Browse, world: World) -> None:
    boris, counts = lens_of(world.boris), []
    for number in (1, 8):
        with db.writing():
            for each in range(number):
                colleague = service.Colleague(f"Nova {number} {each}", "nova@police.example", "x")
                service.put_forward(
                    colleague=colleague, agency=world.rangers, by=world.actor(world.amina), at=clock.now()
                )
        with statements() as found:
            boris.get(WAITING)
        counts.append(len(found))
    assert counts[0] == counts[1]
