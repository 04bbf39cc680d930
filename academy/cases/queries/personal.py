"""What cases hold of a person: the runs she has a seat in, with everything she did in them, and her rehearsals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.cases.models import CaseRehearsal, CaseRun, CaseSeat
from academy.db import session
from academy.learning.models import AnswerEvent, Attempt, Enrolment


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what cases hold of a person. Of a team's run: what is hers, not what her colleagues did."""
    seats = session.execute(
        select(CaseSeat, CaseRun)
        .join(CaseRun, CaseRun.id == CaseSeat.run_id)
        .where(CaseSeat.attempt_id.in_(own_attempts(person_id)))
        .order_by(CaseSeat.taken_at)
    ).all()
    rehearsals = session.scalars(select(CaseRehearsal).where(CaseRehearsal.person_id == person_id))
    return {
        "runs": [
            {
                "case": run.activity, "role": seat.role, "taken_at": seat.taken_at.isoformat(), "ending": run.ending,
                "country": run.law.get("country"), "actions": _actions(seat.attempt_id),
            }
            for seat, run in seats
        ],
        "rehearsals": [
            {"played_at": each.played_at.isoformat(), "actions": each.actions} for each in rehearsals
        ],
    }  # fmt: skip


def own_attempts(person_id: UUID) -> Any:
    """Return the ids of a person's attempts, for a condition."""
    return (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id)
    )


def _actions(attempt_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(AnswerEvent.saved_at, AnswerEvent.payload)
        .where(AnswerEvent.attempt_id == attempt_id)
        .order_by(AnswerEvent.id)
    )
    return [{"at": row.saved_at.isoformat(), "action": row.payload} for row in rows]
