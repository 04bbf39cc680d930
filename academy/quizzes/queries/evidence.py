"""What quizzes add to an attempt's record: which items it asked, who marked, who objected, who watched over it.

A ``UUID`` in what is returned stands for somebody who acted in office; whoever hands it on says who that was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from academy.courses.content import Course
from academy.db import session
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse
from academy.learning.models import Attempt
from academy.learning.queries.evidence import said
from academy.quizzes.content import QuizContent
from academy.quizzes.models import AnswerFile, Appeal, Exam, ExamAttempt, PersonMark, QuizItem, Regrade
from academy.quizzes.rules import pool_of


def quiz_evidence(attempt: Attempt, course: Course) -> dict[str, Any] | None:
    """Return what quizzes know of an attempt at one, in the words of ``course``; None where it is at something else."""
    found = course.activity(attempt.activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        return None
    return {
        "terms": found[1].content.model_dump(mode="json", exclude={"items"}),
        "items": [*_items(attempt, pool_of(course, found[1].content))],
        "exam": _exam(attempt),
        "marks": [*_marks(attempt)],
        "appeals": [*_appeals(attempt)],
        "regrades": [*_regrades(attempt)],
        "files": [
            {
                "id": str(each.id), "item": each.item, "name": each.name, "type": each.mime, "size": each.size,
                "digest": each.digest, "sent_at": each.sent_at.isoformat(),
            }
            for each in session.scalars(
                select(AnswerFile).where(AnswerFile.attempt_id == attempt.id).order_by(AnswerFile.sent_at, AnswerFile.id)
            )
        ],
    }  # fmt: skip


def in_words(attempt: Attempt, course: Course, item: str, response: Any) -> tuple[str, str]:
    """Return what an item of an attempt asked, and a response to it as one line; empty where nobody can say."""
    found = course.activity(attempt.activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        return "", ""
    asked = pool_of(course, found[1].content).item(item)
    if asked is None:
        return "", ""
    try:
        return str(asked.prompt), kind_named(asked.kind).outline(asked, response)
    except BadResponse:  # it was refused then, and has no words now
        return str(asked.prompt), ""


def _items(attempt: Attempt, pool: QuizContent) -> Iterator[dict[str, Any]]:
    banked = {
        row.item: (str(row.bank_item_id), row.bank_version)
        for row in session.execute(
            select(QuizItem.item, QuizItem.bank_item_id, QuizItem.bank_version).where(
                QuizItem.edition_id == attempt.edition_id, QuizItem.activity == attempt.activity,
                QuizItem.bank_item_id.is_not(None),
            )
        )
    }  # fmt: skip
    asked = attempt.paper if attempt.paper is not None else [each.key for each in pool.items]
    for key in asked:
        item = pool.item(key)
        if item is not None:
            bank_item, version = banked.get(key, (None, None))
            yield {**item.model_dump(mode="json"), "bank_item": bank_item, "bank_version": version}


def _exam(attempt: Attempt) -> dict[str, Any] | None:
    held = session.scalar(
        select(Exam)
        .join(ExamAttempt, ExamAttempt.exam_id == Exam.id)
        .where(ExamAttempt.attempt_id == attempt.id)
    )
    if held is None:
        return None
    return {
        "id": str(held.id), "opens_at": held.opens_at.isoformat(), "closes_at": held.closes_at.isoformat(),
        "invigilator": held.invigilator_id, "set_up_by": held.made_by_id, "signed_at": said(held.signed_at),
    }  # fmt: skip


def _marks(attempt: Attempt) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(PersonMark)
        .where(PersonMark.attempt_id == attempt.id)
        .order_by(PersonMark.marked_at, PersonMark.id)
    ):
        yield {
            "item": each.item, "turn": each.turn, "marker": each.marker_id, "levels": each.levels, "score": each.score,
            "comment": each.comment, "at": each.marked_at.isoformat(),
        }  # fmt: skip


def _appeals(attempt: Attempt) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(Appeal).where(Appeal.attempt_id == attempt.id).order_by(Appeal.made_at, Appeal.id)
    ):
        yield {
            "id": str(each.id), "item": each.item, "reason": each.reason, "at": each.made_at.isoformat(),
            "decided_at": said(each.decided_at), "decided_by": each.decided_by_id, "is_upheld": each.is_upheld,
            "answer": each.answer,
        }  # fmt: skip


def _regrades(attempt: Attempt) -> Iterator[dict[str, Any]]:
    """Yield the decisions on wrong keys of the items it asked: they hold for all attempts at this quiz."""
    for each in session.scalars(
        select(Regrade)
        .where(Regrade.course_id == attempt.enrolment.course_id, Regrade.activity == attempt.activity)
        .order_by(Regrade.made_at, Regrade.id)
    ):
        if attempt.paper is None or each.item in attempt.paper:
            yield {
                "id": str(each.id), "item": each.item, "policy": each.policy, "new_key": each.content,
                "reason": each.reason, "at": each.made_at.isoformat(), "by": each.made_by_id,
            }  # fmt: skip
