"""Items as editions hold them, in the language they were written in."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from academy.courses import rules as course_rules
from academy.courses.content import Course
from academy.courses.models import Edition
from academy.db import session
from academy.items.content import Item
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import pool_of

#: Quizzes kept ready in each process. Editions never change.
_READY = 64


@lru_cache(maxsize=_READY)
def published_quiz(edition_id: UUID, activity: str) -> QuizContent | None:
    """Return the quiz of an edition with the items it asks; None where it has no such quiz."""
    document = session.scalar(select(Edition.document).where(Edition.id == edition_id))
    return quiz_in(course_rules.thaw(document), activity) if document else None


def quiz_in(course: Course, activity: str) -> QuizContent | None:
    """Return a quiz of a course with the items it asks, be they another's; None where it has no such quiz."""
    found = course.activity(activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        return None
    try:
        items = pool_of(course, found[1].content).items
    except LookupError:  # a working copy may name a quiz that is gone
        items = []
    return found[1].content.model_copy(update={"items": items})


def published_item(edition_id: UUID, activity: str, key: str) -> Item | None:
    """Return an item of a quiz as an edition has it; None where it has none of that key."""
    quiz = published_quiz(edition_id, activity)
    return quiz.item(key) if quiz else None
