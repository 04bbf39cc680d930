"""What quizzes hold of a person: what was said of her responses, what she handed in, and what she did for others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from academy.db import session
from academy.learning.models import Attempt, Enrolment, ResultChange
from academy.quizzes.models import AnswerFile, Appeal, Exam, ExamAttempt, PersonMark


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what quizzes hold of a person."""
    own = own_attempts(person_id)
    return {
        "files": [
            {"item": each.item, "name": each.name, "size": each.size, "sent_at": each.sent_at.isoformat()}
            for each in _rows(AnswerFile, AnswerFile.attempt_id.in_(own))
        ],
        "marks": [_mark(each) for each in _rows(PersonMark, PersonMark.attempt_id.in_(own))],
        "marks_given": [_mark(each) for each in _rows(PersonMark, PersonMark.marker_id == person_id)],
        "appeals": [_appeal(each) for each in _rows(Appeal, Appeal.attempt_id.in_(own))],
        "appeals_decided": [_appeal(each) for each in _rows(Appeal, Appeal.decided_by_id == person_id)],
        "result_changes": [
            {
                "item": each.item, "cause": each.cause, "reason": each.reason, "changed_at": each.changed_at.isoformat(),
                "score_before": each.score_before, "score_after": each.score_after,
            }
            for each in _rows(ResultChange, ResultChange.attempt_id.in_(own))
        ],
        "exams_sat": _exams(Exam.id.in_(select(ExamAttempt.exam_id).where(ExamAttempt.attempt_id.in_(own)))),
        "exams_held": _exams(or_(Exam.invigilator_id == person_id, Exam.made_by_id == person_id)),
    }  # fmt: skip


def own_attempts(person_id: UUID) -> Any:
    """Return the ids of a person's attempts, for a condition."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    return select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))


def files_of(person_id: UUID) -> list[tuple[str, str]]:
    """Return (name, digest) of the files a person handed in, for her own copy of them."""
    files = _rows(AnswerFile, AnswerFile.attempt_id.in_(own_attempts(person_id)))
    return [(each.name, each.digest) for each in sorted(files, key=lambda each: each.sent_at)]


def files_kept(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` under which somebody's file is kept."""
    return set(session.scalars(select(AnswerFile.digest).where(AnswerFile.digest.in_(digests))))


def _rows(model: Any, condition: Any) -> Sequence[Any]:
    return session.scalars(select(model).where(condition)).all()


def _mark(mark: PersonMark) -> dict[str, object]:
    return {
        "item": mark.item, "levels": mark.levels, "score": mark.score, "comment": mark.comment,
        "marked_at": mark.marked_at.isoformat(),
    }  # fmt: skip


def _appeal(appeal: Appeal) -> dict[str, object]:
    return {
        "item": appeal.item, "reason": appeal.reason, "answer": appeal.answer, "is_upheld": appeal.is_upheld,
        "made_at": appeal.made_at.isoformat(), "decided_at": _moment(appeal.decided_at),
    }  # fmt: skip


def _exams(condition: Any) -> list[dict[str, object]]:
    return [
        {
            "quiz": each.activity, "opens_at": each.opens_at.isoformat(), "closes_at": each.closes_at.isoformat(),
            "record": each.record, "signed_at": _moment(each.signed_at),
        }
        for each in _rows(Exam, condition)
    ]  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
