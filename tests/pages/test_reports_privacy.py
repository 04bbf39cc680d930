"""A person's copy of what is kept of her, as she downloads it."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select

from academy.audit.models import AuditEvent
from academy.db import session
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]


def test_person_takes_her_data_with_her(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.amina)
    response = lens.post("/en/account/my-data", {"csrf_token": lens.token()}).response
    assert response.mimetype == "application/json"
    assert "attachment" in response.headers["Content-Disposition"]
    held = json.loads(response.get_data())
    assert held["accounts"]["legal_name"] == "Amina Prvić"
    assert held["learning"]["enrolments"][0]["course"] == "small"
    assert "Dina" not in response.get_data(as_text=True)
    session.rollback()
    (line,) = session.scalars(select(AuditEvent).where(AuditEvent.verb == "export"))
    assert (line.actor_id, line.object_id) == (world.amina.id, str(world.amina.id))


def test_visitor_has_none(lens: Lens, world: World) -> None:
    assert lens.client.post("/en/account/my-data").status_code in {302, 400}


def test_looking_is_not_asking(world: World, lens_of: LensOf) -> None:
    assert lens_of(world.amina).client.get("/en/account/my-data").status_code == 405
