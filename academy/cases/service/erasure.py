"""Forgetting in cases: a person altogether, or only what she did, once that was kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select

from academy.cases.content import CaseContent, Law, plain
from academy.cases.models import CaseRehearsal, CaseRun, CaseSeat
from academy.cases.queries.personal import own_attempts
from academy.cases.queries.runs import Logged, log_of
from academy.cases.rules.blanking import blanked
from academy.cases.rules.machine import replay
from academy.cases.rules.state import State
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import AnswerEvent, Attempt


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove her rehearsals, her seats, and the runs nobody else ever sat at.

    A team's run can be replayed as before: what she did stays with the run, without a word that she typed. Her own
    answer events go with her attempts, which the learning record removes.
    """
    session.execute(delete(CaseRehearsal).where(CaseRehearsal.person_id == person_id))
    hers: Any = select(CaseSeat.run_id).where(CaseSeat.attempt_id.in_(own_attempts(person_id)))
    runs = session.scalars(select(CaseRun).where(CaseRun.id.in_(hers)).with_for_update(of=CaseRun)).all()
    for run in runs:
        seats = session.scalars(
            select(CaseSeat).where(
                CaseSeat.run_id == run.id, CaseSeat.attempt_id.in_(own_attempts(person_id))
            )
        ).all()
        own = [seat.attempt_id for seat in seats]
        others = exists().where(CaseSeat.run_id == run.id, CaseSeat.attempt_id.not_in(own))
        if session.scalar(select(others)):
            _forget(run, own, CaseSeat)
        else:
            session.execute(delete(CaseSeat).where(CaseSeat.attempt_id.in_(own)))
            session.execute(delete(CaseRun).where(CaseRun.id == run.id))


def forget_answers(*, enrolment_id: UUID, at: datetime) -> None:
    """Forget what was done under an enrolment. Seats, endings and times stay, so results and comparisons do.

    Of a team whose log is still kept for somebody, what she did stays blanked, as when she is erased.
    """
    own: Any = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    hers: Any = select(CaseSeat.run_id).where(CaseSeat.attempt_id.in_(own))
    for run in session.scalars(select(CaseRun).where(CaseRun.id.in_(hers)).with_for_update(of=CaseRun)).all():
        seats = session.scalars(
            select(CaseSeat.attempt_id).where(CaseSeat.run_id == run.id, CaseSeat.attempt_id.in_(own))
        ).all()
        others = exists().where(
            CaseSeat.run_id == run.id,
            CaseSeat.attempt_id.not_in(seats),
            AnswerEvent.attempt_id == CaseSeat.attempt_id,
        )
        if session.scalar(select(others)):
            _forget(run, list(seats), AnswerEvent)
        else:
            run.forgotten, run.snapshot = [], State().kept()
    session.flush()


def _forget(run: CaseRun, attempts: list[UUID], what: type[CaseSeat | AnswerEvent]) -> None:
    """Keep a member's actions blanked, free her seats or drop her events, and bring the snapshot to what the log now leads to.

    They are kept by their place in the log: numbers of events that are gone may be given again.
    """
    log = log_of(run.id)
    begun = session.get_one(Attempt, attempts[0])
    hers = {place for place, each in enumerate(log) if each.attempt_id in attempts}
    kept = [*run.forgotten, *(_kept(place, log[place]) for place in sorted(hers))]
    session.execute(delete(what).where(what.attempt_id.in_(attempts)))
    run.forgotten = sorted(kept, key=lambda each: int(each[0]))
    session.flush()
    read = reading(edition_id=run.edition_id, locale=begun.locale, digest=begun.rendition_digest)
    found = read.course.activity(run.activity)
    if found is not None and isinstance(found[1].content, CaseContent):
        law = Law.model_validate(run.law)
        run.snapshot = replay(found[1].content, law, [each.action for each in log_of(run.id)]).kept()
    session.flush()


def _kept(place: int, logged: Logged) -> list[Any]:
    return [place, logged.role, logged.saved_at.isoformat(), plain(blanked(logged.action))]
