"""Results by generation: what is counted of a course, for the people somebody answers for. Two statements."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select

from academy.actor import Actor
from academy.agencies.models import Agency
from academy.cascade.models import Training
from academy.cascade.queries.trainings import DECIDING
from academy.cascade.rules import FIRST, TEACHING, Counted, Generation, Sample, generations
from academy.courses.models import Course, Edition
from academy.db import session
from academy.learning.models import Attempt, Enrolment
from academy.quizzes.queries.scores import of_first_attempts
from academy.quizzes.rules.yardstick import Exam

_IS_TAUGHT = and_(Training.cohort_id == Enrolment.cohort_id, Training.state.in_(TEACHING))
_GENERATION = func.coalesce(Training.generation, FIRST)


@dataclass(frozen=True)
class CourseChoice:
    """A course that graduates teach, with the edition whose quizzes its people are compared by."""

    id: UUID
    slug: str
    edition_id: UUID


def courses_taught(actor: Actor) -> list[CourseChoice]:
    """Return the courses that somebody the actor answers for has learnt in a training, by slug."""
    newest = (
        select(Edition.id)
        .where(Edition.course_id == Course.id)
        .order_by(Edition.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_taught = exists().where(Enrolment.course_id == Course.id, _IS_TAUGHT, _are_hers(actor))
    rows = session.execute(select(Course.id, Course.slug, newest).where(is_taught).order_by(Course.slug))
    return [CourseChoice(*row) for row in rows]


def by_generation(actor: Actor, course_id: UUID, exam: Exam) -> list[Generation]:
    """Return the generations of a course among the people the actor answers for; scores are first attempts'."""
    theirs = and_(Enrolment.course_id == course_id, _are_hers(actor))
    people = session.execute(
        select(_GENERATION, func.count(), func.count(Enrolment.completed_at))
        .select_from(Enrolment)
        .outerjoin(Training, _IS_TAUGHT)
        .where(theirs)
        .group_by(_GENERATION)
    ).all()
    scores = _scores(theirs, exam)
    nothing = (Sample(),) * 4
    return generations([
        Counted(number, enrolled, completed, *scores.get(number, nothing)) for number, enrolled, completed in people
    ])  # fmt: skip


def _scores(theirs: ColumnElement[bool], exam: Exam) -> dict[int, tuple[Sample, ...]]:
    """Return generation → samples of the final score, of the score before and after, and of the difference."""
    asked = {each for each in (exam.final, exam.before, exam.after) if each}
    if not asked:
        return {}

    def score(activity: str | None) -> ColumnElement[float]:
        return func.max(case((Attempt.activity == (activity or ""), Attempt.score)))

    each = (
        of_first_attempts(
            theirs, Enrolment.id, _GENERATION.label("generation"), score(exam.final).label("final"),
            score(exam.before).label("before"), score(exam.after).label("after"),
        )
        .outerjoin(Training, _IS_TAUGHT)
        .where(Attempt.activity.in_(asked), Attempt.score.is_not(None))
        .group_by(Enrolment.id, _GENERATION)
        .subquery()
    ).c  # fmt: skip
    gained = each.after - each.before
    has_both = gained.is_not(None)
    columns = [
        column
        for value in (each.final, case((has_both, each.before)), case((has_both, each.after)), gained)
        for column in (func.count(value), func.sum(value), func.sum(value * value))
    ]
    rows = session.execute(select(each.generation, *columns).group_by(each.generation))
    return {
        number: tuple(
            Sample(sums[place], sums[place + 1] or 0.0, sums[place + 2] or 0.0) for place in (0, 3, 6, 9)
        )
        for number, *sums in rows
    }


def _are_hers(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(*DECIDING)
    hers = select(Agency.id).where(
        or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
    )
    return and_(Enrolment.agency_id.in_(hers), Enrolment.withdrawn_at.is_(None))
