"""The administrator's pages of agencies and countries."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select

from academy.agencies.models import Agency, Country
from academy.db import session
from tests.lens import Lens
from tests.world import World

Browse = Callable[..., Lens]
BASE = "/en/administration"


def _agency(name: str) -> Agency | None:
    session.rollback()
    return session.scalar(select(Agency).where(Agency.name == name).execution_options(populate_existing=True))


def test_the_start_page_shows_the_tree(lens_of: Browse, world: World) -> None:
    page = lens_of(world.ada).get(f"{BASE}/")
    assert all(name in page.text for name in ("Academy", "Rangers North", "Inspectors"))


@pytest.mark.parametrize("path", ["/", "/agencies/new", "/countries", "/countries/new", "/countries/XA"])
def test_only_administrators_come_in(lens_of: Browse, world: World, path: str) -> None:
    for who in (world.amina, world.boris, world.trajce):
        lens_of(who, stepped_up=True).get(f"{BASE}{path}", status=403)


def test_an_agency_is_added_changed_closed_and_opened(lens_of: Browse, world: World) -> None:
    ada = lens_of(world.ada, stepped_up=True)
    typed = {"name": "Customs  South", "kind": "customs", "parent": str(world.rangers.id), "country": ""}
    ada.get(f"{BASE}/agencies/new").submit("agencies/new", typed)
    made = _agency("Customs South")
    assert made is not None and made.country_code == "XA"
    address = f"{BASE}/agencies/{made.id}"
    ada.get(address).submit(address, {"name": "Customs East", "parent": str(world.inspectors.id)})
    moved = _agency("Customs East")
    assert moved is not None and moved.path.startswith(world.inspectors.path)
    page = ada.get(address).submit("close")
    assert "Open it again" in page.text
    page.submit("reopen")
    reopened = _agency("Customs East")
    assert reopened is not None and reopened.is_active


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"name": ""}, "Type the name"), ({"name": "Rangers"}, "Another agency"), ({"parent": str(uuid4())}, "Not a valid choice"),
     ({"kind": "x"}, "Not a valid choice"), ({"country": "ZZ"}, "Not a valid choice")],
)  # fmt: skip
def test_what_is_wrong_with_an_agency_is_said(
    lens_of: Browse, world: World, changed: dict[str, str], words: str
) -> None:
    page = lens_of(world.ada, stepped_up=True).get(f"{BASE}/agencies/new")
    typed = {"name": "New", "kind": "police", "parent": "", "country": ""} | changed
    assert words in page.submit("agencies/new", typed, status=422).text


def test_an_agency_is_not_offered_a_place_below_itself(lens_of: Browse, world: World) -> None:
    page = lens_of(world.ada, stepped_up=True).get(f"{BASE}/agencies/{world.rangers.id}")
    offered = {option.get("value") for option in page.form(str(world.rangers.id)).iter("option")}
    assert str(world.inspectors.id) in offered
    assert not {str(world.rangers.id), str(world.north.id)} & offered


def test_unknown_agencies_and_countries_are_nothing(lens_of: Browse, world: World) -> None:
    ada = lens_of(world.ada, stepped_up=True)
    ada.get(f"{BASE}/agencies/{uuid4()}", status=404)
    ada.get(f"{BASE}/countries/ZZ", status=404)


def test_a_country_is_added_and_taken_out_of_use(lens_of: Browse, world: World) -> None:
    ada = lens_of(world.ada, stepped_up=True)
    page = ada.get(f"{BASE}/countries/new")
    assert "listed already" in page.submit("countries/new", {"code": "xa", "name": "New"}, status=422).text
    assert "two letters" in page.submit("countries/new", {"code": "1", "name": "New"}, status=422).text
    page.submit("countries/new", {"code": "xc", "name": "Country C"})
    assert session.get(Country, "XC") is not None
    form = ada.get(f"{BASE}/countries/XC").form("countries/XC")
    token = next(each.get("value") for each in form.iter("input") if each.get("name") == "csrf_token")
    page = ada.post(f"{BASE}/countries/XC", {"csrf_token": token, "name": "Country C"})
    assert "Not in use" in page.text
