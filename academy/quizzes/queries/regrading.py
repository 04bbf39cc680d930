"""What a regrade would do, counted before anything is written; and which results it has yet to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.items.rules import ROUNDING, Scheme, credit_of
from academy.learning.models import ItemResult
from academy.learning.rules import Result, total
from academy.quizzes.models import Policy
from academy.quizzes.queries.published import published_item, published_quiz
from academy.quizzes.queries.regrades import granted_on_appeal, results_at
from academy.quizzes.rules import Adjustment, scheme_of, terms_of
from academy.quizzes.rules.regrading import regraded

#: Attempts whose results are fetched together.
_AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """A result that a regrade changes."""

    attempt_id: UUID
    edition_id: UUID
    was_passed: bool | None
    before: float | None
    after: float


@dataclass(frozen=True)
class Preview:
    """What a regrade would do: counts only, of single results and of whole attempts."""

    results: int
    rising: int
    falling: int
    #: Asked otherwise than the new key has it: they keep their marks.
    untouched: int
    passing: int
    no_longer_passing: int


def changes_by(
    course_id: UUID, activity: str, item: str, adjustment: Adjustment, *, until: datetime
) -> tuple[list[Change], int, int]:
    """Return what a regrade changes of everything handed in, how many results it looked at, and how many it cannot touch."""
    granted = granted_on_appeal(course_id, activity, item)
    changes, looked_at, untouched = [], 0, 0
    for row in results_at(course_id, activity, item, until=until):
        looked_at += 1
        after = score_under(adjustment, row.edition_id, activity, item, row.response)
        is_forgotten = row.response is None and bool(row.score)
        if after is None or (is_forgotten and after < row.score):  # what is no longer kept is not marked down
            untouched += 1
            continue
        after = max(after, granted.get(row.id, 0.0))
        if row.score is None or abs(after - row.score) > ROUNDING:
            changes.append(Change(row.id, row.edition_id, row.is_passed, row.score, after))
    return changes, looked_at, untouched


def score_under(
    adjustment: Adjustment, edition_id: UUID, activity: str, item: str, response: Any
) -> float | None:
    """Return what a response given in an edition scores under a regrade; None where that does not touch it."""
    asked = published_item(edition_id, activity, item)
    return regraded(asked, response, adjustment) if asked is not None else None


def preview(course_id: UUID, activity: str, item: str, adjustment: Adjustment, *, at: datetime) -> Preview:
    """Count what a regrade made at a moment would do. Writes nothing."""
    changes, looked_at, untouched = changes_by(course_id, activity, item, adjustment, until=at)
    passing = no_longer = 0
    for change, passes in _outcomes(changes, adjustment, activity, item):
        passing += bool(passes and not change.was_passed)
        no_longer += bool(change.was_passed and passes is False)
    rising = sum(change.before is None or change.after > change.before for change in changes)
    return Preview(looked_at, rising, len(changes) - rising, untouched, passing, no_longer)


def _outcomes(
    changes: Sequence[Change], adjustment: Adjustment, activity: str, item: str
) -> Iterator[tuple[Change, bool | None]]:
    """Give each change with whether its attempt passes after it; None while the attempt waits."""
    for start in range(0, len(changes), _AT_ONCE):
        batch = changes[start : start + _AT_ONCE]
        by_attempt: dict[UUID, list[ItemResult]] = {}
        for result in session.scalars(
            select(ItemResult).where(ItemResult.attempt_id.in_([change.attempt_id for change in batch]))
        ):
            by_attempt.setdefault(result.attempt_id, []).append(result)
        for change in batch:
            yield change, _passes(change, by_attempt[change.attempt_id], adjustment, activity, item)


def _passes(
    change: Change, results: Sequence[ItemResult], adjustment: Adjustment, activity: str, item: str
) -> bool | None:
    quiz = published_quiz(change.edition_id, activity)
    if quiz is None:
        return None
    said = {each.item: Result(each.credit, each.is_right) for each in results}
    terms = terms_of(quiz, [each for each in quiz.items if each.key in said])
    changed = next(each for each in results if each.item == item)
    asked = quiz.item(item)
    credit = credit_of(
        change.after, scheme=scheme_of(quiz, asked) if asked else Scheme(), is_answered=changed.response is not None,
        certainty=changed.certainty, earlier_tries=max(0, changed.tries - 1),
    )  # fmt: skip
    credit = 1.0 if adjustment.policy == Policy.FULL_CREDIT else credit
    said[item] = Result(credit, change.after >= 1 - ROUNDING)
    return total(terms, said).is_passed
