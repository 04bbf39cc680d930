"""Her learning record behind a certificate: attempts, sign-offs, attendance, prior learning; people in office are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.capstones.queries.evidence import capstone_marks
from academy.cases.queries.evidence import case_evidence
from academy.courses.content import Course
from academy.courses.models import Edition, Rendition
from academy.courses.queries import reading
from academy.db import session
from academy.evidence.queries.offices import named
from academy.learning.models import Attempt
from academy.learning.queries import evidence as learning
from academy.meetings.queries import attendance_evidence
from academy.practicals.content import PracticalContent
from academy.practicals.models import SignOff
from academy.practicals.queries import sign_offs_of
from academy.quizzes.queries.evidence import in_words, quiz_evidence


def learning_of(enrolment_id: UUID, courses: Mapping[str, Course]) -> dict[str, Any]:
    """Return everything but the attempts; criteria in the words of ``courses``, by the digest of their edition."""
    whole: dict[str, Any] = named(
        {
            **learning.enrolment_evidence(enrolment_id),
            "attendance": attendance_evidence(enrolment_id),
            "sign_offs": [_sign_off(each, courses) for each in sign_offs_of(enrolment_id)],
        }
    )
    return whole


def attempts_of(enrolment_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield every attempt with all that is known of it, one at a time: together they may be more than memory takes."""
    for attempt in learning.attempts_of(enrolment_id):
        edition = session.get_one(Edition, attempt.edition_id)
        course = _as_shown(attempt)
        quiz = quiz_evidence(attempt, course) if course else None
        record: dict[str, Any] = named(
            {
                **learning.attempt_evidence(attempt),
                "title": _title(course, attempt.activity),
                "edition": edition.number,
                "edition_digest": edition.digest,
                "quiz": quiz,
                "case": case_evidence(attempt),
                "capstone_marks": capstone_marks(attempt.id),
            }
        )
        for event in record["events"] if course and quiz else ():
            event["question"], event["in_words"] = in_words(attempt, course, event["item"], event["response"])  # type: ignore[arg-type]  # there is one
        yield record


def sent_files(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the files she handed in within an attempt."""
    return list((record["quiz"] or {}).get("files", ()))


def _as_shown(attempt: Attempt) -> Course | None:
    """Return the course in the very rendition an attempt was begun in; None where that is not on record."""
    known = select(Rendition.id).where(
        Rendition.edition_id == attempt.edition_id, Rendition.digest == attempt.rendition_digest
    )
    if session.scalar(known.limit(1)) is None:
        return None
    return reading(
        edition_id=attempt.edition_id, locale=attempt.locale, digest=attempt.rendition_digest
    ).course


def _title(course: Course | None, slug: str) -> str:
    found = course.activity(slug) if course else None
    return str(found[1].content.title) if found else ""


def _sign_off(signed: SignOff, courses: Mapping[str, Course]) -> dict[str, Any]:
    return {
        "id": str(signed.id), "activity": signed.activity, "title": _title(courses.get(signed.edition_digest), signed.activity),
        "number": signed.number, "assessor": signed.assessor_id,
        "observed_on": signed.observed_on.isoformat(), "signed_at": signed.signed_at.isoformat(),
        "is_passed": signed.is_passed, "note": signed.note, "entered_from": signed.entered_from,
        "edition_digest": signed.edition_digest, "findings": [*_findings(signed, courses)],
    }  # fmt: skip


def _findings(signed: SignOff, courses: Mapping[str, Course]) -> Iterator[dict[str, Any]]:
    """Yield what was seen, criterion by criterion, in the words of the edition it was judged by."""
    course = courses.get(signed.edition_digest)
    found = course.activity(signed.activity) if course else None
    content = found[1].content if found else None
    criteria = content.criteria if isinstance(content, PracticalContent) else []
    words = {each.key: each for each in criteria}
    for key, observed in sorted(signed.findings.items()):
        criterion = words.get(key)
        yield {
            "criterion": key, "words": str(criterion.text) if criterion else "",
            "is_critical": criterion.critical if criterion else None, "observed": observed,
        }  # fmt: skip
