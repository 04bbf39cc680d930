"""Results that are given or changed after an attempt was handed in: by a person's marks, an appeal, a regrade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Attempt, AttemptState, Cause, ItemResult, ResultChange
from academy.learning.rules import Result, Terms, total
from academy.learning.service.attempts import settle_attempt


@dataclass(frozen=True)
class Given:
    """What an item comes to from now on."""

    score: float
    #: The share of its points that it counts for.
    credit: float
    is_right: bool


@dataclass(frozen=True)
class Why:
    """What a change of a result goes back to: a mark, an appeal or a regrade; whose, and for which reason."""

    cause: Cause
    cause_id: UUID
    by_id: UUID | None
    reason: str = ""


def change_result(
    *, attempt: Attempt, item: str, given: Given, terms: Terms, why: Why, at: datetime
) -> ResultChange:
    """Put another result in the place of an item's, and keep what it was; the caller holds the attempt.

    An attempt that waited is graded once nothing in it waits, and one that passes now completes its activity. What was
    earned is never taken back: a completion stays where the new result would not have given it. Raises Conflict for
    an attempt that is not handed in, or an item it did not ask.
    """
    rows = session.scalars(select(ItemResult).where(ItemResult.attempt_id == attempt.id))
    results = {each.item: each for each in rows}
    held = results.get(item)
    if held is None or attempt.state not in (AttemptState.SUBMITTED, AttemptState.GRADED):
        raise Conflict("no-result-yet")
    change = ResultChange(
        attempt_id=attempt.id, item=item, cause=why.cause, cause_id=why.cause_id, reason=why.reason, score_before=held.score,
        score_after=given.score, total_before=attempt.score, changed_at=at, changed_by_id=why.by_id,
    )  # fmt: skip
    held.score, held.credit, held.is_right = given.score, given.credit, given.is_right
    settled = total(terms, {key: Result(each.credit, each.is_right) for key, each in results.items()})
    settle_attempt(attempt=attempt, total=settled, at=at)
    change.total_after = attempt.score
    session.add(change)
    session.flush()
    return change
