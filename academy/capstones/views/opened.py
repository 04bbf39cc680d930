"""One attempt at a capstone as its pages see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from academy.capstones.content import BagObject, CapstoneContent
from academy.capstones.queries.asked import Asked, asked_in
from academy.capstones.rules import Bag, object_item, question_item, row_item
from academy.errors import NotFound
from academy.learning import queries
from academy.learning.forms.envelope import mark_of
from academy.learning.models import OPEN_STATES, Attempt
from academy.learning.queries import Saved
from academy.learning.rules import fold, given
from academy.web.access import actor
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Work:
    """An attempt with its capstone, in the learner's language."""

    attempt: Attempt
    asked: Asked

    @property
    def capstone(self) -> CapstoneContent:
        """The capstone as its edition froze it."""
        return self.asked.capstone

    @cached_property
    def saved(self) -> Saved:
        """What the server holds of it."""
        return queries.saved(self.attempt.id)

    @cached_property
    def bag(self) -> Bag:
        """How far it has come."""
        return Bag(self.capstone, given(fold(self.saved.answers)))

    @property
    def is_open(self) -> bool:
        """Whether it is not handed in."""
        return self.attempt.state in OPEN_STATES

    def thing(self, number: int) -> BagObject:
        """Return the object at a place, from 1. Raises NotFound."""
        objects = self.capstone.objects
        if not 1 <= number <= len(objects):
            raise NotFound()
        return objects[number - 1]

    def said(self, item: str) -> dict[str, Any]:
        """Return what counts at an item; empty for nothing."""
        return self.bag.responses.get(item) or {}

    def of_object(self, key: str) -> dict[str, Any]:
        """Return what is written down of an object."""
        return self.said(object_item(key))

    def of_row(self, number: int) -> dict[str, Any]:
        """Return what a row of the table says."""
        return self.said(row_item(number))

    def of_question(self, key: str) -> dict[str, Any]:
        """Return what is answered to a question."""
        return self.said(question_item(key))

    def was(self, item: str) -> str:
        """Return what tells a page that was not changed from one that was."""
        return mark_of(self.bag.responses.get(item), None)


def work_of(attempt_id: UUID, *, is_saving: bool = False) -> Work:
    """Return one of the actor's own attempts at a capstone. Raises NotFound."""
    attempt = queries.own_attempt(actor(), attempt_id, is_saving=is_saving)
    return Work(attempt, asked_in(attempt, locale=None if is_saving else content_locale(actor())))
