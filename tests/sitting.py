"""Many people with an attempt each at a quiz, inserted as rows: for statistics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from academy import db
from academy.accounts.models import Person
from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import Attempt, AttemptState, Enrolment, ItemResult

#: By item: (response, score, certainty, seconds).
Answered = dict[str, tuple[Any, float, int | None, int | None]]


def sat(
    edition_id: UUID, activity: str, answered: Sequence[Answered], *, agency_id: UUID, at: datetime, cohort_id: UUID | None = None,
    number: int = 1, papers: Sequence[list[str]] = (), is_practice: bool = False, enrolments: Sequence[UUID] = (),
) -> list[UUID]:  # fmt: skip
    """Let as many people as there are answers sit the quiz; return their enrolments, which can sit it again."""
    with db.writing():
        course_id = session.get_one(Edition, edition_id).course_id
        hers = list(enrolments) or [
            _enrolled(course_id, edition_id, agency_id, cohort_id, at) for _ in answered
        ]
        for place, (enrolment_id, own) in enumerate(zip(hers, answered, strict=True)):
            attempt = Attempt(
                enrolment_id=enrolment_id, edition_id=edition_id, activity=activity, number=number, state=AttemptState.GRADED, seed=1,
                locale="en", rendition_digest="0" * 64, started_at=at, submitted_at=at, is_passed=True, gates_failed=[],
                score=sum(score for _said, score, _sure, _seconds in own.values()) / len(own),
                paper=papers[place] if papers else None, is_practice=is_practice,
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            session.execute(insert(ItemResult), [
                {"attempt_id": attempt.id, "item": key, "response": said, "score": score, "is_right": score == 1, "credit": _credit(score, sure),
                 "certainty": sure, "tries": 0, "seconds": seconds} for key, (said, score, sure, seconds) in own.items()
            ])  # fmt: skip
    return hers


def _credit(score: float, sure: int | None) -> float:
    if sure is None:
        return score
    return score * sure / 3 if score else (0.0, -2 / 3, -2.0)[sure - 1]


def _enrolled(
    course_id: UUID, edition_id: UUID, agency_id: UUID, cohort_id: UUID | None, at: datetime
) -> UUID:
    name = uuid4().hex
    person = Person(call_sign=name, call_sign_key=name, legal_name="Sitter", created_at=at)
    session.add(person)
    session.flush()
    enrolment = Enrolment(
        person_id=person.id, course_id=course_id, edition_id=edition_id, agency_id=agency_id, cohort_id=cohort_id, enrolled_at=at
    )  # fmt: skip
    session.add(enrolment)
    session.flush()
    return enrolment.id
