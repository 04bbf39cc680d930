"""Runs of cases: begun, played action by action, closed with a result for every seat.

What is acknowledged is in the log and in the snapshot, or in neither: one transaction holds both.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from academy.cases import statements
from academy.cases.content import Action, CaseContent, Law, plain
from academy.cases.content.keys import OFFICER
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.queries.runs import Seated, open_run
from academy.cases.queries.teams import held_by
from academy.cases.rules.assessing import Assessment, assess
from academy.cases.rules.court import hold_court
from academy.cases.rules.debriefing import milestones
from academy.cases.rules.machine import apply, leave_others_their_day, start
from academy.cases.rules.state import Refused, State
from academy.courses.queries import Reading
from academy.db import session
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, Attempt, Enrolment
from academy.learning.queries import attempts_at
from academy.learning.rules import NO_DATES, Dates
from academy.learning.service import Begun, Grade, ItemMark, Receipt, Save

#: Under this name an attempt's log stands among its answers.
ITEM = "action"
#: Refusals that say the scene is another than the page showed; the others say that the action itself cannot be.
MOVED_ON = frozenset({"gone", "over", "already", "nobody-there"})


@dataclass(frozen=True)
class Sent:
    """An action as a page sends it: how many of her own it had seen, and the key that makes a retry the same action."""

    action: Action
    after: int
    key: str
    device: str


class Unfit(DomainError):
    """An action the machine refused; ``said`` is the slot of the authored words for it, where there are any."""

    def __init__(self, refused: Refused) -> None:
        """Take over what the machine said."""
        super().__init__(f"case-{refused.reason}")
        self.values = dict(refused.values)
        self.status = Conflict.status if refused.reason in MOVED_ON else Invalid.status
        self.said = refused.said


def begin(
    *, enrolment: Enrolment, activity: str, case: CaseContent, reading: Reading, law: Law, at: datetime, dates: Dates = NO_DATES
) -> CaseRun:  # fmt: skip
    """Begin a case alone, or go on with the open run: a double click begins one. Raises Conflict where none may begin."""
    attempts = attempts_at(enrolment.id, activity)
    running = open_run(attempts)
    if running is not None:
        return running
    if (why := bar_to(dates, used=len(attempts), at=at)) is not None:
        raise Conflict(why)
    if enrolment.edition_id != reading.edition_id:
        raise Conflict("moved-meanwhile")
    run = CaseRun(
        edition_id=reading.edition_id, activity=activity, cohort_id=None, join_code=None, law=law.model_dump(mode="json"),
        started_at=at, begun_at=at, version=0, snapshot=start(case, law).kept(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    take_seat(run=run, role=OFFICER, enrolment=enrolment, reading=reading, at=at)
    return run


def take_seat(*, run: CaseRun, role: str, enrolment: Enrolment, reading: Reading, at: datetime) -> CaseSeat:
    """Let somebody play a role of a run; what she does and earns is in an attempt of her own."""
    begun = Begun(
        locale=reading.locale, rendition_digest=reading.rendition_digest, seed=secrets.randbelow(2**31)
    )
    attempt = learning.start_attempt(enrolment=enrolment, activity=run.activity, begun=begun, at=at)
    seat = CaseSeat(run_id=run.id, role=role, attempt_id=attempt.id, taken_at=at)
    session.add(seat)
    session.flush()
    return seat


def bar_to(dates: Dates, *, used: int, at: datetime) -> str | None:
    """Say why no further run may begin; None where one may. A case has as many as it takes, but for an override."""
    if dates.closes_on is not None and at.date() > dates.closes_on:
        return "closed"
    return "case-runs-used" if dates.attempts is not None and used >= dates.attempts else None


def act(*, seated: Seated, case: CaseContent, sent: Sent, at: datetime) -> Receipt:
    """Take one action of a run that is held in turn.

    A retry gets the first receipt and does nothing. Raises Conflict where the page had not seen all of her own
    actions, or where the key came before with another action; Unfit for what the machine refuses; NotFound while a
    team has not begun. After the end it is kept as late.
    """
    attempt, action = seated.attempt, sent.action
    if seated.run.begun_at is None:
        raise NotFound()
    save = Save(ITEM, plain(action), sent.device, sent.after + 1, sent.key)
    if seated.earlier is not None:
        return learning.first_receipt(seated.earlier, save)
    if learning.too_late(attempt, at) is not None:
        return learning.record_action(attempt=attempt, save=save, at=at)
    if sent.after != seated.seat.acted:
        raise Conflict("case-moved-on")
    law = Law.model_validate(seated.run.law)
    before = State.read(seated.run.snapshot)
    try:
        if case.is_joint:
            leave_others_their_day(case, law, before, action, held_by(seated.run.id))
        state = apply(case, law, before, action)
    except Refused as refused:
        raise Unfit(refused) from None
    receipt = learning.record_action(attempt=attempt, save=save, at=at)
    _keep(seated, state)
    if state.is_over:
        _close(seated.run, case, law, state, at)
    return receipt


def _keep(seated: Seated, state: State) -> None:
    """Write where the run stands now, and how far this seat has come."""
    run, seat = seated.run, seated.seat
    session.execute(
        statements.KEEP,
        {"run_id": run.id, "new_version": run.version + 1, "new_snapshot": state.kept()},
    )
    session.execute(statements.COUNT, {"seat": seat.attempt_id, "new_acted": seat.acted + 1})


def _close(run: CaseRun, case: CaseContent, law: Law, state: State, at: datetime) -> None:
    """Close a run whose file was sent: how it ended, and a result for every seat."""
    session.refresh(run)
    hers = select(Attempt.enrolment_id).join(CaseSeat).where(CaseSeat.run_id == run.id)
    in_turn = (
        select(Enrolment).where(Enrolment.id.in_(hers)).order_by(Enrolment.id).with_for_update(of=Enrolment)
    )
    session.scalars(in_turn.execution_options(populate_existing=True)).all()
    run.concluded_at, run.ending = at, hold_court(case, law, state).ending
    run.milestones = dict(milestones(case, law, state))
    for seat in run.seats:
        if seat.attempt.state in OPEN_STATES:
            _grade(seat.attempt, assess(case, law, state, seat.role if case.is_joint else None), at)
    session.flush()


def _grade(attempt: Attempt, assessment: Assessment, at: datetime) -> None:
    marks = {
        key: ItemMark(
            response=None, score=each.points / each.possible if each.possible else float(each.is_earned), is_right=each.is_earned
        )
        for key, each in assessment.criteria.items()
    }  # fmt: skip
    grade = Grade(assessment.score, assessment.is_passed, marks, gates_failed=tuple(assessment.critical))
    learning.grade_attempt(attempt=attempt, grade=grade, at=at)
