"""What an attempt asks, as its edition has it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.items.content import Item
from academy.learning.models import Attempt
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import pool_of


@dataclass(frozen=True)
class Asked:
    """A quiz of an edition in one language; its items are the pool's, whichever an attempt asks."""

    reading: Reading
    activity: str
    quiz: QuizContent
    #: The quiz whose items are asked; ``quiz`` itself but for a pre-test.
    pool: QuizContent

    def item(self, key: str) -> Item:
        """Return one item. Raises NotFound."""
        found = self.pool.item(key)
        if found is None:
            raise NotFound()
        return found


def asked_at(edition_id: UUID, activity: str, *, locale: str) -> Asked:
    """Return a quiz of an edition. Raises NotFound."""
    read = reading(edition_id=edition_id, locale=locale)
    found = read.course.activity(activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    return Asked(read, activity, quiz, pool_of(read.course, quiz))


def asked_in(attempt: Attempt, *, locale: str | None = None) -> Asked:
    """Return the quiz of an attempt, in its own language if in no other. Raises NotFound."""
    return asked_at(attempt.edition_id, attempt.activity, locale=locale or attempt.locale)
