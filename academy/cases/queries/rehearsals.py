"""An author's play-through of a draft."""

from __future__ import annotations

from uuid import UUID

from academy.actor import Actor
from academy.cases.models import CaseRehearsal
from academy.db import session


def rehearsal_of(actor: Actor, activity_id: UUID, *, in_turn: bool = False) -> CaseRehearsal | None:
    """Return the actor's rehearsal of a draft, held until the write unit ends where ``in_turn``."""
    return session.get(
        CaseRehearsal,
        (activity_id, actor.person_id),
        with_for_update=in_turn or None,
        populate_existing=in_turn,
    )
