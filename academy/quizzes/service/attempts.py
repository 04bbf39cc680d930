"""Attempts at quizzes: begun, answered item by item, handed in and marked by the server."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from academy.courses.queries import Reading
from academy.errors import Conflict
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.rules import is_passed, mark_all
from academy.learning import service as learning
from academy.learning.models import Attempt, Enrolment
from academy.learning.queries import attempts_at, responses
from academy.learning.rules import NO_DATES, Dates
from academy.learning.service import Grade, ItemMark, Receipt, Save
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import may_start


def start(
    *,
    enrolment: Enrolment,
    activity: str,
    quiz: QuizContent,
    reading: Reading,
    at: datetime,
    dates: Dates = NO_DATES,
) -> Attempt:
    """Begin an attempt, or go on with the open one.

    ``dates`` are the activity's own for this learner. Raises Conflict where all attempts are used, where its last
    day is over, or where she was moved to another edition since ``reading`` was read.
    """
    earlier = attempts_at(enrolment.id, activity)
    if not any(attempt.submitted_at is None for attempt in earlier):
        if not may_start(quiz, len(earlier), dates):
            raise Conflict("attempts-used")
        if dates.closes_on is not None and at.date() > dates.closes_on:
            raise Conflict("closed")
        if enrolment.edition_id != reading.edition_id:
            raise Conflict("moved-meanwhile")
    return learning.start_attempt(
        enrolment=enrolment, activity=activity, locale=reading.locale, rendition_digest=reading.rendition_digest,
        seed=secrets.randbelow(2**31), at=at,
    )  # fmt: skip


def save(*, attempt: Attempt, item: Item, save: Save, at: datetime) -> Receipt:
    """Keep one response. Raises BadResponse for what the item cannot be answered with."""
    kind_named(item.kind).check(item, save.payload)
    return learning.save_response(attempt=attempt, save=save, at=at)


def submit(*, attempt: Attempt, quiz: QuizContent, items: Sequence[Item], at: datetime) -> Attempt:
    """Hand in an attempt: mark what is saved and record the result. Raises Conflict if it is handed in already.

    ``items`` are those of this attempt (``rules.paper``). A pre-test is passed by being handed in.
    """
    given = responses(attempt.id)
    marked = mark_all(items, given)
    marks = {
        key: ItemMark(response=given.get(key), score=mark.score, is_right=mark.is_right)
        for key, mark in marked.marks.items()
    }
    passes = quiz.pretest_of is not None or is_passed(marked, quiz.pass_mark)
    grade = Grade(marked.score, passes, marks, marked.gates_failed)
    return learning.grade_attempt(attempt=attempt, grade=grade, at=at)
