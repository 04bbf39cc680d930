"""Items that are checked while an attempt is open: how often, what a check says, when nothing more can be tried."""

from __future__ import annotations

from dataclasses import dataclass

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response
from academy.learning.rules import Current
from academy.quizzes.content import QuizContent

#: So many tries at least, where a learner may try again.
LEAST_TRIES = 2


@dataclass(frozen=True)
class Verdict:
    """What a check says."""

    is_settled: bool
    tries: int
    tries_left: int
    #: None where nothing was checked yet, or the response was changed since.
    is_right: bool | None = None
    hint: str | None = None


def tries_allowed(quiz: QuizContent, item: Item) -> int:
    """Return how often an item may be checked: never, once, or once more for each hint, and then twice at least."""
    if quiz.feedback == "deferred" or kind_named(item.kind).is_manual:
        return 0
    return 1 if quiz.feedback == "immediate" else max(LEAST_TRIES, 1 + len(item.hints))


def is_settled(quiz: QuizContent, item: Item, current: Current | None) -> bool:
    """Say whether an item takes no further response: all tries are used, or one of them was right."""
    allowed = tries_allowed(quiz, item)
    if current is None or not allowed:
        return False
    return current.tries >= allowed or any(_is_right(item, each) for each in current.checked)


def verdict(quiz: QuizContent, item: Item, current: Current | None) -> Verdict:
    """Return what is to be said of an item that may be checked."""
    allowed, tries = tries_allowed(quiz, item), current.tries if current else 0
    if current is None or not current.is_checked:
        return Verdict(is_settled(quiz, item, current), tries, max(0, allowed - tries))
    is_right, settled = _is_right(item, current.response), is_settled(quiz, item, current)
    hint = item.hints[tries - 1] if not settled and tries <= len(item.hints) else None
    return Verdict(settled, tries, 0 if settled else allowed - tries, is_right, hint)


def _is_right(item: Item, response: Response) -> bool:
    return kind_named(item.kind).mark(item, response).is_right
