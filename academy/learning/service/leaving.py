"""What becomes of open courses when a learner leaves an agency."""

from __future__ import annotations

from sqlalchemy import select

from academy.accounts.service import Move
from academy.audit import service as audit
from academy.db import session
from academy.learning.models import Enrolment
from academy.learning.service.enrolments import withdraw


def follow(move: Move) -> None:
    """Take open courses along to the agency that takes her, or end them; what is complete stays where it was earned."""
    open_ones = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.person_id == move.person_id, Enrolment.agency_id == move.from_id,
            Enrolment.completed_at.is_(None), Enrolment.withdrawn_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip
    for enrolment in open_ones:
        if move.to_id is None:
            withdraw(enrolment=enrolment, by=move.by, at=move.at)
        else:
            enrolment.agency_id = move.to_id
            audit.record(
                by=move.by, verb="take-along", object_type="enrolment", object_id=enrolment.id, at=move.at,
                agency_id=move.to_id, fields=["agency_id"],
            )  # fmt: skip
    session.flush()
