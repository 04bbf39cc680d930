"""Over the wire nobody gives a role she may not give, and no form changes a column that is not on it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, DateTime, Integer, select

from academy import clock, db
from academy.accounts.models import Membership, OneTimeCode, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.api.models import ApiToken
from academy.db import Base, session
from tests.lens import Lens
from tests.world import World

#: Who may give what where, in whatever way she asks for it; all other roles and agencies are refused.
MAY_GIVE = {
    "boris": {(Role.LEARNER, "Rangers"), (Role.LEARNER, "Rangers North")},
    "carla": set(product(Role, ("Rangers", "Rangers North"))),  # made an administrator of the Rangers here
    "ada": set(product(Role, ("Rangers", "Rangers North", "Inspectors", "Academy"))),
    "trajce": set(),
}
#: What a forged field says; nothing of it may arrive.
FORGED = "zqforced"
YEAR = 1999
NUMBER = 6666
MODELS: tuple[type[Base], ...] = (Person, Membership, Agency, ApiToken, OneTimeCode)
#: Who, the page of the form, its address, what is typed honestly, and which columns of which rows that may change.
FORMS: tuple[tuple[str, str, str, dict[str, Any], set[str]], ...] = (
    ("amina", "/en/account", "/en/account", {"interface_locale": "sq"}, {"interface_locale", "content_locale", "certificate_locale", "jurisdiction"}),
    ("amina", "/en/account", "/en/account/identity", {"latin_name": "Amina Prvic", "verification_shows": "name"}, {"latin_name", "verification_shows"}),
    ("boris", "/en/people/{amina}/names", "/names", {"legal_name": "Amina Nova"}, {"legal_name", "latin_name"}),
    ("boris", "/en/people/invite", "/invite", {"legal_name": "Nova", "call_sign": "nova-1", "knows": "y"}, set()),
    ("boris", "/en/agency/programs/new", "/new", {"name": "Personnel", "scopes": ["people:read"]}, set()),
    ("ada", "/en/administration/agencies/{rangers}", "/agencies/", {"name": "Rangers of A"}, {"name", "kind", "country_code"}),
)  # fmt: skip

Browse = Callable[..., Lens]


@pytest.fixture(autouse=True)
def free(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let forged forms arrive: test_csrf.py sees to the rest."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.mark.parametrize("who", MAY_GIVE)
def test_nobody_gives_more_than_she_may(world: World, lens_of: Browse, who: str) -> None:
    """Every role × every agency, through both doors that give roles, from everybody who comes near them."""
    if who == "carla":
        with db.writing():
            session.execute(Membership.__table__.delete().where(Membership.person_id == world.carla.id))
            session.add(
                Membership(
                    person_id=world.carla.id, agency_id=world.rangers.id, role=Role.ADMINISTRATOR, starts_on=clock.now().date()
                )
            )  # fmt: skip
    lens, agencies = lens_of(getattr(world, who), stepped_up=True), {
        each.name: str(each.id) for each in session.scalars(select(Agency))
    }  # fmt: skip
    before = _held()
    for number, (role, agency) in enumerate(product(Role, agencies)):
        asked = {
            "role": role.value,
            "agency": agencies[agency],
            "knows": "y",
            "reason": "Known",
            "interface_locale": "en",
        }
        newcomer = {"legal_name": f"Nova {number}", "call_sign": f"nova-{number}"}
        lens.client.post("/en/people/invite", data=asked | newcomer)
        lens.client.post(f"/en/people/{world.amina.id}/memberships", data=asked)
    given = {(role, agency) for _person, role, agency in _held() - before}
    assert given <= MAY_GIVE[who]
    assert bool(given) == bool(MAY_GIVE[who]), "everything is refused: the forms have changed"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[2])
def test_a_form_changes_what_is_on_it(
    world: World, lens_of: Browse, form: tuple[str, str, str, dict[str, Any], set[str]]
) -> None:
    """All columns of all people, roles, agencies, tokens and codes are sent along; none arrives but those of the form."""
    who, page, action, typed, allowed = form
    lens = lens_of(getattr(world, who), stepped_up=True)
    opened = lens.get(page.format(amina=world.amina.id, rangers=world.rangers.id))
    shown = {field.get("name") for field in opened.form(action).iter() if field.get("name")}
    before = _rows()
    opened.submit(
        action, {name: value for name, value in _forged(world).items() if name not in shown} | typed
    )
    after = _rows()
    changed = {
        column
        for key, row in before.items()
        for column, value in after.get(key, {}).items()
        if value != row[column] and column not in ("last_seen_at",)
    }
    assert changed <= allowed
    assert changed or set(after) - set(before), "nothing was taken: the form has changed"
    for key in set(after) - set(before):
        said = " ".join(str(value) for value in after[key].values())
        assert FORGED not in said and str(YEAR) not in said and str(NUMBER) not in said, said
        assert after[key].get("is_demo") is not True


def _forged(world: World) -> dict[str, str]:
    columns: list[Column[Any]] = [column for model in MODELS for column in model.__table__.columns]  # type: ignore[arg-type]
    return {column.name: _lie(column, world) for column in columns}


def _lie(column: Column[Any], world: World) -> str:
    if column.name.endswith("_id") or column.name == "id":
        return str(world.ada.id)
    kind = getattr(column.type, "impl", column.type)
    if isinstance(kind, DateTime) or column.name.endswith("_on"):
        return f"{YEAR}-09-09T09:09"
    return str(NUMBER) if isinstance(kind, Integer) else "y" if column.name.startswith("is_") else FORGED


def _rows() -> dict[tuple[str, str], dict[str, Any]]:
    session.rollback()
    found = {
        (model.__tablename__, str(row.id)): dict(row._mapping)
        for model in MODELS
        for row in session.execute(select(model.__table__))
    }
    session.rollback()
    return found


def _held() -> set[tuple[str, str, str]]:
    rows = session.execute(
        select(Membership.person_id, Membership.role, Agency.name).join(
            Agency, Agency.id == Membership.agency_id
        )
    ).all()
    session.rollback()
    return {(str(person), Role(role), agency) for person, role, agency in rows}
