"""One attempt as its pages see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import ceil
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
from academy.learning.models import Attempt
from academy.learning.queries import Saved
from academy.learning.rules import Current, fold, given
from academy.quizzes.content import QuizContent, Section
from academy.quizzes.queries import stage_of
from academy.quizzes.rules import Stage, asks_certainty, paper, pool_of, sections_of
from academy.web.access import actor
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Sitting:
    """An open or closed attempt with its quiz, in the learner's language and the attempt's own order.

    What costs something is worked out where it is asked for: a save asks for little.
    """

    attempt: Attempt
    reading: Reading
    quiz: QuizContent
    #: The quiz whose pool the items are from; ``quiz`` itself but for a pre-test.
    pool: QuizContent
    #: The moment it is looked at.
    at: datetime = field(default_factory=lambda: clock.now())

    @cached_property
    def items(self) -> Sequence[Item]:
        """What this attempt asks, in its own order."""
        if self.attempt.paper is None:  # begun before papers were kept
            return paper(
                self.reading.course, self.quiz, enrolment_id=self.attempt.enrolment_id, seed=self.attempt.seed
            )
        by_key = {item.key: item for item in self.pool.items}
        return [by_key[key] for key in self.attempt.paper]

    @cached_property
    def _saved(self) -> Saved:
        return queries.saved(self.attempt.id)

    @cached_property
    def currents(self) -> dict[str, Current]:
        """What counts at each item that something was saved at."""
        return fold(self._saved.answers)

    @cached_property
    def responses(self) -> dict[str, Any]:
        """What counts as answered, by item."""
        return given(self.currents)

    @property
    def highest(self) -> int:
        """The highest count of saves the server knows; a page goes on from there."""
        return self._saved.highest

    @property
    def last_saved_at(self) -> datetime | None:
        """When something was saved last."""
        return self._saved.last_at

    @property
    def stage(self) -> Stage:
        """Where it stands by the server's clock, whatever its row says yet."""
        return stage_of(self.attempt, at=self.at)

    @property
    def is_open(self) -> bool:
        """Whether answers still count."""
        return self.stage is Stage.OPEN

    @property
    def is_over(self) -> bool:
        """Whether its time is over and it is not closed yet: what was answered until then counts."""
        return self.stage in (Stage.OVERDUE, Stage.OVER)

    @property
    def seconds_left(self) -> int | None:
        """Seconds to its deadline, or, where only handing in is left, to the end of that; None for no end."""
        until = self.attempt.deadline_at if self.is_open else self.attempt.ends_at
        return None if until is None else max(0, ceil((until - self.at).total_seconds()))

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return sections_of(self.pool, [item.key for item in self.items]) if self.pool.sections else {}

    def section(self, item: Item) -> Section | None:
        """Return the section an item stands in."""
        return None if self.quiz.pretest_of else self._sections.get(item.key)

    def item(self, number: int) -> Item:
        """Return the item at a place, from 1. Raises NotFound."""
        keys = self.attempt.paper
        if keys is not None and 1 <= number <= len(keys):
            found = self.pool.item(keys[number - 1])
            if found is None:
                raise NotFound()
            return found
        if not 1 <= number <= len(self.items):
            raise NotFound()
        return self.items[number - 1]

    def presented(self, item: Item) -> Presented:
        """Return an item as this attempt shows it, without its key, unfolded as far as what is saved has come."""
        kind, seed = kind_named(item.kind), self.attempt.seed if self.pool.shuffle else None
        return kind.presented(item, seed, self.responses.get(item.key) if kind.unfolds else None)

    def asks_certainty(self, item: Item) -> bool:
        """Say whether an item is asked with how sure the learner is."""
        return asks_certainty(self.quiz, item)

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


def sitting_of(attempt_id: UUID, *, is_saving: bool = False) -> Sitting:
    """Return one of the actor's own attempts. Raises NotFound.

    For a save in the words it was begun in, which are at hand without a statement and have the same parts.
    """
    attempt = queries.own_attempt(actor(), attempt_id, is_saving=is_saving)
    read = (
        reading(edition_id=attempt.edition_id, locale=attempt.locale, digest=attempt.rendition_digest)
        if is_saving
        else reading(edition_id=attempt.edition_id, locale=content_locale(actor()))
    )
    found = read.course.activity(attempt.activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    return Sitting(attempt, read, quiz, pool_of(read.course, quiz))
