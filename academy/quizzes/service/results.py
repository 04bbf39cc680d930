"""Scores given or changed after an attempt was handed in: their credit and the attempt's total follow from its quiz."""

from __future__ import annotations

from datetime import datetime

from academy.errors import NotFound
from academy.items.content import Item
from academy.items.rules import ROUNDING
from academy.learning import service as learning
from academy.learning.models import Attempt, ResultChange
from academy.learning.queries import currents
from academy.learning.rules import Terms
from academy.learning.service import Given, Why
from academy.quizzes.queries.asked import Asked
from academy.quizzes.rules import credit_at, paper, terms_of


def put_score(
    *, attempt: Attempt, asked: Asked, item: str, score: float, why: Why, at: datetime
) -> ResultChange:
    """Give an item of a held attempt a person's score, and the attempt what follows from it."""
    credit = credit_at(asked.quiz, asked_item(asked, item), score, currents(attempt.id).get(item))
    return learning.change_result(
        attempt=attempt, item=item, given=Given(score, credit, is_right=score >= 1 - ROUNDING),
        terms=terms_in(attempt, asked), why=why, at=at,
    )  # fmt: skip


def asked_item(asked: Asked, key: str) -> Item:
    """Return an item that an attempt was asked. Raises NotFound."""
    found = asked.pool.item(key)
    if found is None:
        raise NotFound()
    return found


def terms_in(attempt: Attempt, asked: Asked) -> Terms:
    """Return what the items of an attempt are worth."""
    if attempt.paper is None:  # begun before papers were kept
        course, quiz = asked.reading.course, asked.quiz
        return terms_of(quiz, paper(course, quiz, enrolment_id=attempt.enrolment_id, seed=attempt.seed))
    return terms_of(asked.quiz, [item for key in attempt.paper if (item := asked.pool.item(key)) is not None])
