"""Learning and behaviour: what groups gained, and what their supervisors saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from academy.courses.content import Course
from academy.db import session
from academy.evaluation.models import FollowUp
from academy.evaluation.rules import FEWEST, MONTHS, Rate, Reply, Tally, counted, rate, tally
from academy.learning.models import Enrolment
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import pretest_slug
from academy.quizzes.rules.gain import Gain, gain

#: Gives (score before, score after) of a group, from the slugs of the pre-test and of the quiz.
Pairs = Callable[[str, str], Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Learning:
    """What a group gained at one quiz; ``gain`` is None for too few."""

    title: str
    gain: Gain | None


@dataclass(frozen=True)
class Behaviour:
    """What supervisors answered so many months after the course; ``tallies`` is None for too few."""

    months: int
    rate: Rate
    shown: int
    tallies: tuple[Tally, ...] | None


def gained(course: Course, pairs: Pairs) -> list[Learning]:
    """Return the gain at each quiz of a course that has a pre-test."""
    found = []
    for _module, activity in course.activities():
        content = activity.content
        if isinstance(content, QuizContent) and (before := pretest_slug(course, content)) is not None:
            found.append(Learning(str(content.title), gain(pairs(before, activity.slug))))
    return found


def behaviour(group: ColumnElement[bool], *, today: date) -> list[Behaviour]:
    """Return what supervisors answered of the enrolments that ``group`` matches, for three and for six months."""
    rows = session.execute(
        select(FollowUp.months, FollowUp.closes_on, FollowUp.answers)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .where(group, FollowUp.opens_on <= today)
    ).all()
    return [
        _of(months, [Reply(row.closes_on, row.answers) for row in rows if row.months == months], today) for months in MONTHS
    ]  # fmt: skip


def _of(months: int, replies: Sequence[Reply], today: date) -> Behaviour:
    answers = counted(replies, today=today)
    return Behaviour(
        months, rate(replies, today=today), len(answers), tally(answers) if len(answers) >= FEWEST else None
    )
