"""The tree of agencies and the list of countries."""

from __future__ import annotations

import pytest

from academy import clock, db
from academy.actor import Role
from academy.agencies import queries, service
from academy.agencies.models import Agency, Kind
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from tests.world import World

AT = clock.now()


def _particulars(
    name: str, parent: Agency | None, country: str | None = None, kind: Kind = Kind.UNIT
) -> service.Particulars:
    return service.Particulars(name=name, kind=kind, country_code=country, parent=parent)


def _agency(agency: Agency) -> Agency:
    return session.get_one(Agency, agency.id)


def test_a_unit_stands_below_its_agency_and_has_its_country(world: World) -> None:
    with db.writing():
        unit = service.found_agency(
            particulars=_particulars("Patrol 7", world.north), by=world.actor(world.ada), at=AT
        )
    assert unit.path == f"{world.north.path}{unit.id}/"
    assert unit.country_code == "XA"
    assert queries.agency_for(world.actor(world.boris), unit.id, Role.COORDINATOR).id == unit.id
    with pytest.raises(NotFound):
        queries.agency_for(world.actor(world.carla), unit.id, Role.COORDINATOR)


def test_names_are_given_once(world: World) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        service.found_agency(particulars=_particulars("Rangers", None), by=None, at=AT)
    assert (refusal.value.reason, refusal.value.field) == ("agency-name-taken", "name")


def test_what_stands_below_moves_along(world: World) -> None:
    ada = world.actor(world.ada)
    with db.writing():
        patrol = service.found_agency(particulars=_particulars("Patrol 7", world.north), by=ada, at=AT)
    with db.writing():
        service.change_agency(
            agency=_agency(world.north),
            particulars=_particulars("Rangers North", world.inspectors),
            by=ada,
            at=AT,
        )
    assert _agency(patrol).path == f"{world.inspectors.path}{world.north.id}/{patrol.id}/"
    assert _agency(world.north).parent_id == world.inspectors.id
    with pytest.raises(NotFound):
        queries.agency_for(world.actor(world.boris), patrol.id, Role.COORDINATOR)


def test_nothing_stands_below_itself(world: World) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        service.change_agency(
            agency=_agency(world.rangers), particulars=_particulars("Rangers", _agency(world.north)),
            by=world.actor(world.ada), at=AT,
        )  # fmt: skip
    assert refusal.value.reason == "agency-below-itself"


def test_nobody_administers_less_than_the_academy(world: World) -> None:
    """Administrators belong to an academy; so an academy stands below nothing, by no way, and stays one."""
    ada, (root,) = world.actor(world.ada), queries.tree()
    below = _particulars("Second", world.rangers, kind=Kind.ACADEMY)
    with pytest.raises(Invalid, match="academy-is-root"), db.writing():
        service.found_agency(particulars=below, by=ada, at=AT)
    with pytest.raises(Invalid, match="academy-is-root"), db.writing():
        service.change_agency(agency=_agency(world.north), particulars=below, by=ada, at=AT)
    with pytest.raises(Invalid, match="academy-stays-academy"), db.writing():
        service.change_agency(
            agency=_agency(root.agency), particulars=_particulars("Academy", None), by=ada, at=AT
        )


def test_the_academy_itself_stays_open(world: World) -> None:
    root = next(branch.agency for branch in queries.tree())
    with pytest.raises(Conflict), db.writing():
        service.close_agency(agency=_agency(root), by=world.actor(world.ada), at=AT)


def test_the_tree_shows_everything_once(world: World) -> None:
    (root,) = queries.tree()
    assert root.agency.name == "Academy"
    assert [branch.agency.name for branch in root.units] == ["Inspectors", "Rangers"]
    assert [branch.agency.name for branch in root.units[1].units] == ["Rangers North"]


@pytest.mark.parametrize(
    ("code", "name", "reason"),
    [("XA", "New", "country-code-taken"), ("XC", "Country A", "country-name-taken"), ("xc", "New", "country-code-malformed"),
     ("X1", "New", "country-code-malformed")],
)  # fmt: skip
def test_a_country_is_listed_once(world: World, code: str, name: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        service.add_country(code=code, name=name, by=None, at=AT)
    assert refusal.value.reason == reason


def test_a_country_goes_out_of_use(world: World) -> None:
    with db.writing():
        service.change_country(
            country=queries.country("XB"), name="Country B", is_active=False, by=world.actor(world.ada), at=AT
        )
    assert [each.code for each in queries.countries(is_active=True)] == ["XA"]
    assert len(queries.countries()) == 2
