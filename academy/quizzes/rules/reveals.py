"""What a learner may see of her own attempt, and when."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from academy.items.content import Item
from academy.learning.rules import Current
from academy.quizzes.content import QuizContent, Reveal
from academy.quizzes.rules.trying import is_settled

#: How long after handing in "at once" lasts.
AT_ONCE = timedelta(minutes=15)
#: All that a pre-test ever shows, and all that an open attempt shows before something is checked.
OWN_ONLY = frozenset({Reveal.RESPONSE})


class Phase(enum.StrEnum):
    """The phases of the review rules."""

    DURING = "during"
    AT_ONCE = "at-once"
    LATER = "later"
    CLOSED = "closed"


def phase(*, ended_at: datetime | None, at: datetime, is_closed: bool) -> Phase:
    """Return the phase of an attempt that ended at ``ended_at`` (None: it is open), of a quiz that is closed to her."""
    if ended_at is None:
        return Phase.DURING
    if at < ended_at + AT_ONCE:
        return Phase.AT_ONCE
    return Phase.CLOSED if is_closed else Phase.LATER


def reveals(
    quiz: QuizContent, *, ended_at: datetime | None, at: datetime, is_closed: bool
) -> frozenset[Reveal]:
    """Return what may be seen of an attempt at a moment.

    Of an open one her responses only, whatever the rules say: what was checked in it is asked by ``item_reveals``.
    """
    if quiz.pretest_of or ended_at is None:
        return OWN_ONLY
    by_phase = {
        Phase.AT_ONCE: quiz.review.at_once,
        Phase.LATER: quiz.review.later,
        Phase.CLOSED: quiz.review.closed,
    }
    return by_phase[phase(ended_at=ended_at, at=at, is_closed=is_closed)]


def item_reveals(quiz: QuizContent, item: Item, current: Current | None) -> frozenset[Reveal]:
    """Return what may be seen of an item while its attempt is open: once it is checked, what the rules say of that.

    The right answer not before nothing can be tried any more.
    """
    if quiz.pretest_of or current is None or not current.is_checked or quiz.feedback == "deferred":
        return OWN_ONLY
    shown = quiz.review.during | OWN_ONLY
    return shown if is_settled(quiz, item, current) else shown - {Reveal.ANSWERS}
