"""What a case adds to an attempt's record: who sat where, the law it was played under, the custody of its exhibits.

Her actions are the events of the attempt. Of a team only call-signs and roles are told, and nothing that others wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from academy.accounts.models import Person
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.rules.state import State
from academy.db import session
from academy.learning.models import Attempt, Enrolment
from academy.learning.queries.evidence import said


def case_evidence(attempt: Attempt) -> dict[str, Any] | None:
    """Return the run that an attempt sat at, as its player left it; None where it is no case."""
    row = session.execute(
        select(CaseRun, CaseSeat)
        .join(CaseSeat, CaseSeat.run_id == CaseRun.id)
        .where(CaseSeat.attempt_id == attempt.id)
    ).first()
    if row is None:
        return None
    run, seat = row
    return {
        "id": str(run.id), "role": seat.role, "taken_at": seat.taken_at.isoformat(), "left_at": said(seat.left_at),
        "actions_taken": seat.acted, "law": run.law, "started_at": run.started_at.isoformat(),
        "begun_at": said(run.begun_at), "concluded_at": said(run.concluded_at), "ending": run.ending,
        "expert_steps": run.milestones, "colleagues": [*_colleagues(run, attempt)],
        "custody": [*_custody(run, seat.role)] if run.snapshot else [],
    }  # fmt: skip


def _colleagues(run: CaseRun, attempt: Attempt) -> Iterator[dict[str, Any]]:
    for role, call_sign in session.execute(
        select(CaseSeat.role, Person.call_sign)
        .join(Attempt, Attempt.id == CaseSeat.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(CaseSeat.run_id == run.id, CaseSeat.attempt_id != attempt.id)
        .order_by(CaseSeat.role, Person.call_sign)
    ):
        yield {"role": role, "call_sign": call_sign}


def _custody(run: CaseRun, role: str) -> Iterator[dict[str, Any]]:
    """Yield, exhibit by exhibit, what truly became of it and what was written in its log; others' lines are left blank."""
    for key, thing in sorted(State.read(run.snapshot).things.items()):
        if thing.handlings or thing.log:
            yield {
                "exhibit": key, "seal": thing.seal, "container": thing.container, "store": thing.store,
                "holder": thing.holder, "fate": thing.fate,
                "handlings": [each._asdict() for each in thing.handlings],
                "log": [
                    {**each._asdict(), "line": each.line if each.by == role else None} for each in thing.log
                ],
            }  # fmt: skip
