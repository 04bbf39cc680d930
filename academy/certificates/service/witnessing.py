"""What somebody stood by for: practicals that were signed off, and exams that were sat before an invigilator.

Whoever stood by is named by call-sign: a legal name would have to be erased from other people's documents.
"""

from __future__ import annotations

from uuid import UUID

from academy.certificates.content import Facts, Invigilated, SignedOff
from academy.courses.queries import Reading
from academy.practicals import queries as practicals
from academy.quizzes.content import QuizContent
from academy.quizzes.queries import exams
from academy.richtext import plain


def witnessed(facts: Facts, *, enrolment_id: UUID, readings: tuple[Reading, ...]) -> Facts:
    """Return the facts with what was shown to somebody, each under its title in the languages of the certificate.

    A course that asks for nothing of the kind costs no statement.
    """
    own = readings[0].course
    kinds = {activity.kind for _module, activity in own.activities()}
    has_exams = any(
        isinstance(activity.content, QuizContent) and activity.content.is_exam
        for _module, activity in own.activities()
    )
    return facts.model_copy(
        update={
            "practicals": _signed_off(enrolment_id, readings) if "practical" in kinds else (),
            "exams": _invigilated(enrolment_id, readings) if has_exams else (),
        }
    )


def _signed_off(enrolment_id: UUID, readings: tuple[Reading, ...]) -> tuple[SignedOff, ...]:
    return tuple(
        SignedOff(activity=each.activity, title=title, observed_on=each.observed_on, assessor=call_sign)
        for each, call_sign in practicals.passed(enrolment_id)
        if (title := _title(each.activity, readings))
    )


def _invigilated(enrolment_id: UUID, readings: tuple[Reading, ...]) -> tuple[Invigilated, ...]:
    """Return the latest passed go at each exam."""
    latest = {each.activity: (each, call_sign) for each, call_sign in exams.passed_in_exams(enrolment_id)}
    return tuple(
        Invigilated(activity=activity, title=title, sat_on=each.started_at.date(), invigilator=call_sign)
        for activity, (each, call_sign) in latest.items()
        if (title := _title(activity, readings))
    )


def _title(activity: str, readings: tuple[Reading, ...]) -> dict[str, str]:
    """Return language → title; nothing where her edition has the activity no more."""
    found = ((reading.locale, reading.course.activity(activity)) for reading in readings)
    return {locale: plain(entry[1].content.title) for locale, entry in found if entry is not None}
