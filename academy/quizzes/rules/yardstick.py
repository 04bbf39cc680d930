"""What groups of a course are compared by: its last quiz, and a pre-test with the quiz it is of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from academy.courses.content import Course
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.gain import FEWEST


@dataclass(frozen=True)
class Exam:
    """The quizzes a course is compared by: its last one, and the pre-test with the quiz it is of."""

    final: str | None = None
    before: str | None = None
    after: str | None = None


def exam_of(course: Course) -> Exam:
    """Return the quizzes a course is compared by: a pre-test of its last quiz goes before a pre-test of another."""
    quizzes = [
        (activity.slug, activity.is_required, activity.content.pretest_of)
        for _module, activity in course.activities()
        if isinstance(activity.content, QuizContent)
    ]
    asked = [(slug, required) for slug, required, pretest_of in quizzes if not pretest_of]
    final = next((slug for slug, required in reversed(asked) if required), asked[-1][0] if asked else None)
    pretests = [(slug, after) for slug, _required, after in quizzes if after]
    before, after = next(
        (each for each in pretests if each[1] == final), pretests[0] if pretests else (None, None)
    )
    return Exam(final, before, after)


def withheld(values: Collection[float]) -> bool:
    """Whether a mean of these would be the marks of a few."""
    return len(values) < FEWEST


def pairs_of(scores: Mapping[str, Mapping[UUID, float]], exam: Exam) -> list[tuple[float, float]]:
    """Return (before, after) of everyone who took both; ``scores`` is activity → enrolment → first score."""
    if exam.before is None or exam.after is None:
        return []
    before, after = scores.get(exam.before, {}), scores.get(exam.after, {})
    return [(before[each], after[each]) for each in sorted(before.keys() & after.keys())]
