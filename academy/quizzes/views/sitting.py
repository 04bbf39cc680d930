"""One attempt as its pages see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import url_for

from academy import clock
from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Presented
from academy.learning import queries
from academy.learning.models import Attempt, AttemptState
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import paper, pool_of
from academy.web.access import actor
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Sitting:
    """An open or closed attempt with its quiz, in the learner's language and the attempt's own order."""

    attempt: Attempt
    reading: Reading
    quiz: QuizContent
    #: What this attempt asks, in its own order.
    items: Sequence[Item]
    #: The quiz whose pool the items are from; ``quiz`` itself but for a pre-test.
    pool: QuizContent

    @cached_property
    def responses(self) -> dict[str, Any]:
        """What counts as answered, by item."""
        return queries.responses(self.attempt.id)

    @property
    def is_open(self) -> bool:
        """Whether answers still count."""
        return self.attempt.state == AttemptState.IN_PROGRESS

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: what was answered until then counts, and can be handed in."""
        closes_on = self.attempt.closes_on
        return closes_on is not None and clock.now().date() > closes_on

    def item(self, number: int) -> Item:
        """Return the item at a place, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.items):
            raise NotFound()
        return self.items[number - 1]

    def presented(self, item: Item) -> Presented:
        """Return an item as this attempt shows it, without its key."""
        return kind_named(item.kind).presented(item, self.attempt.seed if self.pool.shuffle else None)

    def picture(self, item: Item) -> str | None:
        """Return the address of an item's picture."""
        pictures: dict[str, str] = (
            self.reading.extras.get(self.quiz.pretest_of or self.attempt.activity) or {}
        )
        return pictures.get(item.key)

    def places(self, current: int = 0) -> list[dict[str, object]]:
        """Return the items of the navigator."""
        return [
            {
                "number": number,
                "url": url_for("quizzes.item", attempt_id=self.attempt.id, number=number),
                "is_answered": item.key in self.responses,
                "is_current": number == current,
            }
            for number, item in enumerate(self.items, start=1)
        ]


def sitting_of(attempt_id: UUID) -> Sitting:
    """Return one of the actor's own attempts. Raises NotFound."""
    attempt = queries.own_attempt(actor(), attempt_id)
    read = reading(edition_id=attempt.edition_id, locale=content_locale(actor()))
    found = read.course.activity(attempt.activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    items = paper(read.course, quiz, enrolment_id=attempt.enrolment_id, seed=attempt.seed)
    return Sitting(attempt, read, quiz, items, pool_of(read.course, quiz))
