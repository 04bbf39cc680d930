"""Figures that were frozen: of the whole academy for a donor, of the ranger service for its ministry."""

from __future__ import annotations

from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as accounts
from academy.agencies.models import Agency
from academy.db import session
from academy.demo.people import RANGERS, People
from academy.snapshots import service


def freeze(everybody: People) -> None:
    """Freeze both, as the demo stands."""
    at = clock.now()
    with db.writing():
        rangers = session.scalars(select(Agency).where(Agency.name == RANGERS)).one()
        for head, call_sign, title in (
            (None, "demo-administrator", "Trained capacity for the donors"),
            (rangers, "demo-coordinator", "Trained capacity for the ministry"),
        ):
            by = accounts.actor_for(everybody.accounts[call_sign], on=at.date())
            service.freeze(head=head, title=title, by=by, at=at)
