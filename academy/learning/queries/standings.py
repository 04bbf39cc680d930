"""How a person stands in courses, for pages that show several at once."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.db import session
from academy.learning.models import Enrolment


def standings_in_courses(actor: Actor, course_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return ``done`` or ``begun`` for those of some courses the actor has completed or is enrolled in."""
    rows = session.execute(
        select(Enrolment.course_id, Enrolment.completed_at).where(
            Enrolment.person_id == actor.person_id,
            Enrolment.course_id.in_(course_ids),
            Enrolment.withdrawn_at.is_(None),
        )
    ).all()
    begun = {row.course_id: "begun" for row in rows}
    return begun | {row.course_id: "done" for row in rows if row.completed_at}
