"""Appeals: a learner objects to a mark, and somebody who looks after her answers with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import insert, session
from academy.errors import Conflict, Forbidden, Invalid
from academy.items.rules import ROUNDING
from academy.learning.models import Attempt, Cause
from academy.learning.service import Why
from academy.quizzes.models import Appeal
from academy.quizzes.queries.appeals import may_decide, own_appeals
from academy.quizzes.queries.asked import Asked
from academy.quizzes.queries.marking import result_of
from academy.quizzes.service.results import put_score

LONGEST = 4000


@dataclass(frozen=True)
class Decision:
    """The answer to an appeal; ``score`` (0–1) is the new one where it is upheld, None where it is dismissed."""

    score: float | None
    answer: str


def appeal(*, attempt: Attempt, item: str, reason: str, by: Actor, at: datetime) -> tuple[Appeal, bool]:
    """Object to the mark of an item of one's own graded attempt; return the appeal, and whether it is new.

    While one is open, another at the same item is that one. Raises Conflict where there is nothing to gain, Invalid
    without a reason.
    """
    result = result_of(attempt.id, item)
    if result.score is None or result.score >= 1 - ROUNDING:
        raise Conflict("nothing-to-appeal")
    if not reason.strip():
        raise Invalid("appeal-reason-missing", field="reason")
    made = session.scalar(
        insert(Appeal)
        .values(attempt_id=attempt.id, item=item, reason=reason.strip(), made_at=at, answer="")
        .on_conflict_do_nothing()
        .returning(Appeal)
    )
    if made is None:
        return own_appeals(attempt.id, item)[0][0], False
    audit.record(
        by=by, verb="appeal", object_type="appeal", object_id=made.id, at=at, agency_id=attempt.enrolment.agency_id
    )  # fmt: skip
    return made, True


def decide(*, appeal: Appeal, asked: Asked, decision: Decision, by: Actor, at: datetime) -> None:
    """Answer an appeal that the caller holds, with its attempt (``queries.appeal_for``).

    Upheld it gives the item a higher score; an appeal never takes one down. Raises Conflict where it is decided
    already, Forbidden for the learner herself and for who marked the response while somebody else could decide.
    """
    attempt = appeal.attempt
    if attempt.enrolment.person_id == by.person_id:
        raise Forbidden("own-appeal")
    if appeal.decided_at is not None:
        raise Conflict("appeal-decided")
    if not may_decide(by, appeal, on=at.date()):
        raise Forbidden("marker-decides-not")
    if not decision.answer.strip():
        raise Invalid("answer-missing", field="answer")
    if decision.score is not None:
        _uphold(appeal, asked, decision.score, decision.answer.strip(), by, at)
    appeal.decided_at, appeal.decided_by_id = at, by.person_id
    appeal.is_upheld, appeal.answer = decision.score is not None, decision.answer.strip()
    session.flush()
    audit.record(
        by=by, verb="uphold-appeal" if appeal.is_upheld else "dismiss-appeal", object_type="appeal", object_id=appeal.id,
        at=at, agency_id=attempt.enrolment.agency_id,
    )  # fmt: skip


def _uphold(appeal: Appeal, asked: Asked, score: float, answer: str, by: Actor, at: datetime) -> None:
    held = result_of(appeal.attempt_id, appeal.item)
    if not 0 <= score <= 1 or (held.score is not None and score <= held.score + ROUNDING):
        raise Invalid("appeal-score", field="points")
    why = Why(Cause.APPEAL, appeal.id, by.person_id, answer)
    put_score(attempt=appeal.attempt, asked=asked, item=appeal.item, score=score, why=why, at=at)
