"""Keeping the statistics of large quizzes, so that nobody waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from academy import db
from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import Attempt, AttemptState
from academy.quizzes.models import KeptFigures
from academy.quizzes.queries.ready import remember
from academy.quizzes.queries.statistics import Scope, kept_figures, stamp_of, statistics_of
from academy.quizzes.rules.statistics import frozen

#: From so many attempts on figures are kept; below, they are computed while the page is made.
LARGE = 500
#: How often it is looked whether there is something new: the look itself reads every attempt's state.
PAUSE = timedelta(minutes=10)


class Keeper:
    """A duty of the caretaker: computes anew what large quizzes' results have left behind."""

    def __init__(self, *, large: int = LARGE) -> None:
        self.large = large
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        """Keep what is new, if it is time to look; return of how many quizzes."""
        if self._next is not None and at < self._next:
            return 0
        self._next = at + PAUSE
        return sum(keep_figures(scope=scope, at=at) for scope in list(_large_quizzes(self.large)))


def keep_figures(*, scope: Scope, at: datetime) -> bool:
    """Compute the figures of a scope unless they are kept as the results are now; say whether they were not.

    Nothing is locked while they are computed.
    """
    stamp, kept = stamp_of(scope), kept_figures(scope)
    if kept is not None and kept.stamp == stamp:
        return False
    statistics = statistics_of(scope)
    remember(scope, stamp, statistics)
    said = {"stamp": stamp, "figures": frozen(statistics), "computed_at": at}
    session.rollback()
    with db.writing():
        key = {"course_id": scope.course_id, "activity": scope.activity, "scope": scope.name}
        session.execute(
            db.insert(KeptFigures)
            .values(**key, **said)
            .on_conflict_do_update(index_elements=list(key), set_=said)
        )
    return True


def _large_quizzes(large: int) -> Iterator[Scope]:
    """Give the quizzes with many attempts."""
    rows = session.execute(
        select(Edition.course_id, Attempt.activity)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(Attempt.state == AttemptState.GRADED, Attempt.is_practice.is_(False))
        .group_by(Edition.course_id, Attempt.activity)
        .having(func.count() >= large)
    )
    for course_id, activity in rows:
        yield Scope(course_id, activity)
