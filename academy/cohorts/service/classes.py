"""What is said in a class: announcements, questions and their answers."""

from __future__ import annotations

from datetime import datetime

from academy.actor import Actor
from academy.audit import service as audit
from academy.cohorts.models import Announcement, Question
from academy.db import session
from academy.errors import Conflict
from academy.learning.models import Cohort


def announce(*, cohort: Cohort, title: str, body: str, by: Actor, at: datetime) -> Announcement:
    """Tell a cohort something. What was told is not changed: a correction is told as well."""
    new = Announcement(cohort_id=cohort.id, author_id=by.person_id, title=title, body=body, posted_at=at)
    session.add(new)
    session.flush()
    audit.record(by=by, verb="announce", object_type="cohort", object_id=cohort.id, at=at)
    return new


def ask(*, cohort: Cohort, activity: str, text: str, by: Actor, at: datetime) -> Question:
    """Ask the trainers of a cohort something, about one activity or the course as a whole (empty)."""
    new = Question(cohort_id=cohort.id, activity=activity, asker_id=by.person_id, text=text, asked_at=at)
    session.add(new)
    session.flush()
    return new


def answer(*, question: Question, text: str, is_shared: bool, based_on: str, by: Actor, at: datetime) -> bool:
    """Answer a question, or mend the answer; returns whether there is something new to read.

    ``based_on`` is the answer as the form showed it: a colleague's, given meanwhile, is not overwritten.
    Raises Conflict.
    """
    if question.answer != based_on:
        if question.answer == text and question.answered_by_id == by.person_id:
            return False  # the same form, sent twice
        raise Conflict("answered-since")
    is_new = question.answer != text
    question.answer, question.is_shared = text, is_shared
    question.answered_at, question.answered_by_id = at, by.person_id
    session.flush()
    audit.record(
        by=by,
        verb="answer",
        object_type="question",
        object_id=question.id,
        at=at,
        fields=["answer", "is_shared"],
    )
    return is_new
