"""Reaction: what learners answered to the surveys of a course. The answers bear no name and no agency, so they are shown
for whole cohorts only, and only the scales: words of one's own stay with the trainers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, exists, func, select

from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import Cohort, Completion, Enrolment
from academy.surveys.content import SurveyContent
from academy.surveys.models import SurveyAnswer
from academy.surveys.queries import answers_of
from academy.surveys.rules import SMALLEST_GROUP, Tally, tally


@dataclass(frozen=True)
class Reaction:
    """A cohort's answers to one survey; ``scales`` is None while they are too few to show."""

    cohort: str
    title: str
    #: Learners of the cohort, and those of them who have answered.
    learners: int
    answered: int
    #: Answers that are shown: they come in by groups.
    shown: int
    scales: tuple[Tally, ...] | None

    @property
    def share(self) -> float | None:
        """The share of the learners who have answered, 0–1; None where there are no learners."""
        return self.answered / self.learners if self.learners else None


def course_of(edition_id: UUID) -> UUID:
    """Return the course of an edition."""
    return session.scalars(select(Edition.course_id).where(Edition.id == edition_id)).one()


def slugs_answered(agency_ids: Sequence[UUID]) -> set[str]:
    """Return the courses, by slug, of which surveys are shown to these agencies."""
    is_shown = exists().where(SurveyAnswer.cohort_id == Enrolment.cohort_id, SurveyAnswer.is_shown.is_(True))
    return set(
        session.scalars(
            select(Course.slug)
            .join(Enrolment, Enrolment.course_id == Course.id)
            .where(Enrolment.agency_id.in_(agency_ids), Enrolment.withdrawn_at.is_(None), is_shown)
            .distinct()
        )
    )


def cohorts_of(*, course_id: UUID, agency_ids: Sequence[UUID]) -> Sequence[Row[UUID, str, UUID]]:
    """Return (id, name, edition) of the cohorts of a course that people of some agencies are in, the latest first."""
    is_there = select(Enrolment.id).where(
        Enrolment.cohort_id == Cohort.id, Enrolment.agency_id.in_(agency_ids), Enrolment.withdrawn_at.is_(None),
        Enrolment.course_id == course_id,
    )  # fmt: skip
    return session.execute(
        select(Cohort.id, Cohort.name, Cohort.edition_id)
        .where(is_there.exists())
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    ).all()


def reactions(cohorts: Iterable[tuple[UUID, str, UUID]], *, locale: str) -> list[Reaction]:
    """Return what cohorts, given as (id, name, edition), answered to each survey of their course."""
    found = []
    for cohort_id, name, edition_id in cohorts:
        for _module, activity in reading(edition_id=edition_id, locale=locale).course.activities():
            if isinstance(activity.content, SurveyContent):
                found.append(_of(cohort_id, name, activity.slug, activity.content))
    return found


def _of(cohort_id: UUID, name: str, activity: str, survey: SurveyContent) -> Reaction:
    learners, answered = _counts(cohort_id, activity)
    answers = answers_of(cohort_id, activity)
    scales = None
    if len(answers) >= SMALLEST_GROUP:
        scales = tuple(
            each for each in tally(survey, answers) if each.question.kind == "scale" and each.answered >= SMALLEST_GROUP
        )  # fmt: skip
    return Reaction(
        name, str(survey.title), learners, answered, len(answers) if scales is not None else 0, scales
    )


def _counts(cohort_id: UUID, activity: str) -> tuple[int, int]:
    row = session.execute(
        select(func.count(Enrolment.id), func.count(Completion.activity))
        .outerjoin(Completion, (Completion.enrolment_id == Enrolment.id) & (Completion.activity == activity))
        .where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
    ).one()
    return row[0], row[1]
